"""Values are ranked; policies are written, each change a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.charter.access import may_settle_values, may_write_policy
from kept.charter.events import PolicyWritten, ValuesSettled
from kept.charter.models import Policy, PolicyVersion, Value
from kept.charter.rules import LONGEST_RULE, MOST_ALTERNATIVES, MOST_VALUES, lines_of
from kept.conversations.models import Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member


class EmptyPolicy(Refusal):
    code = "policy_empty"
    message = gettext_lazy("Give it a name, and write what we cannot do.")


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """`instead` as it was typed, one alternative a line, the best first."""

    name: str
    cannot: str
    instead: str
    owner: Member
    effective_on: date
    desk: Desk | None = None
    value: Value | None = None
    review_on: date | None = None


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
def write_policy(policy: Policy | None, terms: PolicyTerms, *, by: Member, now: datetime) -> Policy:
    """Write it down, or the next version of it. Raises `NotAllowed`, `EmptyPolicy`."""
    if policy is not None:
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if not may_write_policy(by, policy, terms.desk):
        raise NotAllowed
    name = " ".join(terms.name.replace("\0", "").split())[:120]
    cannot = terms.cannot.replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST_RULE]
    if not name or not cannot:
        raise EmptyPolicy
    row = policy or Policy(number=0)
    row.name, row.cannot, row.desk, row.owner = name, cannot, terms.desk, terms.owner
    row.instead = "\n".join(lines_of(terms.instead, most=MOST_ALTERNATIVES))
    row.value, row.review_on, row.effective_on = terms.value, terms.review_on, terms.effective_on
    row.number += 1
    row.save()
    PolicyVersion.objects.create(
        policy=row,
        number=row.number,
        cannot=row.cannot,
        instead=row.instead,
        effective_on=row.effective_on,
        written_by=by,
        written_at=now,
    )
    fact = PolicyWritten(
        policy=row.pk, number=row.number, effective_on=row.effective_on.isoformat()
    )
    record(fact, about=[row], by=by, at=now)
    return row
