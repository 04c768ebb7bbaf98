"""Other times to offer when a promise cannot be kept as it stands. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.kit.hours import Hours

Span = tuple[datetime | None, datetime]
"""From (null: from now on) and until."""

_HALF_DAY = 4 * 3600


def other_windows(
    due_from: datetime | None, due_at: datetime, *, hours: Hours, now: datetime, count: int = 3
) -> list[Span]:
    """`count` windows inside our hours, each later than the last, none before the promised one.

    A promise with a window keeps its length (a call of three hours stays one of three hours); a
    promise with a deadline gets later deadlines. Working half a day apart, so that there is a
    choice and not three of the same.
    """
    length = due_at - due_from if due_from else None
    start = max(now + timedelta(hours=1), due_at)
    spans: list[Span] = []
    for step in range(1, count + 1):
        end = _at_quarter(hours.add(start, step * _HALF_DAY))
        if length is None:
            spans.append((None, end))
            continue
        opening = hours.next_open(end)
        spans.append((opening, opening + length))
    return spans


def _at_quarter(moment: datetime) -> datetime:
    """The next quarter of an hour: nobody says "by 14:07"."""
    minutes = -moment.minute % 15
    rounded = moment.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return rounded if rounded >= moment else rounded + timedelta(minutes=15)
