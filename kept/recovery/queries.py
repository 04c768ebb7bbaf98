"""What the screens read of what is put right, of boundaries and of breaks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONArray, Left, NullIf

from kept.charter.models import Policy
from kept.charter.queries import may_decide
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.kit.along import read_moment, read_rows, rows_along
from kept.kit.hours import NeverOpen
from kept.kit.slices import part_of
from kept.people.models import Member
from kept.promises.models import Promise
from kept.recovery import rules
from kept.recovery.models import Appeal, Boundary, Break, Decision, Recovery, Step

MOST = 200
SHOWN = 12
FEW = 8
_LINE = 200


@dataclass(frozen=True, slots=True)
class Rung:
    """One step as the ladder draws it: `state` is done, skipped, next or later."""

    step: str
    state: str
    at: datetime | None = None
    who: str = ""
    words: str = ""
    is_theirs: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A recovery beside its thread."""

    recovery: Recovery
    rungs: list[Rung]

    @property
    def next(self) -> Rung | None:
        return next((rung for rung in self.rungs if rung.state == "next"), None)

    @property
    def done(self) -> int:
        return len(self.recovery.settled)


@dataclass(frozen=True, slots=True)
class Risk:
    recovery: Recovery
    why: str


def ladder(recovery: Recovery, steps: Iterable[Step]) -> list[Rung]:
    found = {one.step: one for one in steps}
    turn = recovery.next_steps if recovery.is_open and not recovery.is_listening else []
    rungs = []
    for step in rules.STEPS:
        if one := found.get(step):
            rungs.append(
                Rung(
                    step,
                    one.state.lower(),
                    one.at,
                    one.member.name if one.member else "",
                    one.words,
                    is_theirs=one.member is None,
                )
            )
        else:
            rungs.append(Rung(step, "next" if step in turn else "later"))
    return rungs


def steps_of(recovery: Recovery) -> list[Step]:
    return list(Step.objects.filter(recovery=recovery).select_related("member").order_by("pk"))


_COLUMNS = (
    *("pk", "severity", "settled", "is_listening", "denials", "owner_id", "owner__name"),
    *(Left("remedy", _LINE), "remedy_amount", "remedy_currency", "opened_at", "fresh_start_at"),
    *("conversation_id", "conversation__subject", "conversation__customer__name"),
)
_STEPS = ("step", "state", "at", "member__name")


def told_along() -> Subquery[Any]:
    """What is put right in a conversation, as a text within a query of them, for `read_told`."""
    found = Recovery.objects.open().filter(conversation=OuterRef("pk"))
    return Subquery(found.annotate(row=Cast(JSONArray(*_COLUMNS), TextField())).values("row")[:1])


def steps_along() -> Subquery[Any]:
    """Its steps, told beside it."""
    found = Step.objects.filter(
        recovery__conversation=OuterRef("pk"), recovery__outcome=Recovery.Outcome.OPEN
    )
    return rows_along(found, *_STEPS)


def read_told(text: str | None, steps: str | None) -> Told | None:
    """What the two have told."""
    if not text:
        return None
    recovery = _as_told(*json.loads(text))
    found = []
    for step, state, at, name in read_rows(steps):
        member = Member(name=name) if name else None
        found.append(Step(step=step, state=state, at=read_moment(at), member=member))
    return Told(recovery, ladder(recovery, found))


def mine_along(member: Member) -> Subquery[Any]:
    """What the member puts right, as a text within another query, for `read_mine`."""
    found = Recovery.objects.visible_to(member).open().filter(owner=member)
    return rows_along(found, *_COLUMNS)


def read_mine(text: str | None) -> list[Recovery]:
    """The gravest first, then the oldest."""
    found = [_as_told(*row) for row in read_rows(text)]
    return sorted(found, key=_gravest)[:MOST]


def _as_told(
    pk: int, severity: str, settled: Any, listens: Any, denials: int, *more: Any
) -> Recovery:
    owner, name, remedy, amount, currency, opened_at, fresh, there, subject, customer = more
    return Recovery(
        pk=pk,
        severity=severity,
        settled=json.loads(settled) if isinstance(settled, str) else settled,
        is_listening=bool(listens),
        denials=denials,
        owner=Member(pk=owner, name=name) if owner else None,
        remedy=remedy,
        remedy_amount=amount,
        remedy_currency=currency,
        opened_at=read_moment(opened_at),
        fresh_start_at=read_moment(fresh),
        outcome=Recovery.Outcome.OPEN,
        conversation=Conversation(pk=there, subject=subject, customer=Customer(name=customer)),
    )


def _gravest(one: Recovery) -> tuple[int, datetime]:
    return -rules.SEVERITIES.index(one.severity), one.opened_at


def bounds_along() -> Subquery[Any]:
    """The boundary that holds in a conversation, for `read_bounds`."""
    found = Boundary.objects.exclude(level=Boundary.Level.LIFTED).filter(
        conversation=OuterRef("pk")
    )
    cares = Left(Coalesce(NullIf("end_check_words", Value("")), "warn_check_words"), _LINE)
    row = JSONArray(
        *("pk", "level", "noted_at", "warned_at", "ended_at", "review_state", "ended_by_id"),
        *(Left("note", _LINE), cares),
    )
    return Subquery(found.annotate(row=Cast(row, TextField())).values("row")[:1])


def read_bounds(text: str | None) -> Boundary | None:
    if not text:
        return None
    pk, level, noted, warned, ended, review, by, note, cares = json.loads(text)
    return Boundary(
        pk=pk,
        level=level,
        noted_at=read_moment(noted),
        warned_at=read_moment(warned),
        ended_at=read_moment(ended),
        review_state=review,
        ended_by_id=by,
        note=note,
        warn_check_words=cares,
    )


