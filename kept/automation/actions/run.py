"""A rule is asked, and where its conditions hold it runs: once for each occasion."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from kept.automation.access import may_act_in, may_answer_for
from kept.automation.actions.acts import ACTS, Doing
from kept.automation.events import RulePaused, RuleRan
from kept.automation.models import Rule, Run
from kept.automation.queries import conditions_of
from kept.automation.rules.acts import Effect, act_of, came_of, is_so_already
from kept.automation.rules.conditions import judge
from kept.automation.rules.sheet import Sheet
from kept.conversations.models import Conversation
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.ledger.models import Event
from kept.ledger.recording import ChainTooDeep
from kept.notices.actions import tell_of_conversation
from kept.notices.models import Notice

MOST_AN_HOUR = 6
"""Runs of one rule on one conversation; the next one pauses it, unless they were letters."""
HOUR = timedelta(hours=1)
OUTSIDE = {"conversation.opened", "message.received"}


@transaction.atomic
def ask(
    rule: Rule,
    conversation: Conversation,
    sheet: Sheet,
    *,
    occasion: str,
    now: datetime,
    cause: Event | None = None,
) -> Run | None:
    """Judge its conditions, and run it where they hold; None where it did not, or has already.

    Whatever one of its actions refuses is written down, and the others are done.
    """
    met, verdicts = judge(conditions_of(rule), sheet, needs_all=rule.match == Rule.Match.ALL)
    if not met:
        return None
    if not may_answer_for(rule):
        pause(rule, why=Rule.Why.KEEPER, conversation=None, now=now)
        return None
    before = Run.objects.filter(rule=rule, conversation=conversation)
    if not may_act_in(rule, conversation) or before.filter(occasion=occasion).exists():
        return None
    if before.filter(at__gt=now - HOUR).count() >= MOST_AN_HOUR:
        if cause is not None and is_from_outside(cause):
            # Whoever writes to us often switches off nothing of ours: it rests in this one alone.
            return None
        pause(rule, why=Rule.Why.MANY, conversation=conversation, now=now)
        return None
    run = Run.objects.create(
        rule=rule,
        conversation=conversation,
        occasion=occasion,
        event_id=cause.pk if cause else 0,
        came=Run.Came.LOOP,
        verdicts=[one.stored() for one in verdicts],
        at=now,
    )
    try:
        # As a whole: half of what follows from too many others is not done either.
        with transaction.atomic():
            _do(run, sheet, now=now, cause=cause)
    except ChainTooDeep:
        run.came, run.effects = Run.Came.LOOP, []
    run.save(update_fields=["came", "effects"])
    return run


def is_from_outside(event: Event) -> bool:
    """Whether a letter that came in is all that is behind it."""
    if event.by.startswith("rule:"):
        return False
    kinds = {event.kind, event.cause.kind if event.cause else ""}
    return not kinds.isdisjoint(OUTSIDE)


@transaction.atomic
def pause(rule: Rule, *, why: str, conversation: Conversation | None, now: datetime) -> None:
    """It runs no more until somebody has looked; its keeper is told where it ran too often."""
    paused = Rule.objects.filter(pk=rule.pk, paused=Rule.Why.NOT).update(paused=why, paused_at=now)
    rule.paused, rule.paused_at = why, now
    if not paused:
        return
    record(
        RulePaused(rule=rule.pk, conversation=conversation.pk if conversation else 0, why=str(why)),
        about=[rule, *([conversation] if conversation else [])],
        by=rule.handle,
        at=now,
    )
    if conversation is not None:
        tell_of_conversation(
            conversation.pk,
            kind=Notice.Kind.RULE_OFF,
            to=[rule.keeper_id],
            occasion=int(now.timestamp()),
            by=rule.handle,
            now=now,
            words=rule.name,
        )


def _do(run: Run, sheet: Sheet, *, now: datetime, cause: Event | None) -> None:
    """Its actions in their order, each by itself, and the fact that it ran."""
    rule, conversation = run.rule, run.conversation
    effects = [
        _effect(Doing(rule, conversation, sheet, act_of(stored), run.pk, number, now, cause))
        for number, stored in enumerate(rule.acts)
    ]
    run.effects = [one.stored() for one in effects]
    run.came = came_of(effects)
    record(
        RuleRan(
            rule=rule.pk,
            run=run.pk,
            conversation=conversation.pk,
            did=[one.act.do for one in effects if one.came == "DONE"],
        ),
        about=[conversation, rule],
        by=rule.handle,
        at=now,
        cause=cause,
    )


def _effect(doing: Doing) -> Effect:
    if is_so_already(doing.act, doing.sheet):
        return Effect(doing.act, "SAME")
    try:
        # Why not is stored in English, and retold to whoever reads it.
        with transaction.atomic(), translation.override("en"):
            changed = ACTS[doing.act.do](doing)
    except Refusal as refusal:
        return Effect(doing.act, "REFUSED", str(refusal.message))
    return Effect(doing.act, "SAME" if changed is False else "DONE")
