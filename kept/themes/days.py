"""The last weeks of each theme, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Sum

from kept.themes.models import ThemeDay
from kept.themes.rules import rising
from kept.themes.rules.rising import Day

Row = tuple[int | None, int | None, date, int]
"""Theme, what it is part of, day, number of letters."""


def days_of(today: date, *, desks: Sequence[int] | None = None) -> dict[int, list[Day]]:
    """By theme that stands, its last weeks day by day with today; of these desks or of all.

    A merged theme counts in the one it is part of.
    """
    rows = ThemeDay.objects.filter(day__gte=_first(today), day__lte=today)
    if desks is not None:
        rows = rows.filter(desk__in=desks)
    found = rows.order_by().values_list("theme", "theme__merged_into", "day")
    return _days(found.annotate(sum=Sum("number")), today)


def days_by_desk(today: date) -> dict[int, dict[int, list[Day]]]:
    """The same for each desk that had letters, by its id."""
    rows = ThemeDay.objects.filter(day__gte=_first(today), day__lte=today, number__gt=0)
    by: defaultdict[int, list[Row]] = defaultdict(list)
    told = rows.order_by().values_list("desk", "theme", "theme__merged_into", "day", "number")
    for desk, theme, into, day, number in told:
        by[desk].append((theme, into, day, number))
    return {desk: _days(rows, today) for desk, rows in sorted(by.items())}


def _first(today: date) -> date:
    return today - timedelta(days=rising.MOST_PAST + len(rising.WINDOWS) - 1)


def _days(rows: Iterable[Row], today: date) -> dict[int, list[Day]]:
    whole: defaultdict[date, int] = defaultdict(int)
    numbers: defaultdict[int, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for theme, into, day, number in rows:
        if theme is None:
            whole[day] += number
        else:
            numbers[into or theme][day] += number
    begin = min((day for day, number in whole.items() if number), default=today)
    dates = [begin + timedelta(days=n) for n in range((today - begin).days + 1)]
    return {
        theme: [Day(of_day.get(day, 0), whole.get(day, 0), day.weekday()) for day in dates]
        for theme, of_day in numbers.items()
    }
