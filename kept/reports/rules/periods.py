"""Which days a report tells of, which days stand before them, and by which steps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEK, FOUR_WEEKS, TWELVE_WEEKS, YEAR, OWN = "week", "4w", "12w", "year", "own"
_DAYS = {FOUR_WEEKS: 28, TWELVE_WEEKS: 84, YEAR: 364}
LONGEST = 731
"""Days of a period that somebody chooses."""
BY_DAY = 31
"""Longer periods are told by week."""


@dataclass(frozen=True, slots=True)
class Step:
    """Days of a report that are drawn as one, `first` and `last` both counting."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both counting."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days just before. Weeks stand beside weeks, so each has the same weekdays."""
        days = -(-self.days // 7) * 7 if self.days <= 7 else self.days
        return Period(self.first - timedelta(days=days), self.last - timedelta(days=days))

    @property
    def is_by_day(self) -> bool:
        return self.days <= BY_DAY

    @property
    def steps(self) -> list[Step]:
        """Days, or weeks that end with the period; the first of them may be shorter."""
        width = 1 if self.is_by_day else 7
        found = []
        last = self.last
        while last >= self.first:
            first = max(self.first, last - timedelta(days=width - 1))
            found.append(Step(first, last))
            last = first - timedelta(days=1)
        return found[::-1]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def in_months(period: Period) -> tuple[Period | None, list[Period]]:
    """The whole months within, by their first days, and the days before and after them."""
    begin, end = _next_month(period.first - timedelta(days=1)), period.last + timedelta(days=1)
    end = end.replace(day=1)
    if begin >= end:
        return None, [period]
    rest = [
        Period(period.first, begin - timedelta(days=1)),
        Period(end, period.last),
    ]
    months = Period(begin, (end - timedelta(days=1)).replace(day=1))
    return months, [one for one in rest if one.days > 0]


def _next_month(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def preset(name: str, *, today: date) -> Period:
    """The days up to today; a week begins on Monday."""
    if name == WEEK:
        return Period(today - timedelta(days=today.weekday()), today)
    return Period(today - timedelta(days=_DAYS[name] - 1), today)


def chosen(first: date, last: date, *, today: date) -> Period | None:
    """The days somebody chose, up to today at the latest; None where they are not to be told."""
    last = min(last, today)
    # So early there are no days before to stand beside.
    is_early = first.year <= 1 + LONGEST // 365
    if first > last or is_early or (last - first).days >= LONGEST:
        return None
    return Period(first, last)
