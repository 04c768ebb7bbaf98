"""The views of the desk: which conversations stand where, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Desk
from kept.conversations.queries import (
    Listed,
    Navigation,
    Position,
    Slice,
    by_ids,
    newest,
    newest_of_teams,
)
from kept.desk.context import Saved
from kept.people.models import Member
from kept.promises import queries as promises
from kept.promises.queries import Card
from kept.promises.states import state_of
from kept.search.finding import look
from kept.search.queries import InColumn
from kept.search.reading import plan_of

OPEN, WAITING = Conversation.Status.OPEN, Conversation.Status.WAITING
_STATUSES = {"waiting": [WAITING], "spam": [Conversation.Status.SPAM]}


@dataclass(frozen=True, slots=True)
class Place:
    """A view of the desk. `key` stands in the address.

    A desk's own view is `at-<slug>`, one that somebody has saved `view-<id>`.
    """

    key: str
    title: str
    count: int
    desk: Desk | None = None
    saved: InColumn | None = None
    is_least: bool = False

    @property
    def url(self) -> str:
        return reverse("desk:list", args=[self.key])


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in a list. `key` is its id and `url` its address there, as a page has them."""

    conversation: Listed
    card: Card | None
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; a heading of "" shows none.

    `is_continued` where the page before has begun it; `goes_on` where the next one goes on with it.
    """

    title: str
    rows: list[Row]
    is_continued: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Pane:
    """One page of a list. `next` is the address of the page behind it, "" at the end.

    Of a saved view, `told` is its question in plain words, `problems` what cannot be read of it;
    `is_far` where the page is short only because so much was looked through.
    """

    place: Place
    groups: list[Group] = field(default_factory=list)
    next: str = ""
    told: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_far: bool = False

    @property
    def is_empty(self) -> bool:
        return self.first is None

    @property
    def first(self) -> Row | None:
        return next((row for group in self.groups for row in group.rows), None)


def find(key: str, nav: Navigation, saved: Saved) -> Place:
    """The place of this key. Raises `Http404` where there is none in the member's sight."""
    if key.startswith("view-"):
        for one in saved.rows:
            view, count = one.view, one.count
            if view.key == key:
                return Place(key, view.name, count.number, saved=view, is_least=count.is_least)
        raise Http404
    if key.startswith("at-"):
        for row in nav.desks:
            if row.desk.slug == key[3:]:
                return Place(key, row.desk.name, row.open, row.desk)
        raise Http404
    titles = {
        "mine": (_("Mine"), nav.mine),
        "focus": (_("Focus"), nav.mine),
        "team": (_("Our team"), nav.team),
        "unassigned": (_("Unassigned"), nav.unassigned),
        "waiting": (_("Waiting"), nav.waiting),
        "promised": (_("Promised"), nav.also["promised"]),
        "all": (_("All"), 0),
        "spam": (_("Spam"), 0),
    }
    if key not in titles:
        raise Http404
    return Place(key, *titles[key])


def pane(
    member: Member,
    place: Place,
    nav: Navigation,
    *,
    after: str,
    among: str = "",
    now: datetime,
) -> Pane:
    """The rows of one page of `place`; `among` is the status a page of "mine" goes on with.

    `after` is how the page before told where this one begins. Raises `BadPosition`.
    """
    if place.saved:
        return _saved(member, place, place.saved, nav, after=after, now=now)
    behind = Position.read(after)
    if place.key == "promised":
        return _promised(member, place, after=behind, now=now)
    if place.key == "mine":
        return _mine(member, place, nav, after=behind, among=among, now=now)
    if place.key == "team":
        found = newest_of_teams(member, desk_ids=nav.desk_ids, after=behind)
        return Pane(place, [Group("", _rows(place, found.rows, now=now))], _next(place, found.next))
    return _plain(member, place, nav, after=behind, now=now)


def first_beside(
    member: Member, place: Place, nav: Navigation, *, but: Conversation, now: datetime
) -> Row | None:
    """What stands first in `place` and is not closed, for somebody who is done with `but`."""
    groups = pane(member, place, nav, after="", now=now).groups
    rows = (row for group in groups for row in group.rows)
    left = (row for row in rows if row.conversation.status != Conversation.Status.CLOSED)
    return next((row for row in left if row.conversation.pk != but.pk), None)


