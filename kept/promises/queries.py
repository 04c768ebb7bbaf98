"""Read shapes of promises for the screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from kept.conversations.models import Conversation
from kept.conversations.queries import MOST, Position
from kept.customers.models import Customer
from kept.kit.prepared import prepared
from kept.people.models import Member, Team
from kept.promises.models import Dispute, Offer, Promise, Window
from kept.promises.proposals import Span, other_windows
from kept.promises.states import state_of

PAGE = 25
MOST_OF_A_CUSTOMER = 200
_DENIALS = Dispute.objects.filter(promise=OuterRef("pk")).order_by("-pk")
SAID = {
    "has_windows": Exists(Window.objects.filter(promise=OuterRef("pk"))),
    "denied_in_words": Subquery(_DENIALS.values("words")[:1]),
}
"""Whether times lie with the promisee to choose from, and what they said as they last denied."""


@dataclass(frozen=True, slots=True)
class Card:
    """A promise and how it stands now: what a card, a chip and a row show."""

    promise: Promise
    state: str

    @property
    def pk(self) -> int:
        return self.promise.pk


@dataclass(frozen=True, slots=True)
class DueSlice:
    """Promises by their due moment, the first due first; `next` is behind the last one."""

    cards: list[Card]
    next: Position | None


def cards(promises: Iterable[Promise], *, now: datetime) -> list[Card]:
    return [Card(promise, state_of(promise, now=now)) for promise in promises]


def of_conversations(ids: Sequence[int]) -> dict[int, Promise]:
    """The promise that matters in each row of a list: the open one due first.

    The caller has passed the gate for these conversations.
    """
    # A prepared query has so many ids and no fewer, so a page that is not full asks for none.
    full = [*ids, *[0] * (-len(ids) % PAGE)]
    first: dict[int, Promise] = {}
    for promise in _open_of(*full) if ids else ():
        first.setdefault(promise.conversation_id or 0, promise)
    return first


@prepared
def _open_of(*ids: int) -> QuerySet[Promise]:
    found = Promise.objects.open().filter(conversation__in=ids, desk__isnull=False)
    return found.order_by("due_at", "pk")


def beside(conversation: Conversation, member: Member) -> list[Promise]:
    """All promises of the conversation in the member's sight: open first, then the latest.

    The caller has passed the gate for the conversation; what we promise each other in it is for
    those it concerns.
    """
    return sorted(
        _beside(conversation, member),
        key=lambda p: (
            p.is_settled,
            p.due_at.timestamp() if not p.is_settled else -p.settled_at.timestamp(),  # type: ignore[union-attr]
        ),
    )


@prepared
def _beside(conversation: Conversation, member: Member) -> QuerySet[Promise]:
    ours = Q(desk__isnull=False) | Q(keeper=member) | Q(to_member=member)
    found = Promise.objects.filter(ours, conversation=conversation).annotate(**SAID)
    return found.select_related(
        "keeper", "keeper_team", "desk__calendar", "customer", "to_member", "to_team"
    )


def choices(promise: Promise, *, now: datetime) -> list[Span]:
    """Other times a customer may choose: those we offered for this, else our next free ones."""
    offered = [(window.due_from, window.due_at) for window in promise.windows.all()]
    if standing := [span for span in offered if span[1] > now]:
        return standing
    if promise.outcome == Promise.Outcome.OFFERED:
        return []
    return other_windows(promise.due_from, promise.due_at, hours=promise.hours, now=_hour(now))


def of_customer(customer: Customer, member: Member | None = None) -> list[Promise]:
    """A customer's promises, newest first; all of them for the customer, else those in sight."""
    found = _of_customer.first(MOST_OF_A_CUSTOMER, customer, member)
    for promise in found:
        promise.customer = customer
    return found


@prepared
def _of_customer(customer: Customer, member: Member | None) -> QuerySet[Promise]:
    found: QuerySet[Promise] = Promise.objects.filter(customer=customer)
    if member is not None:
        found = found.visible_to(member)  # type: ignore[attr-defined]
    found = found.annotate(**SAID).select_related("keeper", "desk__calendar", "conversation__desk")
    return found.prefetch_related("versions", "windows").order_by("-made_at", "-pk")


