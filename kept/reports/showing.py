"""A report as its page shows it: figures at the top, a drawing, tables, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.kit.shares import Share, difference
from kept.reports import drawing, wording
from kept.reports.advising import Told, told_of
from kept.reports.looking import Asked, Read, all_hours, by_weekday, hour_row
from kept.reports.models import Facet
from kept.reports.parts import Part
from kept.reports.rules.lengths import Lengths, counts_differ, differ
from kept.reports.topics import HOURS, Column, Row, Topic

AGES = ((0, 2), (3, 7), (8, 14), (15, 30), (31, 90), (91, None))
"""Days since they began, both counting; the last without end."""


@dataclass(frozen=True, slots=True)
class Card:
    label: str
    says: str
    compared: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table. `link` leads to the report of this part alone."""

    name: str
    cells: list[str]
    link: str = ""


def cards_of(topic: Topic, read: Read, *, is_clock: bool) -> list[Card]:
    found = []
    is_known = any(read.seen.before.numbers.values())
    for name in topic.cards:
        column = topic.column(name)
        now, before = column.of(read.seen.now), column.of(read.seen.before)
        found.append(
            Card(
                str(column.label),
                cell(column, read.seen.now, is_clock=is_clock),
                wording.compared(
                    _differ(now, before) if is_known else "unknown",
                    cell(column, read.seen.before, is_clock=is_clock),
                ),
            )
        )
    return found


def cell(column: Column, row: Row, *, is_clock: bool) -> str:
    value = column.of(row)
    if isinstance(value, Share):
        return wording.share(value)
    if isinstance(value, Lengths):
        said = wording.most if column.kind == "most" else wording.median
        return said(value, is_clock=is_clock)
    if value is None:
        return "–"
    return f"{value:+d}" if column.kind == "change" and value else str(value)


def _differ(now: Any, before: Any) -> str:
    if isinstance(now, Share):
        return difference(now, before)
    if isinstance(now, Lengths):
        return differ(now, before)
    return counts_differ(now or 0, before or 0)


def lines_of(topic: Topic, read: Read, *, is_clock: bool) -> list[Line]:
    """Step by step; for hours, by weekday."""
    if topic is HOURS:
        return [
            Line(
                wording.weekday(weekday),
                [cell(column, hour_row(hour), is_clock=False) for column in topic.columns],
            )
            for weekday, hour in by_weekday(read.seen.hours)
        ]
    return [
        Line(
            wording.step(step, is_by_day=read.seen.period.is_by_day),
            [cell(column, row, is_clock=is_clock) for column in topic.columns],
        )
        for step, row in read.steps
    ]


def total_of(topic: Topic, read: Read, *, is_clock: bool) -> list[str]:
    row = all_hours(read.seen.hours) if topic is HOURS else read.seen.now
    return [cell(column, row, is_clock=is_clock) for column in topic.columns]


def parts_of(topic: Topic, of: Asked, read: Read) -> list[Line]:
    """Desks and tags by name; organisations, of which there are many, by how much came."""
    columns = part_columns(topic)
    found = [
        Line(
            read.names[part.key],
            [cell(column, _row(part), is_clock=of.form.is_clock) for column in columns],
            part_link(topic, of, part.key),
        )
        for part in read.seen.parts
    ]
    if of.facet == Facet.ORGANISATION:
        return found
    return sorted(found, key=lambda line: line.name.casefold())


def part_columns(topic: Topic) -> list[Column]:
    return [column for column in topic.columns if column.kind != "level"]


def part_link(topic: Topic, of: Asked, key: int) -> str:
    """The report of one part alone; where that is what is shown, nowhere."""
    address = reverse("reports:report", args=[topic.key])
    if of.facet == Facet.ALL:
        slug = next((desk.slug for desk in of.chosen if desk.pk == key), "")
        return "" if len(of.chosen) == 1 else f"{address}?{of.form.query(desk=slug)}"
    return f"{address}?{of.form.query(of=f'{of.form.told_by}:{key}')}"


def _row(part: Part) -> Row:
    return Row(part.now, part.took)


def drawn(topic: Topic, read: Read, *, is_clock: bool) -> dict[str, Any]:
    """The chart of a topic and the same in words."""
    if topic is HOURS:
        return _hours(read)
    steps = [wording.step(step, is_by_day=read.seen.period.is_by_day) for step, _row in read.steps]
    series = [
        drawing.Series(
            topic.kinds[number],
            str(topic.column(name).label),
            [_height(topic.column(name), row) for _step, row in read.steps],
            # More than one mark beside each other would not be told apart.
            [_height(topic.column(name), row) for row in read.before]
            if len(topic.drawn) < 3
            else (),
        )
        for number, name in enumerate(topic.drawn)
    ]

    def says(value: float) -> str:
        if topic.is_of_lengths:
            return wording.length(value, is_clock=is_clock)
        return f"{value:g}"

    chart = drawing.chart(
        series,
        steps,
        labels=[wording.step_short(step) for step, _row in read.steps],
        says=says,
        top_of=drawing.round_up_minutes if topic.is_of_lengths else None,
    )
    return {"chart": chart, "told": _chart_told(series, steps, says)}


def _height(column: Column, row: Row) -> float | None:
    value = column.of(row)
    if isinstance(value, Lengths):
        return value.median if value.is_worth_it else None
    return float(value) if isinstance(value, int) else None


def _chart_told(series: Sequence[drawing.Series], steps: Sequence[str], says: Any) -> str:
    """The chart for those who hear it."""
    told = []
    for number, step in enumerate(steps):
        parts = [
            f"{one.name} {says(value)}"
            for one in series
            if (value := one.values[number]) is not None
        ]
        told.append(f"{step}: {', '.join(parts) or _('too little is known')}.")
    return " ".join(told)


def _hours(read: Read) -> dict[str, Any]:
    numbers = {key: hour.received for key, hour in read.seen.hours.items()}

    def says(weekday: int, hour: int, number: int) -> str:
        waited = wording.median(read.seen.hours[weekday, hour].waited, is_clock=False)
        return _("{day}, {hour}:00: letters {n}, wait {median}").format(
            day=wording.weekday(weekday), hour=hour, n=number, median=waited
        )

    week = drawing.week(numbers, days=[wording.weekday_short(n) for n in range(7)], says=says)
    return {"week": week, "told": " ".join(f"{spot.says}." for spot in week.spots)}


def ages_of(read: Read) -> list[tuple[str, int, str]]:
    """How many are open, by how long ago they began, and how long a bar is that says so."""
    of = sum(read.seen.still_open.values()) or 1
    found = []
    for least, most in AGES:
        n = sum(
            number
            for day, number in read.seen.still_open.items()
            if least <= max(0, (read.seen.today - day).days) <= (most if most else 10**6)
        )
        words = (
            _("{least} to {most} days").format(least=least, most=most)
            if most
            else _("{n} days and more").format(n=least)
        )
        found.append((words, n, f"{100 * n / of:.1f}%"))
    return found


def median_age(read: Read) -> int | None:
    """Days since the one in the middle began, of all that are open."""
    of = sum(read.seen.still_open.values())
    below = 0
    for day in sorted(read.seen.still_open, reverse=True):
        below += read.seen.still_open[day]
        if 2 * below >= of:
            return max(0, (read.seen.today - day).days)
    return None


def advice_of(topic: Topic, of: Asked, read: Read) -> list[Told]:
    return told_of(topic.advise(read.seen), of, read, topic_key=topic.key)
