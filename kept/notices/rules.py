"""What is still worth telling, and when a member wants quiet. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

IN_APP_ONLY = frozenset({"CONFIRMED", "SAID_BACK", "OTHERWISE", "HOLDS", "CHANGED", "HUDDLED"})
"""Kinds that never leave the app: what asks for nothing today."""

BY_MAIL = ("SOON", "BROKEN", "DISPUTED", "MENTIONED", "HANDED")
"""What is mailed to whoever has chosen nothing."""

IF_CHOSEN = frozenset({"ANSWERED", "ARRIVED"})
"""Told to nobody who has not asked for it: it stands in their lists besides."""

NEWEST_STANDS = frozenset({"LETTER", "ANSWERED", "NOTED", "STATUS"})
"""Of these the newest stands for all before it in the same conversation."""

URGENT = frozenset({"SOON", "BROKEN", "DISPUTED", "CHASED", "MENTIONED"})
"""What waits for no digest."""


URGENT_ALARMS = frozenset({"FAILING"})
"""Of mailboxes: customers are not heard until somebody mends it."""


class Told(Protocol):
    """A notice, as far as these rules go."""

    kind: str
    due_at: datetime
    seen_at: datetime | None


class Promised(Protocol):
    """A promise, as far as these rules go."""

    outcome: str
    due_at: datetime
    paused_at: datetime | None
    broken_at: datetime | None
    chased_at: datetime | None


def is_moot(notice: Told, promise: Promised, *, now: datetime) -> bool:
    """Whether what the notice says no longer asks for anything.

    What is settled asks for nothing, nor does a date that was moved; what has passed is not coming.
    """
    if notice.kind == "CONFIRMED":
        return False
    if promise.outcome != "OPEN":
        return True
    match notice.kind:
        case "SOON":
            has_moved = promise.due_at != notice.due_at
            return has_moved or promise.paused_at is not None or now > promise.due_at
        case "BROKEN":
            return promise.broken_at is None or promise.due_at != notice.due_at
        case "CHASED":
            return promise.chased_at is None
        case "CHOSEN" | "AGREED" | "AWAY":
            return promise.due_at != notice.due_at
    return False


def quiet_until(
    begins: time | None, ends: time | None, zone: str, *, now: datetime
) -> datetime | None:
    """When the quiet in which `now` lies is over; None outside of it.

    `begins` and `ends` are of the wall clock in `zone`; an end before the begin is on the next day.
    A time that a change of the clocks skips counts as long after the change as it stands behind the
    gap's begin; of a doubled one the begin is the first, the end the second.
    """
    if begins is None or ends is None or begins == ends:
        return None
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    for day in (today - timedelta(days=1), today):
        start = _instant(day, begins, here, latest=False)
        last_day = day if ends > begins else day + timedelta(days=1)
        end = _instant(last_day, ends, here, latest=True)
        if start <= now < end:
            return end
    return None


def next_digest(at: time, zone: str, *, now: datetime) -> datetime:
    """The next moment after `now` at which the wall clock in `zone` shows `at`."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    days = (_instant(today + timedelta(days=n), at, here, latest=False) for n in range(3))
    return next(moment for moment in days if moment > now)


def _instant(day: date, at: time, zone: ZoneInfo, *, latest: bool) -> datetime:
    wall = datetime.combine(day, at, tzinfo=zone)
    first = wall.replace(fold=0).astimezone(UTC)
    # Where a wall time does not exist, the second reading lies before the first (PEP 495).
    return max(first, wall.replace(fold=1).astimezone(UTC)) if latest else first
