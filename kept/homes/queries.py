"""What a member's day holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kept.charter.queries import AUTHORITY_ALONG
from kept.conversations.models import Conversation
from kept.focus.queries import note_along
from kept.handoffs.queries import before_along
from kept.improvement.queries import huddle_along, news_along
from kept.kit.prepared import prepared
from kept.kit.shares import WORTH_A_SHARE, Share
from kept.people.models import Member
from kept.promises import queries
from kept.promises.away import Fall, falling
from kept.promises.counting import month_in, share_of_myself
from kept.promises.letters import first_name
from kept.promises.models import Promise
from kept.promises.queries import Card
from kept.recovery.queries import break_along, mine_along
from kept.routing.queries import load_along

MOST = 20
"""Promises due that are shown at first; a longer page is read by nobody."""
ALL = 200
SOON = 8
FEW = 8
MONTHS = 3
"""Of the member's own word: the present one and those before it."""


ALONG = {
    "handoffs": before_along,
    "load": load_along,
    "best": note_along,
    "righting": mine_along,
    "rest": break_along,
    "news": news_along,
    "huddle": huddle_along,
} | AUTHORITY_ALONG
"""What Today shows besides, told in the query of the column of views."""


@dataclass(frozen=True, slots=True)
class Day:
    """`late` and `today` are due by midnight where the member is; `ahead` comes after.

    `to_move` names what of it is to be renegotiated now or kept: its keeper was warned, and said
    now a change still counts as early. `unconfirmed` waits for its promisee's word or choice of a
    time, `to_me` for others; `away` falls due while the member is away. What rests until the other
    side has taken its step is none of today's.

    Beside what the member keeps stands what their desks keep, lest everybody leave it to another.
    Where there `is_more`, only the first of what is due stand here.
    """

    local: datetime
    first_name: str
    late: list[Card]
    today: list[Card]
    to_move: frozenset[int]
    ahead: list[Card]
    unconfirmed: list[Card]
    away: list[Fall]
    to_me: list[Card]
    waiting: list[Conversation]
    kept_today: list[Promise]
    word: Share
    is_more: bool = False
    least: int = WORTH_A_SHARE

    @property
    def due_now(self) -> list[Card]:
        return [*self.late, *self.today]

    @property
    def of_desks(self) -> list[Card]:
        """What of it no one keeps by name."""
        shown = [*self.due_now, *self.ahead]
        return [card for card in shown if card.promise.keeper_id is None]

    @property
    def part(self) -> str:
        """Which greeting fits: morning, afternoon or evening."""
        if self.local.hour < 12:
            return "morning"
        return "afternoon" if self.local.hour < 18 else "evening"


def today(member: Member, *, most: int = MOST, now: datetime) -> Day:
    """The promises of the member and their desks by when they are due, and who waits on them."""
    local = now.astimezone(ZoneInfo(member.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight + timedelta(days=1)
    mine = queries.of_keeper(member, now=now, size=most + SOON)
    theirs = queries.of_desks_alone(member, now=now, size=most + SOON)
    runs = sorted([*mine, *theirs], key=_by_due)
    due = [card for card in runs if card.promise.due_at < end]
    away = falling(member, [member], now=now, size=FEW)
    gone = {fall.card.pk for fall in away}
    return Day(
        local=local,
        first_name=first_name(member.name),
        late=[card for card in due[:most] if card.promise.due_at < now],
        today=[card for card in due[:most] if card.promise.due_at >= now],
        to_move=frozenset(card.pk for card in runs if _is_to_move(card.promise, now=now)),
        ahead=[c for c in runs if c.promise.due_at >= end and c.pk not in gone][:SOON],
        unconfirmed=queries.awaiting(member, now=now, size=FEW),
        away=away,
        to_me=queries.promised_to(member, now=now, size=SOON),
        waiting=_waiting.first(SOON, member),
        kept_today=queries.kept_since(member, since=midnight, size=MOST),
        word=share_of_myself(member, months=MONTHS, now=month_in(member.zone, now)),
        is_more=len(due) > most,
    )


def _is_to_move(promise: Promise, *, now: datetime) -> bool:
    """Warned of, not late, and still early if it is moved now; where there is a window to move."""
    was_warned = promise.warn_at is None and promise.kind != Promise.Kind.REMINDER
    return was_warned and promise.is_early(now) and promise.due_at >= now


def _by_due(card: Card) -> tuple[datetime, int]:
    return card.promise.due_at, card.pk


@prepared
def _waiting(member: Member) -> QuerySet[Conversation]:
    """Open conversations the member looks after, as far as they may still see them."""
    found = Conversation.objects.visible_to(member).filter(
        assignee=member, status=Conversation.Status.OPEN
    )
    return found.select_related("customer", "desk").order_by("-last_at", "-pk")
