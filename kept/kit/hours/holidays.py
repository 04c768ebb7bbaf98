"""Holidays from an iCalendar feed: its all-day events, on every date that they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, vDDDLists, vDDDTypes, vRecur

from kept.kit.hours.recurrence import Rule, read_rule, unrolled
from kept.kit.hours.windows import BadHours

MOST_CHARACTERS = 2_000_000
# To be looked at for one feed: a month a year for a yearly event, some two seconds in all.
MOST_DAYS = 500_000
_LONGEST = 366


@dataclass(frozen=True, slots=True)
class Event:
    """An all-day event of so many days. `replaces` is the date it was moved or renamed from."""

    uid: str
    name: str
    first: date
    days: int
    rules: tuple[Rule, ...]
    others: frozenset[date]
    without: frozenset[date]
    replaces: date | None
    is_cancelled: bool


def holidays_in(text: str, *, start: date, end: date) -> dict[date, str]:
    """The dates in [start, end) that are holidays, in order, with their names.

    Events with a clock time are none, nor are cancelled ones. Two on one date are named both. What
    cannot be read of an event is left out. Raises `BadHours` where the text is no calendar, or is
    too much of one.
    """
    events = list(read_events(text))
    moved = {(event.uid, event.replaces) for event in events}
    spend = _allowance(MOST_DAYS)
    found: dict[date, list[str]] = {}
    for event in events:
        for first in () if event.is_cancelled else _occurrences(event, start, end, spend):
            if event.replaces or (event.uid, first) not in moved:
                for day in _covered(first, event.days, start, end):
                    names = found.setdefault(day, [])
                    names += [event.name] if event.name not in names else []
    return {day: " / ".join(found[day]) for day in sorted(found)}


def _occurrences(
    event: Event, start: date, end: date, spend: Callable[[int], None]
) -> Iterator[date]:
    """The first days of the event's occurrences that may touch [start, end)."""
    early = date.fromordinal(max(start.toordinal() - event.days + 1, 1))
    spend(event.days)
    days = {event.first, *event.others}
    for rule in event.rules:
        days.update(unrolled(rule, event.first, start=early, end=end, spend=spend))
    yield from sorted(day for day in days - event.without if early <= day < end)


def _covered(first: date, days: int, start: date, end: date) -> Iterator[date]:
    begin = first.toordinal()
    for day in range(max(begin, start.toordinal()), min(begin + days, end.toordinal())):
        yield date.fromordinal(day)


def _allowance(days: int) -> Callable[[int], None]:
    def spend(more: int) -> None:
        nonlocal days
        days -= more
        if days < 0:
            raise BadHours("The calendar repeats too much to be read.")

    return spend


def read_events(text: str) -> Iterator[Event]:
    """The all-day events of a feed, as written. Raises `BadHours`."""
    if len(text) > MOST_CHARACTERS:
        raise BadHours("The calendar is too large.")
    try:
        calendars: list[Any] = Calendar.from_ical(text, multiple=True)
    except (ValueError, RecursionError):
        calendars = []
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        raise BadHours("The text is no iCalendar feed.")
    for calendar in calendars:
        for part in calendar.walk("VEVENT"):
            first = getattr(_typed(part, "DTSTART"), "dt", None)
            if isinstance(first, date) and not isinstance(first, datetime):
                yield _event(part, first)


def _event(part: Any, first: date) -> Event:
    return Event(
        uid=str(part.get("UID") or id(part)),
        name=" ".join(str(part.get("SUMMARY") or "").split()),
        first=first,
        days=_length(part, first),
        rules=tuple(_rules(part, first)),
        others=frozenset(_dates(part, "RDATE")),
        without=frozenset(_dates(part, "EXDATE")),
        replaces=_date(_typed(part, "RECURRENCE-ID")),
        is_cancelled=str(part.get("STATUS") or "").upper() == "CANCELLED",
    )


def _typed(part: Any, name: str) -> vDDDTypes | None:
    """A date, time or length; none where it is missing, said twice, or broken."""
    value = part.get(name)
    return value if isinstance(value, vDDDTypes) else None


def _date(value: Any) -> date | None:
    found = getattr(value, "dt", None)
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else None


def _length(part: Any, first: date) -> int:
    """At least a day, whatever the end says."""
    end, length = _date(_typed(part, "DTEND")), getattr(_typed(part, "DURATION"), "dt", None)
    days = (end - first).days if end else length.days if isinstance(length, timedelta) else 1
    return min(max(days, 1), _LONGEST)


def _rules(part: Any, first: date) -> Iterator[Rule]:
    given = part.get("RRULE")
    for one in given if isinstance(given, list) else [given]:
        try:
            if isinstance(one, vRecur):
                yield read_rule(one, first)
        except (ValueError, TypeError):  # what no whole day can follow leaves the first date
            continue


def _dates(part: Any, name: str) -> Iterator[date]:
    given = part.get(name)
    for one in given if isinstance(given, list) else [given]:
        for value in one.dts if isinstance(one, vDDDLists) else ():
            if day := _date(value):
                yield day
