"""Read shapes of conversations for the screens."""

from kept.conversations.queries.listing import Listed, Position, Slice, by_ids, newest, of_customer
from kept.conversations.queries.navigation import MOST, DeskCounts, Navigation, navigation
from kept.conversations.queries.staffing import member_hours_at, staffed
from kept.conversations.queries.thread import (
    Thread,
    draft_files,
    find,
    thread,
    waiting_letters,
    wrote_since,
)

__all__ = [
    "MOST",
    "DeskCounts",
    "Listed",
    "Navigation",
    "Position",
    "Slice",
    "Thread",
    "by_ids",
    "draft_files",
    "find",
    "member_hours_at",
    "navigation",
    "newest",
    "of_customer",
    "staffed",
    "thread",
    "waiting_letters",
    "wrote_since",
]
