"""Dates seen from the day of writing: `tomorrow`, `next week`, `end of May`, `first Monday of June`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.calendar import DAY, day_span, period
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.edges import edge_at, edge_word_at, later_at
from kept.promises.rules.dates.feasts import holiday_at
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.nth import nth_of_something
from kept.promises.rules.dates.said import Said, known, meant
from kept.promises.rules.dates.seasons import decade_at, quarter_at
from kept.promises.rules.dates.turned import count_turned, turned_at, weekday_turned
from kept.promises.rules.dates.weeks import bare_day, period_at, relative_day, rest_at


def date_at(line: Line, i: int) -> Said | None:
    """The longest date at `i`, of the calendar or seen from today."""
    key = ("any date", i)
    if key not in line.memo:
        if line.depth > 4 or line.near[i] > 4:
            return None
        line.depth += 1
        try:
            line.memo[key] = _date_at(line, i)
        except (ValueError, OverflowError):
            line.memo[key] = None  # years that no calendar holds
        finally:
            line.depth -= 1
    found: Said | None = line.memo[key]
    return found


def _date_at(line: Line, i: int) -> Said | None:
    m = line.tokens[i].m
    found = [calendar_date(line, i)]
    if "dayrel" in m:
        found.append(relative_day(line, i))
    if "holiday" in m:
        found.append(holiday_at(line, i))
    if "edgeword" in m:
        found.append(edge_word_at(line, i))
    if "edge" in m:
        found.append(edge_at(line, i))
    if "later_than_now" in m:
        found.append(later_at(line, i))
    if (
        "this" in m
        or "next" in m
        or "last" in m
        or "inside" in m
        or "overnext" in m
        or ("the" in m and line.tokens[i + 1].m.keys() & {"next", "last", "overnext"})
    ):
        found.append(turned_at(line, i))
    if "the" in m or "a" in m or "unit" in m or "weekof" in m or "weekword" in m or "season" in m:
        found.append(period_at(line, i))
    if "rest" in m or "whole" in m:
        found.append(rest_at(line, i))
    if m.keys() & {"the", "ord", "digits", "num", "last"}:
        found.append(nth_of_something(line, i))
        found.append(quarter_at(line, i))
    if "quarterword" in m:
        found.append(quarter_at(line, i))
    if "the" in m or "digits" in m:
        found.append(decade_at(line, i))
    if "digits" in m or "num" in m or "few" in m:
        found.append(count_turned(line, i))
    if "part" in m and line.has(i + 1, "genitive"):
        found.append(_part_of(line, i))
    if "the" in m and line.has(i + 1, "weekday"):
        found.append(weekday_turned(line, i + 1))
    if "weekday" in m:
        found.append(weekday_turned(line, i))
    best = max((one for one in found if one), key=lambda one: one.stop, default=None)
    return _followed(line, best) if best else None


def _followed(line: Line, said: Said) -> Said:
    """`next week Monday`, `1st week of October on Friday`, `Tuesday of this week`, `Monday next week`."""
    j = line.skip(said.stop, "on_date")
    if line.word(j) == "," or (line.has(j, "on") and line.has(j + 1, "weekday")):
        j += 1
    if said.span and said.span.grain == "week" and said.kind != "count" and line.has(j, "weekday"):
        weekday = line.get(j, "weekday")
        exact = calendar_date(line, j)
        if exact and exact.day is None:
            day = said.span.start + (weekday - said.span.start.weekday()) % 7 * DAY
            return known(day_span(day), j + 1, sure=0.97)
    if said.weekday is not None and said.day is None and not said.which:
        return _weekday_in(line, said)
    if said.span and said.is_day and line.get(said.stop - 1, "dayrel") in {0, 1}:
        return _week_from(line, said, said.span.start)
    return said


def _week_from(line: Line, said: Said, first: datetime) -> Said:
    """`Monday week`, `tomorrow week`, `Monday fortnight`: so long after that day."""
    unit = line.get(said.stop, "unit")
    weeks = {"week": 1, "fortnight": 2}.get(unit, 0)
    single = line.word(said.stop) in {"week", "fortnight", "wk"}
    if not (weeks and single and rests(line, said.stop + 1)):
        return said
    return known(day_span(first + 7 * weeks * DAY), said.stop + 1)


def _weekday_in(line: Line, said: Said) -> Said:
    """A weekday in the week that is said behind it."""
    j = said.stop
    for _ in range(2):
        j = line.skip(j, "genitive", "in", "the") if not line.has(j, "next") else j
        if line.word(j) in {",", "in", "of", "from"}:
            j += 1
    if not line.tokens[j].m.keys() & {"this", "next", "last", "the", "unit", "weekof"}:
        if line.has(said.stop, "afternext"):
            week = period(line.at, "week", 1 + 1, line.week_start)
            first = meant(line, replace(said, which=""))
            if first:
                return known(day_span(first.start + 7 * DAY), said.stop + 1)
            return known(day_span(week.start), said.stop + 1)
        return said
    if line.get(said.stop, "unit") in {"week", "fortnight"} and (first := meant(line, said)):
        later = _week_from(line, said, first.start)
        if later is not said:
            return later
    week_said = turned_at(line, j) or period_at(line, j)
    if (
        week_said
        and week_said.span
        and week_said.span.grain == "week"
        and week_said.kind != "count"
    ):
        start = week_said.span.start
        return known(
            day_span(start + ((said.weekday or 0) - start.weekday()) % 7 * DAY),
            week_said.stop,
            sure=0.97,
        )
    return said


def _part_of(line: Line, i: int) -> Said | None:
    """`the morning of the 15th of February`."""
    of = (
        date_at(line, i + 2)
        or date_at(line, line.skip(i + 2, "the"))
        or bare_day(line, line.skip(i + 2, "the"))
    )
    if of and not of.part and (of.is_day or (of.span and of.span.grain == "day")):
        return replace(of, part=line.get(i, "part"))
    return None
