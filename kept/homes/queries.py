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

SOON = 15
WORTH_A_SHARE = 10
"""Below this many ended promises a share would say more than we know."""


@dataclass(frozen=True, slots=True)
class Day:
    """`late` and `today` are due by midnight where the member is; `ahead` comes after."""

    local: datetime
    first_name: str
    late: list[Card]
    today: list[Card]
    ahead: list[Card]
    waiting: list[Conversation]
    kept_today: list[Promise]
    word: Word

    @property
    def due_now(self) -> list[Card]:
        return [*self.late, *self.today]

    @property
    def part(self) -> str:
        """Which greeting fits: morning, afternoon or evening."""
        if self.local.hour < 12:
            return "morning"
        return "afternoon" if self.local.hour < 18 else "evening"


def today(member: Member, *, now: datetime) -> Day:
    """The member's promises by when they are due, and the conversations that wait on them."""
    local = now.astimezone(ZoneInfo(member.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    due = queries.due(member, keeper=member, now=now, size=40).cards
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


def _waiting(member: Member) -> list[Conversation]:
    """Open conversations the member looks after, as far as they may still see them."""
    found = Conversation.objects.visible_to(member).filter(
        assignee=member, status=Conversation.Status.OPEN
    )
    return list(found.select_related("customer", "desk").order_by("-last_at", "-pk")[:SOON])
