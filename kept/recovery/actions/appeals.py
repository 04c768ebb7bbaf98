"""The customer asks another of us to look again, who owes an answer by a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation
from kept.conversations.speaking import speaking_to
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.recovery.access import judge_of, may_judge
from kept.recovery.actions import letters
from kept.recovery.actions.boundaries import lift_held, settle_review
from kept.recovery.actions.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    NeedsWords,
    NobodyJudges,
    NotItsTurn,
)
from kept.recovery.actions.locking import SYSTEM, plain
from kept.recovery.events import AppealAnswered, AppealMade
from kept.recovery.models import Appeal, Boundary, Decision, Recovery
from kept.recovery.models.decision import Verdict
from kept.recovery.rules import ANSWERED_WITHIN_DAYS


@transaction.atomic
def appeal_decision(decision: Decision, *, words: str, now: datetime) -> Appeal:
    """Against what was decided. Raises `NeedsWords`, `AlreadyAppealed`, `NobodyJudges`."""
    there = _hold(decision.recovery.conversation)
    if Appeal.objects.filter(decision=decision).exists():
        raise AlreadyAppealed
    recovery = decision.recovery
    return _appeal(recovery, there, words, decider=decision.member, now=now, decision=decision)


@transaction.atomic
def appeal_boundary(boundary: Boundary, *, words: str, now: datetime) -> Appeal:
    """Against the end of contact. Raises the same, and `NotItsTurn` where it is not ended."""
    there = _hold(boundary.conversation)
    boundary = Boundary.objects.select_related("ended_by", "customer").get(pk=boundary.pk)
    if boundary.level != Boundary.Level.ENDED or boundary.ended_by is None:
        raise NotItsTurn
    if Appeal.objects.filter(boundary=boundary).exists():
        raise AlreadyAppealed
    return _appeal(boundary, there, words, decider=boundary.ended_by, now=now, boundary=boundary)


@transaction.atomic
def answer_appeal(
    appeal: Appeal, *, state: str, words: str, submit_id: UUID, by: Member, now: datetime
) -> Appeal:
    """It stays or is changed, in plain words, by a letter; the promise to answer is kept.

    A boundary that is changed is lifted, and no other manager needs to look at it.

    Raises `NotAllowed`, `AlreadyAnswered`, `NeedsWords`, `NoRecipient`.
    """
    there = take_conversation(appeal.conversation, by=by)
    locked = Appeal.objects.select_for_update(of=("self",))
    beside = ("promise", "conversation", "boundary__customer", "decision__recovery__customer")
    appeal = locked.select_related(*beside).get(pk=appeal.pk)
    if not may_judge(by, appeal):
        raise NotAllowed
    if appeal.state != Verdict.WAITING:
        raise AlreadyAnswered
    words = plain(words)
    if not words:
        raise NeedsWords
    appeal.state, appeal.answer = Verdict(state), words
    appeal.answered_by, appeal.answered_at = by, now
    appeal.save()
    about = appeal.about
    with speaking_to(about.customer):
        text = letters.signed(about, [words], writer=by)
    letters.send(there, text, to=about.customer, submit_id=submit_id, by=by, now=now)
    if appeal.promise.outcome == Promise.Outcome.OPEN:
        promises.keep(appeal.promise, by=by, now=now)
    fact = AppealAnswered(appeal=appeal.pk, conversation=there.pk, state=str(appeal.state))
    told = record(fact, about=_about(appeal, there), by=by, at=now)
    if appeal.boundary and appeal.state == Verdict.CHANGED:
        settle_review(appeal.boundary, words=words, by=by, now=now)
        lift_held(appeal.boundary, by=by, now=now, cause=told)
    return appeal


def _hold(conversation: Conversation) -> Conversation:
    return take_conversation(conversation, by=SYSTEM)


def _appeal(
    of: Recovery | Boundary,
    there: Conversation,
    words: str,
    *,
    decider: Member,
    now: datetime,
    **against: Any,
) -> Appeal:
    words = plain(words)
    if not words:
        raise NeedsWords
    judge = judge_of(there, decider=decider)
    if judge is None:
        raise NobodyJudges
    with speaking_to(of.customer):
        promised = _("I look at this again, and answer you.")
    # The house owes this answer and says who gives it; they may hand it on.
    promise = promises.make(
        there,
        words=promised,
        due_at=there.desk.hours.add_days(now, ANSWERED_WITHIN_DAYS),
        keeper=judge,
        kind=Promise.Kind.RECONSIDER,
        customer=of.customer,
        by=judge,
        now=now,
    )
    made = Appeal.objects.create(
        conversation=there,
        words=words,
        decider=decider,
        judge=judge,
        promise=promise,
        made_at=now,
        **against,
    )
    fact = AppealMade(
        appeal=made.pk,
        conversation=there.pk,
        decision=made.decision_id or 0,
        boundary=made.boundary_id or 0,
        judge=judge.pk,
        promise=promise.pk,
    )
    record(fact, about=_about(made, there), by=f"customer:{of.customer_id}", at=now)
    return made


def _about(appeal: Appeal, there: Conversation) -> list[Any]:
    return [
        appeal,
        there,
        f"customer:{appeal.about.customer_id}",
        f"member:{appeal.judge_id}",
        f"member:{appeal.decider_id}",
    ]