def to_come_for(customer: Customer) -> QuerySet[Promise]:
    """What a customer waits for at a time of their day, the first due first.

    Not what a rule holds us to: that is when we answer, no appointment of theirs.
    """
    theirs: QuerySet[Promise] = Promise.objects.open().filter(customer=customer)
    theirs = theirs.exclude(origin=Promise.Origin.RULE).select_related("keeper", "desk")
    return theirs.prefetch_related("versions", "pauses", "told").order_by("due_at", "pk")[
        :MOST_OF_A_CUSTOMER
    ]


def due(
    member: Member, *, after: Position | None = None, size: int = PAGE, now: datetime
) -> DueSlice:
    """Open promises that desks bear, in the member's sight: a page of them behind `after`."""
    promises = Promise.objects.open().at_desks_of(member)
    if after:
        promises = promises.filter(
            Q(due_at__gt=after.last_at) | Q(due_at=after.last_at, pk__gt=after.pk)
        )
    found = list(
        promises.select_related(
            "keeper", "desk", "customer", "conversation", "to_member", "to_team"
        ).order_by("due_at", "pk")[: size + 1]
    )
    last = found[size - 1] if len(found) > size else None
    return DueSlice(
        cards=cards(found[:size], now=now),
        next=Position(last.due_at, last.pk) if last else None,
    )


def of_keeper(
    member: Member, *, before: datetime | None = None, size: int = PAGE, now: datetime
) -> list[Card]:
    """Open promises the member keeps by name and may see, the first due first.

    A word to oneself may be about a conversation that is out of sight: `sees_conversation` tells.
    """
    return cards(_of_keeper.first(size, member, before), now=now)


