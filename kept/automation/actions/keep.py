"""Rules are made, changed, put in order, switched, and retired."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from kept.automation.access import may_change, may_make
from kept.automation.actions.errors import (
    RuleOfNothing,
    RuleRetiredAlready,
    RuleTaken,
    TooManyRules,
)
from kept.automation.events import RuleChanged, RuleMade, RuleRetired, RuleSwitched
from kept.automation.models import Rule, Wait
from kept.automation.queries import forget_names
from kept.automation.rules.acts import MOST as MOST_ACTS
from kept.automation.rules.conditions import MOST as MOST_CONDITIONS
from kept.automation.rules.triggers import BY_TIME
from kept.automation.terms import RuleTerms
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member

MOST = 200


@transaction.atomic
def make_rule(terms: RuleTerms, *, is_on: bool = False, by: Member, now: datetime) -> Rule:
    """Raises `NotAllowed`, `RuleTaken`, `RuleOfNothing`, `TooManyRules`."""
    if not may_make(by, terms.desk):
        raise NotAllowed
    if Rule.objects.standing().count() >= MOST:
        raise TooManyRules
    last = Rule.objects.aggregate(last=Max("position"))["last"] or 0
    rule = _save(Rule(position=last + 1, is_on=is_on), terms, by=by, now=now)
    record(RuleMade(rule=rule.pk, desk=rule.desk_id or 0), about=[rule], by=by, at=now)
    return rule


@transaction.atomic
def change_rule(rule: Rule, terms: RuleTerms, *, by: Member, now: datetime) -> Rule:
    """Whoever saves it answers for it from now on. What waits is counted anew.

    Raises `NotAllowed`, `RuleRetiredAlready`, `RuleTaken`, `RuleOfNothing`.
    """
    rule = _take(rule, by=by)
    if not may_make(by, terms.desk):
        raise NotAllowed
    was = (rule.trigger, rule.desk_id)
    rule = _save(rule, terms, by=by, now=now)
    waits = Wait.objects.filter(rule=rule, kind=Wait.Kind.RUN)
    if (rule.trigger, rule.desk_id) != was:
        waits.delete()
    else:
        # The next round of the clock looks at each, and lays it back until it is due.
        waits.update(due_at=now)
    record(RuleChanged(rule=rule.pk, desk=rule.desk_id or 0), about=[rule], by=by, at=now)
    return rule


@transaction.atomic
def switch_rule(rule: Rule, *, is_on: bool, by: Member, now: datetime) -> Rule:
    """Let it run, or not. Switched on, it is paused no more, and whoever does so answers for it.

    Raises `NotAllowed`, `RuleRetiredAlready`.
    """
    rule = _take(rule, by=by)
    if rule.is_on == is_on and not (is_on and rule.paused):
        return rule
    rule.is_on = is_on
    if is_on:
        rule.paused, rule.paused_at, rule.keeper = Rule.Why.NOT, None, by
    else:
        Wait.objects.filter(rule=rule, kind=Wait.Kind.RUN).delete()
    rule.save(update_fields=["is_on", "paused", "paused_at", "keeper"])
    record(RuleSwitched(rule=rule.pk, is_on=is_on), about=[rule], by=by, at=now)
    return rule


@transaction.atomic
def move_rule(rule: Rule, *, up: bool, by: Member, now: datetime) -> Rule:
    """Let it run before the one above it that `by` sees, or after the one below.

    Raises `NotAllowed`, `RuleRetiredAlready`.
    """
    seen = list(Rule.objects.visible_to(by).standing())
    place = next((at for at, one in enumerate(seen) if one.pk == rule.pk), len(seen))
    other = place - 1 if up else place + 1
    beside = seen[other] if 0 <= other < len(seen) else rule
    # In the order of their ids, so that two who move the same ones never wait for each other.
    held = {pk: _take(Rule(pk=pk), by=by) for pk in sorted({rule.pk, beside.pk})}
    rule, there = held[rule.pk], held[beside.pk]
    if rule is there:
        return rule
    rule.position, there.position = there.position, rule.position
    for one in (rule, there):
        one.save(update_fields=["position"])
        record(RuleChanged(rule=one.pk, desk=one.desk_id or 0), about=[one], by=by, at=now)
    return rule


@transaction.atomic
def retire_rule(rule: Rule, *, by: Member, now: datetime) -> Rule:
    """It runs no more and its name is free; what it did stays in its log.

    Raises `NotAllowed`, `RuleRetiredAlready`.
    """
    rule = _take(rule, by=by)
    rule.retired_at, rule.is_on = now, False
    rule.save(update_fields=["retired_at", "is_on"])
    Wait.objects.filter(rule=rule, kind=Wait.Kind.RUN).delete()
    record(RuleRetired(rule=rule.pk), about=[rule], by=by, at=now)
    return rule


def _take(rule: Rule, *, by: Member) -> Rule:
    locked = Rule.objects.select_for_update(of=("self",)).select_related("desk", "keeper")
    held = locked.get(pk=rule.pk)
    if not may_change(by, held):
        raise NotAllowed
    if held.retired_at:
        raise RuleRetiredAlready
    return held


def _save(rule: Rule, terms: RuleTerms, *, by: Member, now: datetime) -> Rule:
    name = " ".join(terms.name.split())
    if not terms.acts:
        raise RuleOfNothing
    rule.name, rule.key, rule.desk, rule.keeper = name, name.casefold(), terms.desk, by
    rule.trigger, rule.match, rule.changed_at = terms.trigger, terms.match, now
    is_by_time = terms.trigger in BY_TIME
    rule.amount = terms.amount if is_by_time else 0
    rule.unit, rule.counted = (terms.unit, terms.counted) if is_by_time else ("", "")
    rule.conditions = [one.stored() for one in terms.conditions[:MOST_CONDITIONS]]
    rule.acts = [one.stored() for one in terms.acts[:MOST_ACTS]]
    others = Rule.objects.standing().filter(key=rule.key).exclude(pk=rule.pk)
    if not name or others.exists():
        raise RuleTaken
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        # Two at once have chosen the same name.
        if others.exists():
            raise RuleTaken from None
        raise
    forget_names()
    return rule
