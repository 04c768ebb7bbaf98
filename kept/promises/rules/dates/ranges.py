"""From one date to another: `4-6 March`, `from Monday to Friday`, `between May and October 2020`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kept.promises.rules.dates.around import size_of
from kept.promises.rules.dates.calendar import Span, local, midnight, period, step
from kept.promises.rules.dates.counted import any_date
from kept.promises.rules.dates.lengths import length
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.moments import moment
from kept.promises.rules.dates.month_days import (
    between_ends,
    days_of_month,
    month_with_days,
    numbered_day,
    ranged,
    same_month,
)
from kept.promises.rules.dates.said import Said, meant
from kept.promises.rules.dates.when import When
from kept.promises.rules.dates.years import YEARS, year_behind

COARSE = {"month", "quarter", "year", "decade", "century"}


def date_range(line: Line, i: int) -> When | None:
    if line.near[i] > 4:
        return None
    opened = line.has(i, "from")
    j = i + 1 if opened else i
    try:
        found = (
            days_of_month(line, i, j, opened=opened)
            or _years(line, i, j, opened=opened)
            or _two_dates(line, i, j, opened=opened)
            or (None if opened else month_with_days(line, i))
            or _with_length(line, i)
        )
    except (ValueError, OverflowError):
        return None
    return found


def _years(line: Line, i: int, j: int, *, opened: bool) -> When | None:
    first, second = line.get(j, "digits"), line.get(j + 2, "digits")
    if first is None or second is None or size_of(line, j) != 4 or size_of(line, j + 2) != 4:
        return None
    k = between_ends(line, j + 1, opened=opened)
    if k != j + 2 or not first < second or first not in YEARS or second not in YEARS:
        return None
    if not line.opens_freely(j) or not line.closes_freely(j + 3):
        return None
    if opened and line.word(i).startswith("from") and line.word(j + 1) == "and":
        return None
    if not opened and line.dash(j + 1) and not line.attached(j + 1):
        return None
    return ranged(line, i, j + 3, local(first, 1, 1), local(second, 1, 1), "year", 0.85)


def _two_dates(line: Line, i: int, j: int, *, opened: bool) -> When | None:
    first = any_date(line, j)
    if first and line.has(first.stop, "todate"):
        return _to_now(line, i, first.stop + 1, first)
    k = between_ends(line, first.stop, opened=opened) if first else None
    if first and k is not None and not first.instant and first.kind != "count":
        second = any_date(line, k) or _attached_date(line, k)
        if second and second.kind != "count" and not line.has(second.stop, "at"):
            found = _between_dates(line, i, first, second)
            if found:
                return found
        if line.has(k, "now"):
            return _to_now(line, i, k + 1, first)
        day = numbered_day(line, k)
        if (
            first.day
            and first.month
            and day
            and day[0] > first.day
            and _ends(line, day[1], marked=day[2])
        ):
            year, stop = year_behind(line, day[1], glued=False)
            return same_month(
                line,
                i,
                first.day,
                Said(
                    stop if year else day[1], day=day[0], month=first.month, year=first.year or year
                ),
            )
    return _two_moments(line, i, j, opened=opened)


def _to_now(line: Line, i: int, stop: int, first: Said) -> When | None:
    """Days count to their end, today too."""
    start = _start(line, first, past=True)
    today = midnight(line.at)
    return ranged(line, i, stop, start, step(today, "day", 1), "day", 0.9) if start else None


def _ends(line: Line, stop: int, *, marked: bool) -> bool:
    after = line.tokens[stop].m
    if after.keys() & {"ampm", "oclock", "unit", "hourmark"}:
        return False
    return line.closes_freely(stop) and (
        marked or not (line.word(stop) == ":" and not line.tokens[stop].gap)
    )


def _attached_date(line: Line, k: int) -> Said | None:
    """The second of `3/4-5/6/2027`: figures stuck to the dash before them."""
    if not line.attached(k) or not line.dash(k - 1):
        return None
    token = line.tokens[k]
    gap, token.gap = token.gap, 1
    keys = [("date", k), ("any date", k), ("counted", k)]
    kept = {key: line.memo.pop(key) for key in keys if key in line.memo}
    try:
        return any_date(line, k)
    finally:
        token.gap = gap
        for key in keys:
            line.memo.pop(key, None)
        line.memo.update(kept)


def _start(line: Line, said: Said, *, past: bool) -> datetime | None:
    span = meant(line, said, past=past and said.is_open)
    return span.start if span else None


def _between_dates(line: Line, i: int, first: Said, second: Said) -> When | None:
    if (
        first.is_open
        and not first.month
        and second.span
        and not first.weekday
        and second.span.end
        <= line.at + (midnight(line.at) - line.at) + (second.span.end - second.span.start)
    ):
        starts = _start(line, first, past=True)
        if starts is None:
            return None
        return _closed(line, i, starts, second, second.span)
    fixed = second.year or (second.span.start.year if second.span else None)
    if first.is_open and fixed and first.month:
        candidate = meant(line, replace(first, year=fixed, weekday=None))
        end = meant(line, second)
        if candidate is None or end is None:
            return None
        if candidate.start > end.start:
            candidate = meant(line, replace(first, year=fixed - 1, weekday=None))
        return _closed(line, i, candidate.start, second, end) if candidate else None
    if first.day and not first.month and first.weekday is None and second.month:
        first = replace(first, month=second.month)
    if first.is_open and first.month and second.is_open:
        for year in (
            line.at.year - 1,
            line.at.year,
            line.at.year + 1,
            line.at.year + 2,
            line.at.year + 3,
            line.at.year + 4,
        ):
            start = meant(line, replace(first, year=year, weekday=None, which=""))
            end = meant(line, replace(second, which=""), after=start.start) if start else None
            if start and end and end.end > midnight(line.at):
                return _closed(line, i, start.start, second, end)
        return None
    start = meant(line, first)
    if start is None:
        return None
    same = (
        first.weekday is not None
        and second.weekday is not None
        and second.day is None
        and second.which in {"", "this"}
    )
    after = start.start if second.is_open or same else None
    if same:
        second = replace(second, which="")
    end = meant(line, second, after=after)
    if end is None or end.start < start.start:
        return None
    # Both named ends count: `between the end of 2003 and the end of 2005` closes with 2005.
    return _closed(line, i, start.start, second, end)


def _closed(line: Line, i: int, start: datetime, second: Said, end: Span) -> When | None:
    """Days count to their end; months and years named last are where it stops."""
    stop = end.start if end.grain in COARSE and second.edge != "end" else end.end
    if second.edge == "begin":
        stop = end.start
    grain = "day" if end.grain not in COARSE else end.grain
    return ranged(line, i, second.stop, start, stop, grain, 0.93)


def _two_moments(line: Line, i: int, j: int, *, opened: bool) -> When | None:
    """`from 5pm on Monday to 9am on Tuesday`, `from now until 3 minutes later`."""
    first = moment(line, j)
    k = between_ends(line, first.stop, opened=opened) if first else None
    if first is None or k is None or first.start is None:
        return None
    second = moment(line, k)
    if (
        second is None
        or (second.end or second.start) is None
        or not (first.has_date or second.has_date or second.has_clock)
    ):
        return None
    if (
        first.has_clock
        and not first.has_date
        and second.has_clock
        and not second.has_date
        and not opened
    ):
        return None
    start = first.start
    end = second.end or second.start
    if (
        first.has_clock
        and not first.has_date
        and second.has_date
        and second.has_clock
        and second.start
    ):
        if line.has(j, "now"):
            return None
        start = second.start.replace(hour=start.hour, minute=start.minute, second=start.second)
    if line.has(j, "now") and second.grain == "day":
        start = midnight(start)
    if end is None or end <= start:
        return None
    if first.kind == "range" and first.has_date is False and second.has_date:
        return None
    return ranged(line, i, second.stop, start, end, second.grain, 0.9)


def _with_length(line: Line, i: int) -> When | None:
    """`for 5 days from today`, `a week starting today`, `for 2 hours from 9 am`."""
    j = line.skip(i, "for")
    said = length(line, j)
    if said is None:
        return None
    k = said.stop
    if line.has(k - 1, "weekof"):
        k -= 1
    starting = line.has(k, "weekof") or (
        line.has(k, "startingx") and (j > i or not line.has(k, "fromx"))
    )
    if not starting:
        return None
    k += 1
    if line.has(k, "starting") or line.word(k) == "on":
        k += 1
    begin = moment(line, k)
    if begin is None or begin.start is None or (begin.kind == "range" and not begin.has_date):
        return None
    start = begin.start
    if said.working and period(start, "day").start == start:
        start = step(step(start, "day", -1), "workday", 1)
        end = step(step(start, "workday", int(said.parts[0][0]) - 1), "day", 1)
    else:
        end = said.after(start)
    grain = "minute" if begin.has_clock else "day"
    return When(
        i,
        begin.stop,
        start,
        end,
        grain,
        kind="range",
        sure=0.9,
        has_date=begin.has_date,
        has_clock=begin.has_clock,
    )