@prepared
def _of_keeper(member: Member, before: datetime | None) -> QuerySet[Promise]:
    found = Promise.objects.open().of_keeper(member)
    if before is not None:
        found = found.filter(due_at__lt=before)
    seen = Exists(Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation")))
    found = found.select_related("customer", "to_member", "to_team", "conversation__customer")
    found = found.annotate(sees_conversation=seen, **SAID)
    return found.order_by("due_at", "pk")


def of_desks_alone(member: Member, *, size: int = PAGE, now: datetime) -> list[Card]:
    """What runs of what the desks in the member's sight keep themselves, the first due first."""
    return cards(_of_desks_alone.first(size, member), now=now)


@prepared
def _of_desks_alone(member: Member) -> QuerySet[Promise]:
    found = Promise.objects.open().at_desks_of(member)
    found = found.filter(keeper=None, keeper_team=None, paused_at=None)
    found = found.select_related("desk", "customer", "conversation").annotate(**SAID)
    return found.order_by("due_at", "pk")


def awaiting(member: Member, *, now: datetime, size: int = PAGE) -> list[Card]:
    """What of the member's waits for its promisee: whether it happened, or which time suits them.

    The first to end first. Each half is written out, so that it reads an index of its own.
    """
    return cards(_awaiting.first(size, member), now=now)


@prepared
def _awaiting(member: Member) -> QuerySet[Promise]:
    said = Q(keeper=member, confirmation=RawSQL("'WAITING'", ()))
    offered = Q(keeper=member, outcome=RawSQL("'OFFERED'", ()))
    found = Promise.objects.filter(said | offered).of_keeper(member)
    found = found.select_related("customer", "to_member", "to_team")
    return found.order_by(Coalesce("confirm_by", "due_at"), "pk")


def laid_aside(member: Member, *, now: datetime) -> list[Card]:
    """The member's conversations that rest until a time to come, the first back first.

    Only of conversations in sight: whoever has left a desk reads of none there.
    """
    return cards(_laid_aside.first(MOST_OF_A_CUSTOMER, member, now), now=now)


@prepared
def _laid_aside(member: Member, now: datetime) -> QuerySet[Promise]:
    seen = Conversation.objects.visible_to(member)
    found = Promise.objects.open().of_keeper(member).filter(conversation__in=seen)
    found = found.filter(kind=Promise.Kind.REMINDER, due_from__gt=now)
    return found.select_related("conversation__customer").order_by("due_from", "pk")


def promised_to(member: Member, *, now: datetime, size: int = PAGE) -> list[Card]:
    """What others among us owe the member or their teams, or say is done; the first due first."""
    found = [*_promised_to.first(size, member), *_promised_to_teams_of.first(size, member)]
    return cards(sorted(found, key=_by_due)[:size], now=now)


@prepared
def _promised_to(member: Member) -> QuerySet[Promise]:
    return among_us(_of_others(member)).filter(to_member=member).order_by("due_at", "pk")


@prepared
def _promised_to_teams_of(member: Member) -> QuerySet[Promise]:
    teams = Team.members.through.objects.filter(member=member).values("team")
    return among_us(_of_others(member)).filter(to_team__in=teams).order_by("due_at", "pk")


def _of_others(member: Member) -> QuerySet[Promise]:
    waits = Q(outcome=RawSQL("'OPEN'", ())) | Q(confirmation=RawSQL("'WAITING'", ()))
    return Promise.objects.filter(waits).exclude(keeper=member)


def to_any_of(
    members: Iterable[Member], teams: Any, *, among: QuerySet[Promise], size: int
) -> list[Promise]:
    """What of `among` was promised to one of us or to a team of ours, the first due first."""
    ours = among_us(among)
    return first_due(
        ours.filter(to_member__in=list(members)), ours.filter(to_team__in=teams), size=size
    )


def among_us(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Those no customer waits for, with everybody they are between."""
    return promises.filter(customer=None).select_related(
        "keeper", "keeper_team", "to_member", "to_team"
    )


def first_due(*parts: QuerySet[Promise], size: int) -> list[Promise]:
    """The first due of all parts, which have nothing in common.

    Asked for apart: each finds its own in an index, where all at once would read every promise.
    """
    found = [promise for part in parts for promise in part.order_by("due_at", "pk")[:size]]
    return sorted(found, key=_by_due)[:size]


def _by_due(promise: Promise) -> tuple[datetime, int]:
    return promise.due_at, promise.pk


def kept_since(member: Member, *, since: datetime, size: int = PAGE) -> list[Promise]:
    """What the member kept since then, the latest first: its words, and no more."""
    return _kept_since.first(size, member, since)


@prepared
def _kept_since(member: Member, since: datetime) -> QuerySet[Promise]:
    kept = Promise.objects.settled().of_keeper(member)
    kept = kept.filter(settled_at__gte=since, outcome=Promise.Outcome.KEPT)
    return kept.only("words").order_by("-settled_at")


def answers(conversation: Conversation, *, by: Member) -> dict[str, Offer]:
    """The member's answers to offers in this draft, by the words."""
    found = Offer.objects.filter(conversation=conversation, member=by)
    return {offer.words: offer for offer in found}


def open_of_desks(member: Member) -> RawSQL:
    """Beside each desk of a query: how many of its promises are open in the member's sight.

    Counted no further than `MOST`. Written out, so that it reads the index on open promises.
    """
    only, params = "", []
    if member.sees_only_assigned and not member.is_owner:
        only = (
            "AND EXISTS (SELECT 1 FROM conversations_conversation c "
            "WHERE c.id = p.conversation_id AND c.assignee_id = %s)"
        )
        params = [member.pk]
    # The text is ours throughout; every value is a parameter.
    return RawSQL(  # noqa: S611
        "SELECT count(*) FROM (SELECT 1 FROM promises_promise p "  # noqa: S608
        f"WHERE p.desk_id = conversations_desk.id AND p.outcome = 'OPEN' {only} LIMIT {MOST}) few",
        params,
    )


def _hour(moment: datetime) -> datetime:
    """The full hour before: what a page proposes still stands when its reader has chosen."""
    return moment.replace(minute=0, second=0, microsecond=0)
