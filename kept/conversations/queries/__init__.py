"""Read shapes of conversations for the screens."""

from kept.conversations.queries.listing import Listed, Position, Slice, by_ids, newest, of_customer
from kept.conversations.queries.navigation import MOST, DeskCounts, Navigation, navigation
from kept.conversations.queries.people import Seats, participants, seats
from kept.conversations.queries.staffing import member_hours_at, staffed
from kept.conversations.queries.thread import Thread, thread

__all__ = [
    "MOST",
    "DeskCounts",
    "Listed",
    "Navigation",
    "Position",
    "Seats",
    "Slice",
    "Thread",
    "by_ids",
    "member_hours_at",
    "navigation",
    "newest",
    "of_customer",
    "participants",
    "seats",
    "staffed",
    "thread",
]
