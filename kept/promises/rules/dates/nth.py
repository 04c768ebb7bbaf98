"""The nth of something: `first Monday of June`, `last week of October`, `20th of next month`."""

from __future__ import annotations

from kept.promises.rules.dates.calendar import (
    DAY,
    Span,
    day_span,
    nth_weekday,
    period,
    step,
    week_of,
)
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import number, ordinal, spelled
from kept.promises.rules.dates.said import Said, meant
from kept.promises.rules.dates.seasons import quarter_at
from kept.promises.rules.dates.turned import turned_at
from kept.promises.rules.dates.weeks import period_at


def nth_of_something(line: Line, i: int) -> Said | None:
    """`first Monday of June`, `last week of October`, `20th of next month`, `last four months of 2021`."""
    j = line.skip(i, "the")
    nth, k, spread = 0, j, 1
    if line.has(j, "last") and line.word(j) not in {"past", "the past"}:
        nth, k = -1, j + 1
        count = spelled(line, k) or (number(line, k) if line.has(k, "digits") else None)
        if count and line.has(count.stop, "unit"):
            spread, k = int(count.value), count.stop
    else:
        place = ordinal(line, j)
        if place is None or not (place.marked or place.figures):
            return None
        nth, k = place.value, place.stop
        if line.has(k, "last") and place.marked:
            nth, k = -nth, k + 1
        elif (
            line.get(j, "ord") == 1
            and (count := number(line, k))
            and line.has(count.stop, "unit")
            and count.value == int(count.value)
        ):
            spread, k = int(count.value), count.stop
        if not place.marked and not (line.has(k, "genitive") or line.word(k) in {"in", "of"}):
            return None
    if nth == 0 or abs(nth) > 366 or not 0 < spread < 400:
        return None
    weekday, unit = line.get(k, "weekday"), line.get(k, "unit")
    if line.has(k, "weekof"):
        unit = None
    part = ""
    if weekday is not None:
        k += 1
        if line.has(k, "part"):
            part, k = line.get(k, "part"), k + 1
    elif unit is not None and nth:
        if unit not in {"day", "week", "month", "weekend", "year", "workday"}:
            return None
        k += 1
    elif line.has(k, "weekof") and line.word(k) in {"week of", "week of the"}:
        unit, k = "week", k
        return _nth_of(line, nth, spread, None, "week", part, k + 1)
    elif nth < 0 or unit:
        return None
    else:
        unit = "day"
        if not (
            line.has(k, "genitive")
            or line.word(k) in {"in", "of"}
            or line.tokens[k].m.keys() & {"this", "next"}
        ):
            return None
    if not (
        line.has(k, "genitive")
        or line.has(k, "of")
        or line.tokens[k].m.keys() & {"this", "next", "last"}
    ):
        return None
    if line.has(k, "genitive") or line.has(k, "of"):
        inside = line.word(k) if line.has(k, "the") else ""
        k += 1 if not inside else 0
    return _nth_of(line, nth, spread, weekday, unit or "", part, k)


def _nth_of(
    line: Line, nth: int, spread: int, weekday: int | None, unit: str, part: str, k: int
) -> Said | None:
    whole = container(line, k)
    if whole is None:
        return None
    span, stop = whole
    if (
        weekday is None
        and unit == "day"
        and nth > 0
        and spread == 1
        and span.grain not in {"month", "year", "week", "quarter"}
    ):
        return None
    if weekday is not None:
        day = nth_weekday(span, weekday, nth)
        if day is None:
            return None
        found = day_span(day)
    elif unit == "week" and spread == 1:
        found = week_of(span, nth)
    elif unit == "weekend":
        saturday = nth_weekday(span, 5, nth)
        if saturday is None:
            return None
        found = Span(saturday, saturday + 2 * DAY, "day")
    else:
        edge = span.start if nth > 0 else span.end
        offset = (nth - 1) if nth > 0 else nth + 1 - spread if nth == -1 else nth
        start = step(edge, unit, offset)
        found = Span(start, step(start, unit, spread), unit)
        if not span.start <= found.start < span.end or found.end > span.end + DAY:
            return None
    kind = "moment" if spread == 1 and unit != "weekend" else "range"
    return Said(stop, span=found, part=part, kind=kind, sure=0.97)


def container(line: Line, k: int) -> tuple[Span, int] | None:
    """The month, year or quarter something is the nth of."""
    j = line.skip(k, "the") if line.has(k + 1, "unit") else k
    unit = line.get(j, "unit")
    if unit in {"month", "year", "quarter", "week"} and (
        j > k or line.word(k - 1).endswith(" the") or line.options.get("turn_behind")
    ):
        turned = period_at(line, k) if line.options.get("turn_behind") else None
        if turned and turned.span and turned.stop > j + 1:
            return turned.span, turned.stop
        return period(line.at, unit, 0, line.week_start), j + 1
    said = turned_at(line, k) if line.tokens[k].m.keys() & {"this", "next", "last"} else None
    said = said or calendar_date(line, k) or quarter_at(line, k)
    if said is None or said.day is not None or said.kind == "count" or said.weekday is not None:
        return None
    span = meant(line, said)
    if span is None or span.grain not in {"month", "quarter", "year", "week", "decade"}:
        return None
    return span, said.stop
