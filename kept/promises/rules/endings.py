"""What became of a promise, in one word of a set in which each promise has one. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

IN_TIME = "IN_TIME"
MOVED = "MOVED"
LATE = "LATE"
TOLD = "TOLD"
SILENT = "SILENT"
RELEASED = "RELEASED"
OPEN = "OPEN"
ENDINGS = (IN_TIME, MOVED, LATE, TOLD, SILENT, RELEASED, OPEN)
GOOD = (IN_TIME, MOVED)
ENDED = (IN_TIME, MOVED, LATE, TOLD, SILENT)
"""What a kept rate is a share of: neither what is still to come nor what we were let off."""


class Countable(Protocol):
    outcome: str
    due_at: datetime
    first_due_at: datetime
    settled_at: datetime | None
    broken_at: datetime | None
    changes: int
    was_told: bool


def ending_of(promise: Countable, *, moved_late: bool) -> str | None:
    """One of `ENDINGS`; None for what was only offered, since nothing was owed.

    `moved_late` says whether any of its dates was changed too late to call it early. Then it was not
    kept as agreed, however punctual the new date was: it counts as late. One that was broken when
    its promisee let us off stays broken.
    """
    if promise.outcome in {"OFFERED", "LAPSED"}:
        return None
    if promise.outcome == "KEPT":
        is_late = promise.settled_at is not None and promise.settled_at > promise.due_at
        if is_late or moved_late:
            return LATE
        return MOVED if promise.changes else IN_TIME
    if promise.broken_at is not None:
        return TOLD if promise.was_told else SILENT
    return RELEASED if promise.outcome == "RELEASED" else OPEN


def is_by_first_date(promise: Countable) -> bool:
    """Whether it was done by the date that was said first, whatever was agreed later."""
    is_kept = promise.outcome == "KEPT" and promise.settled_at is not None
    return is_kept and promise.settled_at <= promise.first_due_at  # type: ignore[operator]


def month_of(promise: Countable, *, zone: str) -> tuple[int, int]:
    """Year and month in which it counts: of its last agreed date, or of its end if that came first.

    Months begin at midnight in `zone`, an IANA name.
    """
    at = promise.due_at
    if promise.settled_at is not None:
        at = min(at, promise.settled_at)
    local = at.astimezone(ZoneInfo(zone))
    return local.year, local.month
