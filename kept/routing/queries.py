"""Who could get a conversation, what it asks for, and how much each of us holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, JSONArray

from kept.conversations.models import Conversation, Desk, Message, Tagging
from kept.conversations.queries import MOST
from kept.focus.models import Focus
from kept.focus.queries import in_focus
from kept.hours.queries import working_hours
from kept.kit.prepared import prepared
from kept.people.models import Member
from kept.routing.models import Capacity, DeskRouting, Queued, Turn
from kept.routing.resting import resting
from kept.routing.rules import Candidate, Load, Wanted, limit_of, skills_asked

OPEN, WAITING = Conversation.Status.OPEN, Conversation.Status.WAITING
MOST_PEOPLE = 500
LOOKED_BACK = 20
"""Conversations of a customer among which the last one to serve them is looked for."""


def serving(conversation: Conversation) -> list[Member]:
    """Whom it could go to: those of its team, or of the teams of its desk.

    None where its team has left the desk, for they would not see it.
    """
    teams = list(conversation.desk.teams.values_list("pk", flat=True))
    if own := conversation.team_id:
        teams = [own] if own in teams else []
    found = Member.objects.active().filter(teams__in=teams).distinct()
    return list(found.order_by("pk")[:MOST_PEOPLE])


def open_counts(members: Iterable[Member]) -> dict[int, int]:
    """How many open conversations each of them looks after, wherever those are."""
    held = Conversation.objects.filter(status=OPEN, assignee__in=list(members))
    counted = held.order_by().values_list("assignee").annotate(Count("pk"))
    return {pk: count for pk, count in counted if pk is not None}


def present(
    desk: Desk, members: list[Member], *, teams: list[int] | None = None, now: datetime
) -> set[int]:
    """Who works at this moment: within their hours, and not away. `teams` are the desk's."""
    if teams is None:
        teams = list(desk.teams.values_list("pk", flat=True))
    hours = working_hours(
        members, otherwise=desk.hours, since=now, until=now + timedelta(minutes=1), teams=teams
    )
    open_now = {one: one.is_open(now) for one in set(hours.values())}
    return {pk for pk, one in hours.items() if open_now[one]}


def candidates(
    settled: DeskRouting,
    members: list[Member],
    capacities: dict[int, Capacity],
    *,
    now: datetime,
) -> list[Candidate]:
    """All of them as the rule sees them, in the order of their ids."""
    desk = settled.desk
    counts, here = open_counts(members), present(desk, members, now=now)
    focused = in_focus(members, now=now)
    rests = resting(members, now=now)
    turns = dict(
        Turn.objects.filter(desk=desk, member__in=members).values_list("member", "given_at")
    )
    found = []
    for member in members:
        capacity = capacities.get(member.pk) or Capacity(member=member)
        given_at = turns.get(member.pk)
        found.append(
            Candidate(
                member=member.pk,
                open=counts.get(member.pk, 0),
                limit=limit_of(capacity.own, capacity.most, settled.most),
                is_here=member.pk in here,
                takes=capacity.takes
                and member.pk not in rests
                and (member.pk not in focused or focused[member.pk].takes),
                skills=frozenset(capacity.skills),
                languages=frozenset(capacity.languages or [member.language]),
                turn=given_at.timestamp() if given_at else 0.0,
            )
        )
    return found


def wanted(conversation: Conversation, settled: DeskRouting, *, without: int = 0) -> Wanted:
    tags: list[str] = []
    if settled.needs_if_tagged:
        put_on = Tagging.objects.filter(conversation=conversation)
        tags = list(put_on.values_list("tag__name", flat=True))
    return Wanted(
        skills=skills_asked(settled.needs, settled.needs_if_tagged, tags),
        language=_language(conversation) if settled.by_language else "",
        without=without,
        last_served=last_to_serve(conversation) if settled.prefers_last else 0,
    )


def _language(conversation: Conversation) -> str:
    """What the customer writes in: as we know it, else as their newest letter here tells."""
    tag = conversation.customer.language
    if not tag:
        newest = Message.objects.filter(pk=conversation.last_in_message)
        beside = newest.values_list("beside", flat=True).first()
        tag = str((beside or {}).get("language") or "")
    return tag.partition("-")[0].lower()


def last_to_serve(conversation: Conversation) -> int:
    """Who looks after, or looked after, this customer's newest other conversation; 0 is nobody."""
    others = Conversation.objects.filter(customer=conversation.customer_id)
    newest = others.exclude(pk=conversation.pk).order_by("-last_at", "-pk")
    served = newest.values_list("assignee", flat=True)[:LOOKED_BACK]
    return next((pk for pk in served if pk), 0)


def load_of(member: Member) -> Load:
    """What the member holds. One query."""
    (row,) = _load_of.first(1, member)
    return _as_load(row)


@prepared
def _load_of(member: Member) -> QuerySet[Member]:
    return _with_load(Member.objects.filter(pk=member.pk))


def load_along(member: Member) -> Subquery[Any]:
    """The same as a text within another query, for `read_load`."""
    told = JSONArray("open_count", "capacity__own", "capacity__most", "capacity__takes")
    found = _with_load(Member.objects.filter(pk=member.pk)).select_related(None)
    return Subquery(found.annotate(told=Cast(told, TextField())).values("told"))


def read_load(text: str) -> Load:
    """What `load_along` has told; the usual where it has told nothing."""
    if not text:
        return Load()
    count, own, most, takes = json.loads(text)
    return Load(open=count, limit=limit_of(own, most), takes=takes is None or bool(takes))


