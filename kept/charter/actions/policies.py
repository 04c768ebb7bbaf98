"""Values are ranked; policies are written, each change a version that is announced first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.charter.access import may_settle_values, may_write_policy
from kept.charter.events import PolicyTookEffect, PolicyWithdrawn, PolicyWritten, ValuesSettled
from kept.charter.models import Alternative, Policy, PolicyVersion, Value
from kept.charter.rules import (
    LONGEST_RULE,
    MOST_ALTERNATIVES,
    MOST_VALUES,
    dates_fit,
    lines_of,
)
from kept.conversations.models import Desk
from kept.kit.money import DIGITS, MOST
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import one_line, plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.people.turns import take_turn

SYSTEM = "system:charter"
AT_ONCE = 50
"""Versions that take effect in one round."""


class EmptyPolicy(Refusal):
    code = "policy_empty"
    message = gettext_lazy("Give it a name, and write what we cannot do.")


class BadDates(Refusal):
    code = "policy_dates"
    message = gettext_lazy(
        "It is announced today, can be practised from today or later, and holds after that."
    )


class AlreadyAnnounced(Refusal):
    code = "policy_announced"
    message = gettext_lazy(
        "A next version is announced already. Withdraw it first, then announce another."
    )


class NothingAnnounced(Refusal):
    code = "policy_nothing_announced"
    message = gettext_lazy("No version waits any more: it took effect, or was withdrawn.")


class BadAlternative(Refusal):
    code = "policy_alternative"
    message = gettext_lazy("A limit is an amount with its currency, or stays empty.")


@dataclass(frozen=True, slots=True)
class AlternativeTerms:
    """Up to `amount` in minor units of `currency`; with a `kind`, a grant can cover it."""

    words: str
    kind: str = ""
    amount: int | None = None
    currency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """`instead` as it was typed, one alternative a line, the best first.

    `alternatives` says them with their limits, and then goes before `instead`. Where it is None,
    a line that stood in the version before keeps the limit it had there.
    """

    name: str
    cannot: str
    instead: str
    owner: Member
    effective_on: date
    desk: Desk | None = None
    value: Value | None = None
    review_on: date | None = None
    practice_on: date | None = None
    alternatives: Sequence[AlternativeTerms] | None = None


@transaction.atomic
def settle_values(typed: str, *, by: Member, now: datetime) -> list[Value]:
    """One a line, the first goes before the others. What stands no more is retired, and kept.

    Raises `NotAllowed`.
    """
    if not may_settle_values(by):
        raise NotAllowed
    wanted = lines_of(typed, most=MOST_VALUES)
    rows = {row.words: row for row in Value.objects.select_for_update()}
    settled = []
    for rank, words in enumerate(wanted, 1):
        row = rows.pop(words, None) or Value(words=words)
        row.rank, row.retired_at = rank, None
        row.save()
        settled.append(row)
    for row in rows.values():
        if row.retired_at is None:
            row.retired_at = now
            row.save(update_fields=["retired_at"])
    record(ValuesSettled(values=[row.pk for row in settled]), about=settled, by=by, at=now)
    return settled


@transaction.atomic
def write_policy(
    policy: Policy | None,
    terms: PolicyTerms,
    *,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Policy:
    """Write it down, or announce the next version of it. Answers the policy.

    Its name, desk, owner, value and review date change at once. Its words and alternatives are a
    new version, `policy.versions.first()`, and the policy says them from `effective_on` on: at once
    where that is today or past, else by `take_effect_due`, with the fact `policy.took_effect`
    either way. Where words and alternatives are what they were, no version is written. `by` is a
    manager who sees it, or whoever answers for it. Of the same `submit_id` one comes.

    Raises `NotAllowed`, `EmptyPolicy`, `BadDates`, `BadAlternative`, `AlreadyAnnounced`.
    """
    if policy is not None:
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if not may_write_policy(by, policy, terms.desk):
        raise NotAllowed
    # Whoever answers for it says what it says; for whom it holds is for managers.
    if policy is not None and not by.is_manager and policy.desk != terms.desk:
        raise NotAllowed
    if policy is None and submit_id is not None:
        take_turn(by)
        if made := Policy.objects.visible_to(by).filter(submit_id=submit_id).first():
            return made
    name = one_line(terms.name, 120)
    cannot = plain_text(terms.cannot, LONGEST_RULE)
    if not name or not cannot:
        raise EmptyPolicy
    today = day_of(now)
    announced_on = min(today, terms.effective_on)
    if not dates_fit(announced_on, terms.practice_on, terms.effective_on):
        raise BadDates
    before = policy.versions.filter(number=policy.number).first() if policy else None
    instead = _alternatives(terms, before)
    row = policy or Policy(cannot=cannot, effective_on=terms.effective_on, submit_id=submit_id)
    row.name, row.desk, row.owner = name, terms.desk, terms.owner
    row.value, row.review_on = terms.value, terms.review_on
    if policy is None:
        row.instead = "\n".join(one.words for one in instead)
    row.save()
    if before is not None and before.cannot == cannot and _told(before) == instead:
        return row
    if row.versions.filter(took_effect_at=None, withdrawn_at=None).exists():
        raise AlreadyAnnounced
    version = _next_version(row, cannot, instead, terms, announced_on, by=by, now=now)
    fact = PolicyWritten(
        policy=row.pk,
        number=version.number,
        effective_on=version.effective_on.isoformat(),
        practice_on=version.practice_on.isoformat() if version.practice_on else "",
    )
    cause = record(fact, about=[row], by=by, at=now)
    if version.effective_on <= today:
        _take_effect(row, version, by=by, now=now, cause=cause)
    return row


def _next_version(
    policy: Policy,
    cannot: str,
    instead: Sequence[AlternativeTerms],
    terms: PolicyTerms,
    announced_on: date,
    *,
    by: Member,
    now: datetime,
) -> PolicyVersion:
    newest = policy.versions.first()
    version = PolicyVersion.objects.create(
        policy=policy,
        number=newest.number + 1 if newest else 1,
        cannot=cannot,
        instead="\n".join(one.words for one in instead),
        announced_on=announced_on,
        practice_on=terms.practice_on,
        effective_on=terms.effective_on,
        written_by=by,
        written_at=now,
    )
    Alternative.objects.bulk_create(
        Alternative(
            version=version,
            place=place,
            words=one.words,
            kind=one.kind,
            amount=one.amount,
            currency=one.currency,
            note=one.note,
        )
        for place, one in enumerate(instead, 1)
    )
    return version


@transaction.atomic
def withdraw_version(policy: Policy, *, by: Member, now: datetime) -> Policy:
    """What is announced takes no effect after all; it stays in the history.

    A policy that never took effect is retired with it. Raises `NotAllowed`, `NothingAnnounced`.
    """
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if not may_write_policy(by, policy, policy.desk):
        raise NotAllowed
    version = policy.versions.filter(took_effect_at=None, withdrawn_at=None).first()
    if version is None:
        raise NothingAnnounced
    version.withdrawn_at = now
    version.save(update_fields=["withdrawn_at"])
    if not policy.is_in_effect:
        policy.retired_at = now
        policy.save(update_fields=["retired_at"])
    fact = PolicyWithdrawn(policy=policy.pk, number=version.number)
    record(fact, about=[policy], by=by, at=now)
    return policy


def take_effect_due(*, now: datetime) -> int:
    """What was announced for today or before says from now on what its policy says."""
    waiting = PolicyVersion.objects.filter(
        took_effect_at=None, withdrawn_at=None, effective_on__lte=day_of(now)
    )
    return sum(
        _take_effect_of(pk, now=now)
        for pk in waiting.order_by("effective_on", "pk").values_list("policy", flat=True)[:AT_ONCE]
    )


@transaction.atomic
def _take_effect_of(pk: int, *, now: datetime) -> int:
    """Safe beside itself: whoever comes second finds that it waits no more."""
    policy = Policy.objects.select_for_update().get(pk=pk)
    version = policy.versions.filter(took_effect_at=None, withdrawn_at=None).first()
    if version is None or version.effective_on > day_of(now):
        return 0
    _take_effect(policy, version, by=SYSTEM, now=now)
    return 1


def _take_effect(
    policy: Policy,
    version: PolicyVersion,
    *,
    by: Member | str,
    now: datetime,
    cause: object = None,
) -> None:
    policy.cannot, policy.instead = version.cannot, version.instead
    policy.number, policy.effective_on = version.number, version.effective_on
    policy.save(update_fields=["cannot", "instead", "number", "effective_on"])
    version.took_effect_at = now
    version.save(update_fields=["took_effect_at"])
    fact = PolicyTookEffect(policy=policy.pk, number=version.number)
    record(fact, about=[policy], by=by, at=now, cause=cause)  # type: ignore[arg-type]


def day_of(moment: datetime) -> date:
    """The day it is where the house is."""
    return moment.astimezone(ZoneInfo(settings.HOME_ZONE)).date()


def _alternatives(terms: PolicyTerms, before: PolicyVersion | None) -> list[AlternativeTerms]:
    """Each once, by its words. Raises `BadAlternative`."""
    if terms.alternatives is None:
        known = {one.words: one for one in _told(before)} if before else {}
        lines = lines_of(terms.instead, most=MOST_ALTERNATIVES)
        return [known.get(words) or AlternativeTerms(words) for words in lines]
    found: dict[str, AlternativeTerms] = {}
    for one in terms.alternatives[:MOST_ALTERNATIVES]:
        words = one_line(one.words, 300)
        amount = one.amount or None
        if amount is not None and (one.currency not in DIGITS or not 0 < amount <= MOST):
            raise BadAlternative
        if words:
            note = one_line(one.note, 300)
            currency = one.currency if amount else ""
            found.setdefault(words, AlternativeTerms(words, one.kind, amount, currency, note))
    return list(found.values())


def _told(version: PolicyVersion) -> list[AlternativeTerms]:
    return [
        AlternativeTerms(one.words, one.kind, one.amount, one.currency, one.note)
        for one in version.alternatives.all()
    ]
