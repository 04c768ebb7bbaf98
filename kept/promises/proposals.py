"""Other times to offer when a promise cannot be kept as it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours

Span = tuple[datetime | None, datetime]
"""From (null: from now on) and until."""

_HALF_DAY = 4 * 3600
_A_WEEK = timedelta(days=7)
_MOMENT = timedelta(seconds=1)
_HOUR = timedelta(hours=1)
_SHORT_REST = 2 * 3600
CALLED_WITHIN = timedelta(days=14)
_CALLED_FROM, _CALLED_UNTIL = 8, 20
"""Between which hours, by their clock, people are called."""


def other_windows(
    due_from: datetime | None, due_at: datetime, *, hours: Hours, now: datetime, count: int = 3
) -> list[Span]:
    """`count` windows inside our hours, each later than the last, none before the promised one.

    A promise with a window keeps its length (a call of three hours stays one of three hours)
    unless we are never open that long; a promise with a deadline gets later deadlines. Working half
    a day apart, so that there is a choice and not three of the same.
    """
    length = due_at - due_from if due_from else None
    at = max(now + timedelta(hours=1), due_at)
    spans: list[Span] = []
    for _ in range(count):
        at = hours.add(at, _HALF_DAY)
        end = _at_quarter(at, hours)
        if length is None:
            spans.append((None, end))
            continue
        at, end = _within(hours, end, length)
        spans.append((at, end))
    return spans


Staffed = list[tuple[datetime, datetime]]
"""When somebody is there, in order and apart."""


def callback_windows(
    *, staffed: Staffed, zone: str, now: datetime, count: int = 6
) -> list[tuple[datetime, datetime]]:
    """The next hours in which we could call somebody in `zone`: one of us is there, by day there.

    From the next full hour but one on, so that they can still choose; on at least two days, since
    one who cannot today would else be offered nothing. Looks through `CALLED_WITHIN`.
    """
    there = ZoneInfo(zone)
    at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    end = now + CALLED_WITHIN
    by_day: dict[date, list[tuple[datetime, datetime]]] = {}
    while at < end:
        local = at.astimezone(there)
        is_day = _CALLED_FROM <= local.hour < _CALLED_UNTIL
        if is_day and any(begin <= at and at + _HOUR <= over for begin, over in staffed):
            of_day = by_day.setdefault(local.date(), [])
            if len(of_day) < (count + 1) // 2:
                of_day.append((at, at + _HOUR))
            elif len(by_day) > 1:
                break
        at += _HOUR
    return [window for day in sorted(by_day) for window in by_day[day]][:count]


def snooze_times(*, hours: Hours, zone: str, now: datetime) -> list[datetime]:
    """When people come back to things: this afternoon, tomorrow, in three days, next week."""
    here = ZoneInfo(zone)
    today = now.astimezone(here)

    def opening(days: int) -> datetime:
        midnight = (today + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        return hours.next_open(midnight)

    to_monday = 7 - today.weekday()
    found = [hours.add(now, _SHORT_REST), opening(1), opening(3), opening(to_monday)]
    whole = {_at_quarter(found[0], hours), *found[1:]}
    return sorted(at for at in whole if at > now)


def apart(spans: Iterable[Span]) -> list[Span]:
    """In order, one for each end: two that end at the same time are one to whoever chooses."""
    return [(start, end) for end, start in sorted({end: start for start, end in spans}.items())]


def start_of(
    end: datetime, due_from: datetime | None, due_at: datetime, *, hours: Hours
) -> datetime | None:
    """When a window that is to end then begins: as long as the promised one, not before we open.

    None where the promise has a deadline and no window.
    """
    if due_from is None:
        return None
    start = end - (due_at - due_from)
    return min(hours.next_open(start), end)


def _within(hours: Hours, at: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """The first time from `at` on that we are open so long; the next whole opening if we never are.

    Looks through one week of openings.
    """
    first = opening = hours.next_open(at)
    while opening < first + _A_WEEK:
        if _open_until(hours, opening, opening + length) >= opening + length:
            return opening, opening + length
        opening = hours.next_open(hours.closes(opening))
    if hours.is_open(first - _MOMENT):
        first = hours.next_open(hours.closes(first))
    return first, hours.closes(first)


def _open_until(hours: Hours, opening: datetime, enough: datetime) -> datetime:
    """Until when we are open without a break, looked at no further than `enough`."""
    end = hours.closes(opening)
    while end < enough and hours.is_open(end):
        end = hours.closes(end)
    return end


def _at_quarter(moment: datetime, hours: Hours) -> datetime:
    """The next quarter of an hour, since nobody says "by 14:07"; or when we close before it."""
    minutes = -moment.minute % 15
    rounded = moment.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    rounded = rounded if rounded >= moment else rounded + timedelta(minutes=15)
    return min(rounded, hours.closes(moment - _MOMENT))