def _with_load(members: QuerySet[Member]) -> QuerySet[Member]:
    held = Conversation.objects.filter(status=OPEN, assignee=OuterRef("pk")).order_by()
    count = held.values("assignee").annotate(n=Count("pk")).values("n")
    return members.select_related("capacity", "focus_row").annotate(
        open_count=Coalesce(Subquery(count), 0)
    )


def _as_load(member: Member, *, at_desk: int | None = None) -> Load:
    capacity = getattr(member, "capacity", None) or Capacity(member=member)
    return Load(
        open=int(getattr(member, "open_count", 0)),
        limit=limit_of(capacity.own, capacity.most, at_desk),
        takes=capacity.takes,
        skills=tuple(capacity.skills),
        languages=tuple(capacity.languages),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """One of those who serve a desk: what they hold of it, and what in all.

    `is_in_focus`: since when and until when is theirs to know.
    """

    member: Member
    load: Load
    here: int
    waiting: int
    is_here: bool
    is_in_focus: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """How a desk is shared, by name and without a rank. `free` is open and nobody's."""

    desk: Desk
    routing: DeskRouting
    shares: list[Share]
    free: int
    in_line: int


def shared(desks: QuerySet[Desk]) -> list[Desk]:
    """Desks by name with all that `balance` asks of them. No count goes beyond a hundred."""
    found = desks.select_related("routing", "calendar").order_by("name")
    return list(found.annotate(free_count=_few(_FREE), in_line_count=_few(_IN_LINE)))


_FREE = (
    "conversations_conversation c WHERE c.desk_id = conversations_desk.id "
    "AND c.status = 'OPEN' AND c.assignee_id IS NULL"
)
_IN_LINE = "routing_queued q WHERE q.desk_id = conversations_desk.id"


def _few(of: str) -> RawSQL:
    # The text is ours throughout.
    return RawSQL(  # noqa: S611
        f"SELECT count(*) FROM (SELECT 1 FROM {of} LIMIT {MOST}) few",  # noqa: S608
        (),
    )


def balance(desk: Desk, *, now: datetime) -> Balance:
    """How one of the `shared` desks is: seven queries, whatever the number of members."""
    teams = list(desk.teams.values_list("pk", flat=True))
    serving_it = Member.objects.active().filter(teams__in=teams).distinct()
    members = list(_with_load(serving_it).order_by("name", "pk")[:MOST_PEOPLE])
    at_desk = Conversation.objects.filter(desk=desk, assignee__in=members).order_by()
    counted = at_desk.filter(status__in=[OPEN, WAITING]).values_list("assignee", "status")
    held = {(pk, status): count for pk, status, count in counted.annotate(Count("pk"))}
    here = present(desk, members, teams=teams, now=now)
    routing = getattr(desk, "routing", None) or DeskRouting(desk=desk)
    return Balance(
        desk=desk,
        routing=routing,
        shares=[
            Share(
                one,
                _as_load(one, at_desk=routing.most),
                here=held.get((one.pk, OPEN), 0),
                waiting=held.get((one.pk, WAITING), 0),
                is_here=one.pk in here,
                is_in_focus=_is_in_focus(one, now=now),
            )
            for one in members
        ],
        free=int(getattr(desk, "free_count", 0)),
        in_line=int(getattr(desk, "in_line_count", 0)),
    )


def _is_in_focus(member: Member, *, now: datetime) -> bool:
    row: Focus | None = getattr(member, "focus_row", None)
    return row is not None and row.end > now


def routing_of(desk: Desk) -> DeskRouting:
    """How it routes; off where nobody has said."""
    return DeskRouting.objects.filter(desk=desk).first() or DeskRouting(desk=desk)


def capacity_of(member: Member) -> Capacity:
    """What holds for them; the usual where nobody has said."""
    return Capacity.objects.filter(member=member).first() or Capacity(member=member)


@dataclass(frozen=True, slots=True)
class Routings:
    """How desks route, and what those who serve there can hold, by name."""

    desks: list[DeskRouting]
    people: list[Capacity]


def routings(desks: QuerySet[Desk], people: Iterable[int]) -> Routings:
    """Of these desks and of members with these ids: two queries."""
    members = Member.objects.filter(pk__in=list(people)).select_related("capacity")
    return Routings(
        [
            getattr(desk, "routing", None) or DeskRouting(desk=desk)
            for desk in desks.select_related("routing").order_by("name")
        ],
        [
            getattr(one, "capacity", None) or Capacity(member=one)
            for one in members.order_by("name", "pk")
        ],
    )


def desks_in_line(member: int | None = None) -> list[Desk]:
    """Desks at which something waits for room, of all or of those that one member serves."""
    waiting = Desk.objects.filter(pk__in=Queued.objects.order_by().values("desk").distinct())
    if member is not None:
        waiting = waiting.filter(teams__members=member).distinct()
    return list(waiting.order_by("pk"))


def is_routed(conversation: int) -> bool:
    """Whether the desk of a conversation, by id, hands out what comes."""
    return bool(_routed(conversation))


@prepared
def _routed(conversation: int) -> QuerySet[DeskRouting, tuple[int]]:
    settled = DeskRouting.objects.exclude(way=DeskRouting.Way.OFF)
    return settled.filter(desk__conversations=conversation).values_list("pk")
