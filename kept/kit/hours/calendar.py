"""When we work: a week in a zone, what differs on single dates, and weeks that take over later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import zip_longest

from kept.kit.hours.openings import Openings, Run, Week
from kept.kit.hours.public import Region, public_dates, public_holidays
from kept.kit.hours.ticks import SECOND, moment_of, tick_of
from kept.kit.hours.windows import (
    MINUTES_A_DAY,
    BadHours,
    Windows,
    cut,
    joined,
    read_windows,
)
from kept.kit.hours.zones import zone_named

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NINE_TO_FIVE: Week = (*(((9 * 60, 17 * 60),),) * 5, (), ())

Dated = tuple[tuple[date, Windows], ...]
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hours:
    """A minute is open when its local time lies in a window, which holds its start, not its end.

    `week` has the windows of each weekday, Monday first; `changes` are weeks that take its place
    from a date on. `regions` say whose public holidays are closed from a date on, before the first
    of them nobody's. A date in `shifts` has its own windows instead, also on a public holiday;
    `breaks` cut into all, and what is `closed` is so all day. All in order of their dates. Results
    are instants in UTC.
    """

    zone: str = "UTC"
    week: Week = NINE_TO_FIVE
    closed: frozenset[date] = frozenset()
    breaks: Dated = ()
    shifts: Dated = ()
    changes: tuple[tuple[date, Week], ...] = ()
    regions: tuple[tuple[date, Region | None], ...] = ()

    @classmethod
    def from_calendar(cls, value: object) -> Hours:
        """From `{"zone": …, "week": {"mon": [["09:00", "24:00"]]}, "holidays": [dates],
        "breaks": {date: [windows]}, "shifts": {date: [windows]}}`, where all but the zone may be
        missing. Raises `BadHours`.
        """
        if not isinstance(value, Mapping):
            raise BadHours("A calendar is an object with a zone and a week.")
        return cls(
            zone=zone_named(value.get("zone")).key,
            week=read_week(value.get("week") or {}),
            closed=read_dates(value.get("holidays") or ()),
            breaks=read_dated(value.get("breaks") or {}),
            shifts=read_dated(value.get("shifts") or {}),
        )

    def without(self, spans: Iterable[Span]) -> Hours:
        """The same hours with these spans of time cut out of them, to the minute of the wall.

        A span that begins or ends in the hour that comes twice in autumn cuts it both times.
        """
        breaks: dict[date, Windows] = dict(self.breaks)
        zone = zone_named(self.zone)
        for begin, end in spans:
            for day, window in _days_of(begin.astimezone(zone), end.astimezone(zone)):
                breaks[day] = joined((*breaks.get(day, ()), window))
        return replace(self, breaks=tuple(sorted(breaks.items())))

    def holidays(self, first: date, last: date, language: str = "en") -> dict[date, str]:
        """The public holidays from `first` to `last`, both counting, with their names."""
        found: dict[date, str] = {}
        for since, until, region in self._regions():
            begin, end = max(first, since), min(last, until)
            for year in range(begin.year, end.year + 1) if begin <= end else ():
                names = public_holidays(region, year, language).items()
                found |= {day: name for day, name in names if begin <= day <= end}
        return found

    def is_open(self, at: datetime) -> bool:
        tick = tick_of(at)
        return self._openings.count(tick, tick + 1) > 0

    def next_open(self, at: datetime) -> datetime:
        """`at` itself where we are open, else when we open next. Raises `NeverOpen`."""
        return self.add(at, 0)

    def closes(self, at: datetime) -> datetime:
        """The end of the opening that `at` falls in, or of the next one. Raises `NeverOpen`."""
        openings = self._openings
        return moment_of(openings.closing(openings.find(tick_of(at), 0)))

    def add(self, start: datetime, seconds: float) -> datetime:
        """The instant after so many working seconds: closing time rather than the next opening.

        With 0 the first open instant; with less the latest instant from which so many working
        seconds remain until `start`. Raises `NeverOpen`.
        """
        tick, ticks = tick_of(start), round(seconds * SECOND)
        if ticks > 0:
            return moment_of(self._openings.find(tick, ticks - 1) + 1)
        return moment_of(self._openings.find(tick, ticks))

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local time so many working dates on, that of `start` not counted.

        Where that is closed, the next opening; when counting back, the closing before. `days` is
        not 0. Raises `NeverOpen`.
        """
        openings = self._openings
        local = start.astimezone(openings.zone)
        today = local.toordinal() - 1
        day = (
            openings.find_date(today + 1, days - 1) if days > 0 else openings.find_date(today, days)
        )
        clock = local.timetz().replace(fold=0)
        tick = tick_of(datetime.combine(date.fromordinal(day + 1), clock))
        if days > 0 or openings.count(tick, tick + 1):
            return moment_of(openings.find(tick, 0))
        return moment_of(openings.find(tick, -1) + 1)

    def between(self, a: datetime, b: datetime) -> float:
        """Working seconds from `a` to `b`, negative where `b` comes first."""
        if b < a:
            return -self.between(b, a)
        return self._openings.count(tick_of(a), tick_of(b)) / SECOND

    def after(self, at: datetime) -> Iterator[Span]:
        """The openings from `at` on, nearest first, cut at `at` and at each midnight."""
        for start, end in self._openings.after(tick_of(at)):
            yield moment_of(start), moment_of(end)

    def before(self, at: datetime) -> Iterator[Span]:
        """The openings until `at`, nearest first, cut at `at` and at each midnight."""
        for start, end in self._openings.before(tick_of(at)):
            yield moment_of(start), moment_of(end)

    def public_dates(self, first: date, last: date) -> Iterator[date]:
        """As `holidays`, the dates alone."""
        for since, until, region in self._regions():
            if since <= last and first <= until:
                yield from public_dates(region, max(first, since), min(last, until))

    def _regions(self) -> Iterator[tuple[date, date, Region]]:
        """Whose holidays are closed from when to when, both counting."""
        ends = [since for since, _ in self.regions[1:]]
        for (since, region), following in zip_longest(self.regions, ends):
            until = following - timedelta(days=1) if following else date.max
            if region is not None and since <= until:
                yield since, until, region

    @cached_property
    def _openings(self) -> Openings:
        return openings_of(self)


