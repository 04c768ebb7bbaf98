"""Who is in line before a member in focus: what they look after and what they promised.

It comes along with the column of views, so that a page in focus asks nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.expressions import Case, When
from django.db.models.functions import Coalesce, Left
from django.urls import reverse

from kept.conversations.models import Conversation, Departure
from kept.focus.queries import note_along
from kept.focus.rules import InLine, Waiting, line_up
from kept.kit.along import read_moment, read_rows, rows_along
from kept.people.models import Member
from kept.promises.models import Promise
from kept.routing.queries import load_along

KEY = "focus"
MOST = 60
"""In line at once; whoever has more open meets the rest when these are done."""
MOST_NEAR = 20
SHOWN = 160
"""Letters of a promise on a line."""
REMINDER = Promise.Kind.REMINDER


@dataclass(frozen=True, slots=True)
class Near:
    """A promise that is late or near, wherever it stands: focus hides none of these."""

    promise: int
    words: str
    due_at: datetime
    conversation: int | None
    name: str

    @property
    def url(self) -> str:
        if self.conversation is None:
            return reverse("promises:promise", args=[self.promise])
        return reverse("desk:conversation", args=[KEY, self.conversation])


@dataclass(frozen=True, slots=True)
class Person:
    """Whose turn it is: a conversation in line as its row shows it."""

    place: InLine
    name: str
    subject: str

    @property
    def pk(self) -> int:
        return self.place.conversation

    @property
    def url(self) -> str:
        return reverse("desk:conversation", args=[KEY, self.pk])


@dataclass(frozen=True, slots=True)
class Line:
    """The line, the most due first, and what else is promised soonest.

    `current` is the one that is open; None where that is answered, done, or not in line.
    """

    people: list[Person] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    open_key: int = 0
    is_more: bool = False

    @property
    def current(self) -> Person | None:
        return next((one for one in self.people if one.pk == self.open_key), None)

    @property
    def is_first(self) -> bool:
        return bool(self.people) and self.people[0].pk == self.open_key

    @property
    def parked(self) -> list[Person]:
        """All but the one that is open, in their order."""
        return [one for one in self.people if one.pk != self.open_key]

    @property
    def next(self) -> Person | None:
        """Who comes after the one that is open; who was parked by hand comes when asked for."""
        return next((one for one in self.parked if not one.place.is_parked), None)

    @property
    def elsewhere(self) -> list[Near]:
        """What is promised soonest in all the others."""
        return [one for one in self.near if one.conversation != self.open_key or not self.open_key]


def _answered(conversation: str) -> Exists:
    """A letter is on its way out there."""
    leaving = Departure.objects.filter(conversation=OuterRef(conversation), leaves_at__isnull=False)
    return Exists(leaving)


def _due(column: str | Left) -> Subquery:
    """Of the open promise there that is due first."""
    first = Promise.objects.open().filter(
        conversation=OuterRef("pk"), desk__isnull=False, paused_at=None
    )
    told = F(column) if isinstance(column, str) else column
    ordered = first.order_by("due_at", "pk").annotate(told_of_it=told)
    return Subquery(ordered.values("told_of_it")[:1])


def open_along(member: Member) -> Subquery[Any]:
    """What the member looks after and is open, the pressing and the longest waiting first."""
    rank = Case(
        When(priority="URGENT", then=0),
        When(priority="HIGH", then=1),
        When(priority="LOW", then=3),
        default=2,
        output_field=IntegerField(),
    )
    mine = Conversation.objects.visible_to(member).filter(
        assignee=member, status=Conversation.Status.OPEN
    )
    # One more than is shown tells that there is more.
    some = mine.order_by(rank, "last_at", "pk").values("pk")[: MOST + 1]
    found = Conversation.objects.filter(pk__in=some)
    return rows_along(
        found,
        *("pk", "customer__name", "subject", "priority", "last_at", _answered("pk")),
        *(_due("pk"), _due(Left("words", SHOWN)), _due("due_at"), _due("warn_at")),
    )


def near_along(member: Member) -> Subquery[Any]:
    """What the member keeps by name and was warned of, or laid aside until now."""
    due = Promise.objects.open().of_keeper(member).filter(warn_at=None, paused_at=None)
    some = due.order_by("due_at", "pk").values("pk")[:MOST_NEAR]
    seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
    alive = ~Q(status__in=[Conversation.Status.SPAM, Conversation.Status.MERGED])
    return rows_along(
        Promise.objects.filter(pk__in=some),
        *("pk", Left("words", SHOWN), "due_at", "kind", "conversation_id"),
        *("conversation__customer__name", "conversation__subject"),
        *("conversation__priority", "conversation__last_at"),
        Coalesce("customer__name", "to_member__name", "to_team__name"),
        Exists(seen.filter(alive)),
        _answered("conversation"),
    )


ALONG = {"line": open_along, "near": near_along, "best": note_along, "load": load_along}


def read_line(
    along: dict[str, str],
    *,
    parked: Iterable[int],
    open_key: int = 0,
    member: Member,
    now: datetime,
) -> Line:
    """What `ALONG` has told, put in its order."""
    mine, told = read_rows(along.get("line")), read_rows(along.get("near"))
    waiting: dict[int, Waiting] = {}
    names: dict[int, tuple[str, str]] = {}
    near: dict[int, Near] = {}
    for pk, name, subject, priority, last_at, is_answered, promise, words, due, warn in mine:
        names[pk] = (name, subject)
        due_at, is_near = read_moment(due), bool(due) and _has_come(warn, now)
        waiting[pk] = Waiting(
            conversation=pk,
            since=read_moment(last_at) or now,
            priority=priority,
            due_at=due_at,
            is_near=is_near,
            is_answered=bool(is_answered),
        )
        if due_at and is_near:
            near[promise] = Near(promise, words, due_at, pk, name)
    for pk, words, due, kind, there, name, subject, priority, last_at, to, seen, answered in told:
        due_at = read_moment(due) or now
        is_seen = bool(seen) and there is not None
        if kind != REMINDER:
            near[pk] = Near(pk, words, due_at, there if is_seen else None, to or "")
        if not is_seen:
            continue
        names.setdefault(there, (name, subject))
        known = waiting.get(there)
        # What is theirs and near counts; of two the one that is due first.
        is_sooner = known is not None and (known.due_at or due_at) > due_at
        if known is None or not known.is_near or (kind != REMINDER and is_sooner):
            waiting[there] = Waiting(
                conversation=there,
                since=read_moment(last_at) or now,
                priority=priority,
                due_at=due_at,
                is_near=kind != REMINDER,
                is_back=kind == REMINDER,
                is_answered=bool(answered),
            )
    local = now.astimezone(ZoneInfo(member.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    placed = line_up(waiting.values(), parked=set(parked), now=now, midnight=midnight)
    people = [Person(one, *names[one.conversation]) for one in placed]
    soonest = sorted(near.values(), key=lambda one: (one.due_at, one.promise))
    return Line(people, soonest, open_key, is_more=len(mine) > MOST)


def _has_come(warn: str | None, now: datetime) -> bool:
    """The clock takes the moment of the warning away as it warns."""
    at = read_moment(warn)
    return at is None or at <= now