def _saved(
    member: Member, place: Place, view: InColumn, nav: Navigation, *, after: str, now: datetime
) -> Pane:
    """What the view asks for, asked in the member's own sight."""
    plan = plan_of(view.asks, member, now=now, desks=[row.desk for row in nav.desks])
    way = look(plan, member, after=after)
    # Found by words they come in the order of their letters; on a page of a list they stand as
    # anywhere else, the last touched first.
    found = by_ids(member, list(way.found))
    rows = _rows(place, list(found.values()), now=now)
    return Pane(
        place,
        [Group("", rows)],
        f"{place.url}?after={way.next}" if way.next else "",
        told=plan.told,
        problems=plan.problems,
        is_far=way.is_far,
    )


def _plain(
    member: Member, place: Place, nav: Navigation, *, after: Position | None, now: datetime
) -> Pane:
    found = newest(
        member,
        desk_ids=[place.desk.pk] if place.desk else nav.desk_ids,
        statuses=_STATUSES.get(place.key, ()),
        unassigned=place.key == "unassigned",
        after=after,
    )
    return Pane(place, [Group("", _rows(place, found.rows, now=now))], _next(place, found.next))


def _mine(
    member: Member,
    place: Place,
    nav: Navigation,
    *,
    after: Position | None,
    among: str,
    now: datetime,
) -> Pane:
    """What is due today, then all that wait for us, then all we wait for.

    One group ends before the next begins, so a page goes on where the one before it ended.
    """
    due = _due_today(member, now=now)
    is_first = after is None
    opened, waiting = Slice([], None), Slice([], None)
    if among != WAITING:
        opened = newest(
            member, desk_ids=nav.desk_ids, statuses=[OPEN], assignee=member, after=after
        )
    if opened.next is None:
        begin = after if among == WAITING else None
        waiting = newest(
            member, desk_ids=nav.desk_ids, statuses=[WAITING], assignee=member, after=begin
        )
    found = [row for row in [*opened.rows, *waiting.rows] if row.pk not in due]
    rest = _rows(place, found, now=now)
    groups = [
        Group(_("Before you go home"), _due_rows(member, place, due) if is_first else []),
        Group(
            _("They are waiting"),
            [row for row in rest if row.conversation.status == OPEN],
            is_continued=not is_first,
            goes_on=opened.next is not None,
        ),
        Group(
            _("You are waiting"),
            [row for row in rest if row.conversation.status == WAITING],
            is_continued=not is_first and among == WAITING,
            goes_on=waiting.next is not None,
        ),
    ]
    more = _next(place, opened.next) or _next(place, waiting.next, among=WAITING)
    return Pane(place, [group for group in groups if group.rows], more)


def _due_today(member: Member, *, now: datetime) -> dict[int, Card]:
    """What the member must keep, change or explain before this day ends where they are.

    By conversation, the promise due first in each.
    """
    local = now.astimezone(ZoneInfo(member.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    first: dict[int, Card] = {}
    for card in promises.of_keeper(member, before=midnight, size=10, now=now):
        if card.promise.conversation_id is not None:
            first.setdefault(card.promise.conversation_id, card)
    return first


def _due_rows(member: Member, place: Place, due: dict[int, Card]) -> list[Row]:
    rows = by_ids(member, list(due))
    return _rows_of(place, [(rows[pk], card) for pk, card in due.items() if pk in rows])


def _promised(member: Member, place: Place, *, after: Position | None, now: datetime) -> Pane:
    due = promises.due(member, after=after, now=now)
    rows = by_ids(member, [card.promise.conversation_id or 0 for card in due.cards])
    shown = [
        (rows[card.promise.conversation_id], card)
        for card in due.cards
        if card.promise.conversation_id in rows
    ]
    return Pane(place, [Group("", _rows_of(place, shown))], _next(place, due.next))


def _rows(place: Place, conversations: Sequence[Listed], *, now: datetime) -> list[Row]:
    """Each conversation with the promise that comes first in it."""
    found = promises.of_conversations([conversation.pk for conversation in conversations])
    cards = {pk: Card(promise, state_of(promise, now=now)) for pk, promise in found.items()}
    return _rows_of(place, [(shown, cards.get(shown.pk)) for shown in conversations])


def _rows_of(place: Place, shown: Iterable[tuple[Listed, Card | None]]) -> list[Row]:
    base = place.url
    return [Row(found, card, str(found.pk), f"{base}{found.pk}/") for found, card in shown]


def _next(place: Place, position: Position | None, *, among: str = "") -> str:
    if position is None:
        return ""
    return f"{place.url}?after={position}" + (f"&among={among}" if among else "")