@lru_cache(maxsize=256)
def openings_of(hours: Hours) -> Openings:
    """Laid out once for all hours that are the same."""
    weeks = {0: hours.week} | {_day(since): week for since, week in hours.changes}
    begins = sorted(weeks)
    shifts = {_day(day): windows for day, windows in hours.shifts}
    breaks = {_day(day): windows for day, windows in hours.breaks}
    days: dict[int, Windows] = {_day(day): () for day in hours.closed}
    for day in (shifts.keys() | breaks.keys()) - days.keys():
        week = weeks[begins[bisect_right(begins, day) - 1]]
        days[day] = cut(shifts.get(day, week[day % 7]), breaks.get(day, ()))

    def closed(first: int, last: int) -> Iterator[int]:
        if hours.regions:
            begin, end = date(max(first, 1), 1, 1), date(min(last, date.max.year), 12, 31)
            yield from (
                day for day in map(_day, hours.public_dates(begin, end)) if day not in shifts
            )

    return Openings(zone_named(hours.zone), [Run(day, weeks[day]) for day in begins], days, closed)


def _days_of(begin: datetime, end: datetime) -> Iterator[tuple[date, tuple[int, int]]]:
    """The minutes of each local date from `begin` to `end`, which show the same clock."""
    day, first = begin.date(), begin.hour * 60 + begin.minute
    while day < end.date():
        yield day, (first, MINUTES_A_DAY)
        day, first = day + timedelta(days=1), 0
    last = end.hour * 60 + end.minute + (1 if end.second or end.microsecond else 0)
    if day == end.date() and first < last:
        yield day, (first, last)


def _day(day: date) -> int:
    return day.toordinal() - 1


def read_week(value: object) -> Week:
    if not isinstance(value, Mapping):
        raise BadHours("A week is an object of days, mon to sun.")
    return tuple(read_windows(value.get(day) or ()) for day in DAYS)


def read_dated(value: object) -> Dated:
    if not isinstance(value, Mapping):
        raise BadHours("Breaks and shifts are objects of windows by date.")
    return tuple(sorted((read_date(day), read_windows(windows)) for day, windows in value.items()))


def read_dates(value: object) -> frozenset[date]:
    if not isinstance(value, (list, tuple, Mapping)):
        raise BadHours("Holidays are a list of dates, such as 2026-12-25.")
    return frozenset(read_date(day) for day in value)


def read_date(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise BadHours(f"{str(value)[:40]!r} is no date. Write it like 2026-12-25.") from None
