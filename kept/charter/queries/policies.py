"""Policies with what is announced of them, what can be done instead, questions and rulings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from kept.charter.models import (
    Alternative,
    Gesture,
    Policy,
    PolicyQuestion,
    PolicyVersion,
    Ruling,
    Value,
)
from kept.charter.queries.may import May
from kept.charter.rules import covers
from kept.charter.wording import decided_words, in_money
from kept.conversations.models import Conversation
from kept.kit.along import read_rows, rows_along
from kept.kit.slices import newest
from kept.people.models import Member

MOST = 200
VERSIONS = 50
RULINGS = 30
SHORT = 300


def values() -> list[Value]:
    return list(Value.objects.filter(retired_at=None))


def policies(member: Member, asked: str = "") -> list[Policy]:
    """Those the member sees; of them what has all words that were `asked` for."""
    found = Policy.objects.visible_to(member).filter(retired_at=None)
    for word in asked.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(cannot__icontains=word) | Q(instead__icontains=word)
        )
    return list(found.select_related("owner", "value", "desk")[:MOST])


@dataclass(frozen=True, slots=True)
class History:
    """`current` is in effect and `announced` waits; None where there is none."""

    current: PolicyVersion | None
    announced: PolicyVersion | None
    versions: list[PolicyVersion]


def history(policy: Policy) -> History:
    """What it says, what it will say, and what it said, the newest first."""
    found = policy.versions.select_related("written_by").prefetch_related("alternatives")
    versions = list(found[:VERSIONS])
    current = [one for one in versions if one.number == policy.number]
    waiting = [one for one in versions if one.is_waiting]
    return History(next(iter(current), None), next(iter(waiting), None), versions)


def questions_of(policy: Policy) -> list[PolicyQuestion]:
    """Those that wait first, the longest waiting at the top; then what was answered lately."""
    found = policy.questions.select_related("member", "owner", "answered_by", "promise", "version")
    return list(found.order_by(F("answered_at").desc(nulls_first=True), "pk")[:VERSIONS])


@dataclass(frozen=True, slots=True)
class Instead:
    """What a policy offers instead, and the `grant` that covers it now, None where none does."""

    pk: int
    policy: int
    policy_name: str
    cannot: str
    words: str
    kind: str
    amount: int | None
    currency: str
    note: str
    grant: int | None
    is_first: bool

    @property
    def limit_words(self) -> str:
        return in_money(self.amount, self.currency) if self.amount else ""


def instead_along() -> Any:
    """Along with a conversation: what the policies of its desk and of the house offer instead."""
    found = Alternative.objects.filter(
        Q(version__policy__desk=None) | Q(version__policy__desk=OuterRef("desk_id")),
        version__number=F("version__policy__number"),
        version__policy__retired_at=None,
    )
    return rows_along(
        found,
        *("version__policy__name", "version__policy", "place", "pk"),
        *(Substr("version__policy__cannot", 1, SHORT), "words", "kind", "amount", "currency"),
        "note",
    )


def read_instead(told: str | None, may: list[May]) -> list[Instead]:
    """What `instead_along` has told, by policy, the best first. `may` is of this desk."""
    found: list[Instead] = []
    before = 0
    for name, policy, _place, pk, cannot, words, kind, amount, currency, note in sorted(
        read_rows(told), key=lambda row: row[:4]
    ):
        covering = _covering(policy, kind, amount, currency, may)
        found.append(
            Instead(
                *(pk, policy, name, cannot, words, kind, amount, currency, note),
                grant=covering.grant if covering else None,
                is_first=policy != before,
            )
        )
        before = policy
    return found


def _covering(
    policy: int, kind: str, amount: int | None, currency: str, may: list[May]
) -> May | None:
    """That of the policy itself before one of no policy."""
    fitting = [
        one
        for one in may
        if one.policy in {None, policy}
        and covers(
            kind=kind,
            amount=amount,
            currency=currency,
            by_kind=one.kind,
            by_currency=one.currency,
            left=one.left,
            times_left=one.times_left,
        )
    ]
    return min(fitting, key=lambda one: one.policy is None, default=None)


def instead_at(conversation: Conversation, may: list[May]) -> list[Instead]:
    """The same, asked for by itself."""
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=instead_along())
    return read_instead(rows.values_list("told", flat=True).first(), may)


def alternative_of(pk: int) -> Alternative | None:
    return Alternative.objects.select_related("version__policy").filter(pk=pk).first()


def rulings(member: Member, asked: str = "") -> QuerySet[Ruling]:
    """Those the member sees that have all words `asked` for, the newest first."""
    found = Ruling.objects.visible_to(member)
    for word in asked.split()[:8]:
        found = found.filter(
            Q(reason__icontains=word)
            | Q(first__words__icontains=word)
            | Q(second__words__icontains=word)
        )
    return found.select_related("first", "second", "member", "conversation")


def rulings_part(
    member: Member, asked: str = "", *, before: int | None = None
) -> tuple[list[Ruling], int | None]:
    """A part of them, and behind which more come."""
    return newest(rulings(member, asked), before=before, size=RULINGS)


def gestures_along() -> Any:
    """Along with a conversation: what was given there."""
    found = Gesture.objects.filter(conversation=OuterRef("pk"))
    return rows_along(found, "pk", "kind", "amount", "currency", "what", "reason")


def rulings_along() -> Any:
    """Along with a conversation: which values went first there."""
    found = Ruling.objects.filter(conversation=OuterRef("pk"))
    return rows_along(found, "pk", "first__words", "second__words", "reason")


def read_decided(gestures: str | None, ruled: str | None) -> dict[str, str]:
    """What was given and ruled in words, by their mention in the ledger, as `gesture:7`."""
    found = {
        f"gesture:{pk}": decided_words(kind, amount, currency, what, reason)
        for pk, kind, amount, currency, what, reason in read_rows(gestures)
    }
    for pk, first, second, reason in read_rows(ruled):
        found[f"ruling:{pk}"] = f"{first.rstrip('.')} › {second.rstrip('.')}: {reason}"
    return found
