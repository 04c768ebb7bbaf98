"""When we work: a week in a zone, what differs on single dates, and weeks that take over later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from kept.kit.hours.openings import Openings, Run, Week
from kept.kit.hours.ticks import SECOND, moment_of, tick_of
from kept.kit.hours.windows import BadHours, Windows, cut, read_windows, written
from kept.kit.hours.zones import zone_named

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NINE_TO_FIVE: Week = (*(((9 * 60, 17 * 60),),) * 5, (), ())

Dated = tuple[tuple[date, Windows], ...]
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hours:
    """A minute is open when its local time lies in a window, which holds its start, not its end.

    `week` has the windows of each weekday, Monday first; `changes` are weeks that take its place
    from a date on. A date in `shifts` has its own windows instead, `breaks` cut into both, and what
    is `closed` is so all day. All in order of their dates. Results are instants in UTC.
    """

    zone: str = "UTC"
    week: Week = NINE_TO_FIVE
    closed: frozenset[date] = frozenset()
    breaks: Dated = ()
    shifts: Dated = ()
    changes: tuple[tuple[date, Week], ...] = ()

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Hours:
        """From `{"zone": "Europe/Berlin", "mon": [["09:00", "12:30"], …], "closed": [dates]}`.

        That is what a desk stores. An end at 00:00 is midnight. Without any weekday it is Monday to
        Friday, nine to five. `breaks` and `shifts` are as in a calendar, and `changes` are weeks by
        the date they begin on. Raises `BadHours`.
        """
        days = {day: value[day] for day in DAYS if day in value}
        hours = cls(
            zone=zone_named(value.get("zone") or "UTC").key,
            week=read_week(_till_midnight(days)) if days else NINE_TO_FIVE,
            closed=read_dates(value.get("closed") or ()),
            breaks=read_dated(_till_midnight(value.get("breaks") or {})),
            shifts=read_dated(_till_midnight(value.get("shifts") or {})),
            changes=tuple(
                sorted(
                    (read_date(day), read_week(_till_midnight(week)))
                    for day, week in (value.get("changes") or {}).items()
                )
            ),
        )
        if not any(hours.week) and not hours.changes:
            raise BadHours("Hours need at least one opening.")
        return hours

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

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads. What is not there is left out."""
        dated = {
            "breaks": {day.isoformat(): _stored(windows) for day, windows in self.breaks},
            "shifts": {day.isoformat(): _stored(windows) for day, windows in self.shifts},
            "changes": {day.isoformat(): _stored_week(week) for day, week in self.changes},
        }
        return {
            "zone": self.zone,
            **_stored_week(self.week),
            "closed": sorted(day.isoformat() for day in self.closed),
            **{name: found for name, found in dated.items() if found},
        }

    def changed(self, *, on: date, week: Week) -> Hours:
        """The same hours with another week from a date on, until the next change that is known."""
        return replace(self, changes=tuple(sorted({**dict(self.changes), on: week}.items())))

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
    return Openings(zone_named(hours.zone), [Run(day, weeks[day]) for day in begins], days)


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


def _stored_week(week: Week) -> dict[str, list[list[str]]]:
    return {day: _stored(windows) for day, windows in zip(DAYS, week, strict=True)}


def _stored(windows: Windows) -> list[list[str]]:
    return [[start, "00:00" if end == "24:00" else end] for start, end in written(windows)]


def _till_midnight(days: Mapping[str, Any]) -> dict[str, Any]:
    return {
        day: [[start, "24:00" if end == "00:00" else end] for start, end in windows]
        for day, windows in days.items()
    }