def break_along(member: Member) -> Subquery[Any]:
    """A break that is offered to the member and not answered, for `read_break`; 0 for none."""
    return Subquery(
        Break.objects.filter(member=member, is_open=True).order_by("-pk").values("pk")[:1]
    )


def at_risk(member: Member, *, now: datetime) -> list[Risk]:
    """What in the member's sight is open and not as it should be: the gravest first."""
    found = _open_of(member).order_by("opened_at", "pk")[:MOST]
    risks = [Risk(one, why) for one in found if (why := risk(one, now=now))]
    return sorted(risks, key=lambda one: _gravest(one.recovery))[:SHOWN]


def open_in_sight(member: Member) -> list[Recovery]:
    return sorted(_open_of(member).order_by("opened_at", "pk")[:MOST], key=_gravest)


def closed_lately(
    member: Member, *, before: int | None = None
) -> tuple[list[Recovery], int | None]:
    """Those that were closed last first, from behind `before` on; and behind which more come."""
    found = Recovery.objects.visible_to(member).filter(closed_at__isnull=False)
    found = found.select_related("conversation__customer", "owner")
    if before is not None:
        at = Subquery(Recovery.objects.filter(pk=before).values("closed_at"))
        found = found.filter(closed_at__lte=at).exclude(closed_at=at, pk__gte=before)
    return part_of(found.order_by("-closed_at", "-pk"), size=SHOWN)


def _open_of(member: Member) -> QuerySet[Recovery]:
    found: QuerySet[Recovery] = Recovery.objects.visible_to(member).open()
    return found.select_related(
        "conversation__desk__calendar", "conversation__customer", "owner", "fix", "follow"
    )


def risk(recovery: Recovery, *, now: datetime) -> str:
    """Why an open recovery is at risk now; empty where it is not."""
    hours = recovery.conversation.desk.hours
    try:
        age = hours.between(recovery.opened_at, now)
        still = hours.between(recovery.last_at, now)
    except NeverOpen:
        age = still = 0.0
    owed = [one for one in (recovery.fix, recovery.follow) if one and _is_owed(one)]
    waits = bool(owed) or rules.CONFIRM in recovery.next_steps or recovery.is_listening
    return rules.risk_of(
        rules.Watched(
            severity=recovery.severity,
            settled=frozenset(recovery.settled),
            age=age,
            still=still,
            is_late=any(one.due_at < now and one.paused_at is None for one in owed),
            was_denied=recovery.denials > 0,
            wants_fresh_start=recovery.fresh_start_at is not None,
            waits=waits,
            has_owner=recovery.owner_id is not None,
        )
    )


def _is_owed(promise: Promise) -> bool:
    return promise.outcome == Promise.Outcome.OPEN


def compared(recovery: Recovery, member: Member, *, now: datetime) -> str:
    """Whether the customer's remedy is within what the member may decide there."""
    may = may_decide(member, now=now, desk=recovery.conversation.desk_id)
    rooms = [rules.Room(one.grant, one.currency, one.left, one.is_spent) for one in may]
    return rules.compare(recovery.remedy_amount, recovery.remedy_currency, rooms)[0]


def decisions_of(recovery: Recovery) -> list[Decision]:
    found = recovery.decisions.select_related("member", "policy", "promise", "answered_by")
    return list(
        found.select_related("appeal__judge", "appeal__promise", "appeal__answered_by")[
            : rules.MOST_DECISIONS
        ]
    )


def boundary_of(conversation: Conversation) -> Boundary | None:
    """The one that holds there; else the last that was lifted."""
    found = Boundary.objects.filter(conversation=conversation).select_related(
        "noted_by", "warned_by", "warning", "ended_by", "ending", "review", "reviewer",
        "reviewed_by", "customer", "conversation__customer", "conversation__desk__calendar",
        "appeal__promise", "appeal__judge",
    )  # fmt: skip
    return found.exclude(level="LIFTED").first() or found.order_by("-pk").first()


def of_customer(customer: Customer, member: Member | None = None) -> list[Recovery]:
    """What stands on their page, the newest first; of that what the member sees, in a preview."""
    found = Recovery.objects.of_customer(customer)
    if member is not None:
        found = found.visible_to(member)
    return list(found.select_related("conversation", "owner").order_by("-opened_at", "-pk")[:FEW])


def boundaries_of(customer: Customer, member: Member | None = None) -> list[Boundary]:
    found = Boundary.objects.of_customer(customer)
    if member is not None:
        found = found.visible_to(member)
    return list(found.select_related("conversation").order_by("-pk")[:FEW])


def policies_at(member: Member, conversation: Conversation) -> QuerySet[Policy]:
    seen = Policy.objects.visible_to(member).filter(retired_at=None)
    return seen.filter(desk__in=[None, conversation.desk_id]) | seen.filter(desk=None)


def appeals_before(member: Member) -> list[Appeal]:
    """Those that wait for this judge."""
    found = Appeal.objects.visible_to(member).filter(judge=member, state="WAITING")
    return list(found.select_related("promise", "conversation__customer").order_by("pk")[:MOST])


def reviews_before(member: Member) -> list[Boundary]:
    """Ends of contact that this manager has still to look at."""
    found = Boundary.objects.visible_to(member).filter(
        reviewer=member, ended_at__isnull=False, reviewed_at=None
    )
    return list(found.select_related("review", "conversation__customer").order_by("pk")[:MOST])


def done_steps(recovery: Recovery) -> list[str]:
    """Those that were done, and not skipped."""
    done = Step.objects.filter(recovery=recovery, state=Step.State.DONE)
    return list(done.values_list("step", flat=True))
