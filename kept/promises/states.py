"""How a promise stands at a given moment, in one word. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

SOON = timedelta(hours=2)


class Settleable(Protocol):
    outcome: str
    due_at: datetime
    renegotiate_by: datetime
    settled_at: datetime | None
    paused_at: datetime | None
    changes: int
    disputes: int


def state_of(promise: Settleable, *, now: datetime) -> str:
    """One of offered, open, soon, overdue, paused, disputed, renegotiated, kept, kept-late,
    broken, released, lapsed.

    `soon` begins two hours before it is due, or at the last moment to renegotiate early. `overdue`
    is broken and still owed; `broken` is broken for good.
    """
    if promise.outcome == "KEPT":
        late = promise.settled_at is not None and promise.settled_at > promise.due_at
        return "kept-late" if late else "kept"
    if promise.outcome != "OPEN":
        return promise.outcome.lower()
    if promise.paused_at is not None:
        return "paused"
    if now > promise.due_at:
        return "overdue"
    if promise.disputes:
        return "disputed"
    if now >= min(promise.renegotiate_by, promise.due_at - SOON):
        return "soon"
    return "renegotiated" if promise.changes else "open"
