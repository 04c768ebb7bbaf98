"""What a member's day holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises import queries
from kept.promises.letters import first_name
from kept.promises.models import Promise
from kept.promises.queries import Card, Word

MOST = 40
SOON = 15
WORTH_A_SHARE = 10
"""Below this many ended promises a share would say more than we know."""


@dataclass(frozen=True, slots=True)
class Day:
    """`late` and `today` are due by midnight where the member is; `ahead` comes after.

    Beside what the member keeps stands what their desks keep, lest everybody leave it to another.
    """

    local: datetime
    first_name: str
    late: list[Card]
    today: list[Card]
    ahead: list[Card]
    waiting: list[Conversation]
    kept_today: list[Promise]
    word: Word
    least: int = WORTH_A_SHARE

    @property
    def due_now(self) -> list[Card]:
        return [*self.late, *self.today]

    @property
    def of_desks(self) -> list[Card]:
        """What of it no one keeps by name."""
        return [card for card in [*self.due_now, *self.ahead] if card.promise.keeper_id is None]

    @property
    def is_worth_a_share(self) -> bool:
        return self.word.ended >= self.least

    @property
    def part(self) -> str:
        """Which greeting fits: morning, afternoon or evening."""
        if self.local.hour < 12:
            return "morning"
        return "afternoon" if self.local.hour < 18 else "evening"


def today(member: Member, *, now: datetime) -> Day:
    """The promises of the member and their desks by when they are due, and who waits on them."""
    local = now.astimezone(ZoneInfo(member.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = queries.due(member, keeper=member, now=now, size=MOST).cards
    due = sorted([*mine, *queries.kept_by_desks(member, now=now, size=MOST)], key=_by_due)
    end = midnight + timedelta(days=1)
    return Day(
        local=local,
        first_name=first_name(member.name),
        late=[card for card in due if card.promise.due_at < now],
        today=[card for card in due if now <= card.promise.due_at < end],
        ahead=[card for card in due if card.promise.due_at >= end][:SOON],
        waiting=_waiting(member),
        kept_today=[
            promise
            for promise in queries.settled_since(member, since=midnight)
            if promise.outcome == Promise.Outcome.KEPT
        ],
        word=queries.word_of(member, now=now),
    )


def _by_due(card: Card) -> tuple[datetime, int]:
    return card.promise.due_at, card.pk


def _waiting(member: Member) -> list[Conversation]:
    """Open conversations the member looks after, as far as they may still see them."""
    found = Conversation.objects.visible_to(member).filter(
        assignee=member, status=Conversation.Status.OPEN
    )
    return list(found.select_related("customer", "desk").order_by("-last_at", "-pk")[:SOON])
