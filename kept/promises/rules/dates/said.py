"""A date as it was said, with its gaps, and what it means on the day of writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kept.promises.rules.dates.calendar import DAY, Span, day_span, local, midnight, period
from kept.promises.rules.dates.line import Line

FAR_AHEAD = 30  # years until a date that fits is given up


@dataclass(frozen=True, slots=True)
class Said:
    """`span` is a date that needs no more reading; else the parts are looked up from the writing on.

    `which` is this, next or last; `part` a part of the day said in its midst; `edge` that only an
    end or a beginning was meant, and `edge_of` of what; `counted` that it lies so many days (or workdays) off; `sure` how rarely the words mean something else (0..1).
    """

    stop: int
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    span: Span | None = None
    which: str = ""
    part: str = ""
    edge: str = ""
    edge_of: str = ""
    kind: str = "moment"
    sure: float = 0.95
    instant: bool = False
    counted: str = ""

    @property
    def is_day(self) -> bool:
        if self.span:
            return self.span.grain == "day" and self.kind == "moment" and not self.instant
        return self.day is not None or self.weekday is not None

    @property
    def is_open(self) -> bool:
        """Could another date beside it still say its month or year?"""
        return self.span is None and self.year is None

    def until(self, stop: int) -> Said:
        return replace(self, stop=stop)


def known(span: Span, stop: int, *, kind: str = "moment", sure: float = 0.95) -> Said:
    return Said(stop, span=span, kind=kind, sure=sure)


def meant(
    line: Line, said: Said, *, past: bool = False, after: datetime | None = None
) -> Span | None:
    """The date, from `after` or the day of writing on; `past`: the last one instead. None: no such day."""
    if said.span:
        return said.span
    origin = after or midnight(line.at)
    try:
        if said.day is not None:
            return _day(line, said, origin, past=past)
        if said.month is not None:
            return _month(line, said, origin, past=past)
        if said.year is not None:
            return period(local(said.year, 1, 1), "year")
        if said.weekday is not None:
            return _weekday(line, said, origin, past=past)
    except (ValueError, OverflowError):
        return None
    return None


def _day(line: Line, said: Said, origin: datetime, *, past: bool) -> Span | None:
    assert said.day is not None  # noqa: S101 - for the type checker; the caller looked
    if said.month and said.year:
        return day_span(local(said.year, said.month, said.day))
    days: list[datetime] = []
    for years in range(-4 if past else -1, 9):
        for month in (said.month,) if said.month else range(1, 13):
            try:
                days.append(local(said.year or origin.year + years, month, said.day))
            except ValueError:
                continue
        if said.year or (not said.month and years == FAR_AHEAD):
            break
    if said.weekday is not None and not said.month:
        days = [day for day in days if day.weekday() == said.weekday]
    if said.which == "this" and said.month:
        days = [day for day in days if day.year == origin.year]
        return day_span(days[0]) if days else None
    if said.which == "last" or past:
        earlier = [day for day in days if day < origin]
        return day_span(earlier[-1]) if earlier else None
    if said.weekday is not None and said.month:
        # `Monday, June 1` two days after it speaks of that Sunday.
        near = [
            day
            for day in days
            if origin - 7 * DAY <= day < origin and day.weekday() == said.weekday
        ]
        if near:
            return day_span(near[0])
    ahead = [day for day in days if day >= origin]
    return day_span(ahead[0]) if ahead else None


def _month(line: Line, said: Said, origin: datetime, *, past: bool) -> Span:
    assert said.month is not None  # noqa: S101 - for the type checker; the caller looked
    year = said.year
    if year is None:
        year = origin.year
        if said.which == "this":
            pass
        elif said.which == "last" or past:
            year -= said.month >= origin.month + (0 if said.which == "last" else 1)
        elif said.which == "next":
            year += said.month <= origin.month
        else:
            year += said.month < origin.month
    return period(local(year, said.month, 1), "month")


def _weekday(line: Line, said: Said, origin: datetime, *, past: bool) -> Span:
    assert said.weekday is not None  # noqa: S101 - for the type checker; the caller looked
    ahead = (said.weekday - origin.weekday()) % 7
    if said.which == "next":
        monday = period(origin, "week", 1, line.week_start).start
        return day_span(monday + (said.weekday - line.week_start) % 7 * DAY)
    if said.which == "last":
        monday = period(origin, "week", -1, line.week_start).start
        return day_span(monday + (said.weekday - line.week_start) % 7 * DAY)
    if past or said.which == "just past":
        return day_span(origin - ((origin.weekday() - said.weekday) % 7 or 7) * DAY)
    if said.which == "this":
        return day_span(origin + ahead * DAY)
    return day_span(origin + (ahead or 7) * DAY)
