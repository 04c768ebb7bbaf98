"""`the week`, `the weekend`, `week 20`, `the week of the 5th`, `the rest of the month`, `tomorrow`."""

from __future__ import annotations

from datetime import datetime

from kept.promises.rules.dates.calendar import DAY, Span, day_span, midnight, period
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import ordinal
from kept.promises.rules.dates.said import Said, known, meant
from kept.promises.rules.dates.seasons import season_at
from kept.promises.rules.dates.turned import PERIODS, one_period
from kept.promises.rules.dates.years import year_behind


def relative_day(line: Line, i: int) -> Said | None:
    offset = line.get(i, "dayrel")
    if line.has(i, "part") and i and line.has(i - 1, "greeting"):
        return None
    if line.has(i, "part") and i and line.word(i - 1) in line.options.get("part_marks", ()):
        return None  # am Abend
    stop = i + 1
    if line.has(stop, "age"):
        return None
    return known(day_span(midnight(line.at) + offset * DAY), stop, sure=0.98)


def period_at(line: Line, i: int) -> Said | None:
    j = line.skip(i, "the")
    m = line.tokens[j].m
    if "weekof" in m:
        if line.get(j + 1, "holiday") or not (of := line.date_at(line.skip(j + 1, "the"))):
            of = line.date_at(j + 1)
        if of is None:
            of = calendar_date(line, j + 1) or bare_day(line, j + 1)
        span = meant(line, of) if of else None
        if span and of and span.grain == "day":
            week = period(span.start, "week", 0, line.week_start)
            return known(week, of.stop, kind="range")
        return None
    if "weekword" in m and line.has(j + 1, "digits") and line.attached(j + 2) is False:
        return _week_number(line, j)
    if "season" in m:
        dated = line.has(j + 1, "digits") and year_behind(line, j + 1, glued=False)[0]
        if dated and line.get(j, "season") != "season":
            return season_at(line, j, 0)
        before = line.tokens[i - 1].m if i else {}
        if (
            line.get(j, "season") != "season"
            and (j > i or "in" in before or "by" in before)
            and line.word(j) != "fall"
        ):
            return season_at(line, j, 0)
        return None
    unit = m.get("unit")
    if unit is None:
        return None
    turn = line.tokens[j + 1].m
    if line.options.get("turn_behind") and unit in PERIODS | {"day"}:
        which = "next" if "next" in turn else "last" if "last" in turn else ""
        if which:
            turned = one_period(line, j, which, coming=False)
            return turned.until(j + 2) if turned else None
    if "afternext" in turn and unit in PERIODS:
        return known(period(line.at, unit, 2, line.week_start), j + 2, kind="range")
    if line.word(j + 1) == "before" and line.has(j + 2, "last") and unit in PERIODS:
        return known(period(line.at, unit, -2, line.week_start), j + 3, kind="range")
    if unit == "weekend" and not (i and line.has(i - 1, "every")) and line.word(j)[-1:] != "s":
        k = j + 1
        if line.has(k, "genitive"):
            of = line.date_at(line.skip(k + 1, "the")) or line.date_at(k + 1)
            span = meant(line, of) if of else None
            if span and of and span.grain in {"day", "week"}:
                return known(period(span.start, "weekend"), of.stop, kind="range")
        if i and line.has(i - 1, "greeting"):
            return None
        return known(period(line.at, "weekend"), j + 1, kind="range", sure=0.85)
    article = line.word(i) if j > i else line.word(i - 1) if i else ""
    if unit in {"week", "month", "year"} and article in line.options.get("articles", {"the"}):
        if line.word(j)[-1:] == "s" and unit != "week" and not line.options.get("articles"):
            return None
        if unit == "quarter" or (i and line.has(i - 1, "greeting")):
            return None
        return known(period(line.at, unit, 0, line.week_start), j + 1, kind="range", sure=0.4)
    return None


def bare_day(line: Line, i: int) -> Said | None:
    found = ordinal(line, i)
    if found and 1 <= found.value <= 31 and (found.marked or line.has(i - 1, "the")):
        return Said(found.stop, day=found.value)
    return None


def _week_number(line: Line, j: int) -> Said | None:
    number_said = line.get(j + 1, "digits")
    stop = j + 2
    if (
        not 1 <= number_said <= 53
        or not line.closes_freely(stop)
        or line.has(stop, "unit")
        or line.has(stop, "ampm")
    ):
        return None
    year, end = year_behind(line, stop, glued=False)
    try:
        monday = datetime.fromisocalendar(year or line.at.year, number_said, 1)
    except ValueError:
        return None
    return known(Span(monday, monday + 7 * DAY, "week"), end if year else stop, sure=0.9)


def rest_at(line: Line, i: int) -> Said | None:
    """`the rest of the week`, `all week`."""
    whole = line.has(i, "whole")
    j = line.skip(i + 1, "the", "this", "genitive")
    j = line.skip(j, "the", "this")
    if line.word(j - 1) in {"that", "those", "these"}:
        return None
    unit = line.get(j, "unit")
    if unit not in {"day", "week", "month", "quarter", "year"}:
        return None
    if whole and (line.word(j)[-1:] == "s" or line.has(i, "every")) and line.word(i) not in {"all"}:
        return None
    span = period(line.at, unit, 0, line.week_start)
    # Both corpora end the rest of a week before its Sunday.
    end = span.end - DAY if unit == "week" else span.end
    start = span.start if whole else (line.at if unit == "day" else midnight(line.at))
    return known(Span(start, end, "day"), j + 1, kind="range", sure=0.8)
