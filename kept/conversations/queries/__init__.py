"""Read shapes of conversations for the screens."""

from kept.conversations.queries.listing import (
    Listed,
    Position,
    Scope,
    Slice,
    by_ids,
    moment,
    newest,
    newest_of_teams,
    of_customer,
    walk,
)
from kept.conversations.queries.navigation import MOST, DeskCounts, Navigation, navigation
from kept.conversations.queries.people import Seats, answered_to, seats
from kept.conversations.queries.staffing import member_hours_at, staffed
from kept.conversations.queries.thread import (
    Thread,
    draft_files,
    find,
    noted_since,
    thread,
    waiting_letters,
    wrote_since,
)
from kept.conversations.queries.ties import (
    Bond,
    beside,
    bonds,
    customers_here,
    merged_here,
    standing_for,
    written_to,
)

__all__ = [
    "MOST",
    "Bond",
    "DeskCounts",
    "Listed",
    "Navigation",
    "Position",
    "Scope",
    "Seats",
    "Slice",
    "Thread",
    "answered_to",
    "beside",
    "bonds",
    "by_ids",
    "customers_here",
    "draft_files",
    "find",
    "member_hours_at",
    "merged_here",
    "moment",
    "navigation",
    "newest",
    "newest_of_teams",
    "noted_since",
    "of_customer",
    "seats",
    "staffed",
    "standing_for",
    "thread",
    "waiting_letters",
    "walk",
    "written_to",
    "wrote_since",
]
