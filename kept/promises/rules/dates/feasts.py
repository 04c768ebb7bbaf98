"""Holidays by name, in the year said or the next one to come."""

from __future__ import annotations

from kept.promises.rules.dates import holidays
from kept.promises.rules.dates.calendar import DAY, midnight, period
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.said import Said, known
from kept.promises.rules.dates.years import year_behind


def holiday_at(line: Line, i: int, which: str = "") -> Said | None:
    name = line.get(i, "holiday")
    stop = i + 1
    year, end = year_behind(line, stop, glued=False)
    j = stop
    if year is None:
        k = line.skip(stop, "genitive", "in")
        turned = line.date_at(k) if line.tokens[k].m.keys() & {"this", "next", "last"} else None
        if turned and turned.span and turned.span.grain == "year" and turned.kind != "count":
            year, end = turned.span.start.year, turned.stop
        elif line.has(stop, "in") and line.has(k, "a") and line.get(k + 1, "unit") == "year":
            year, end = line.at.year + 1, k + 2
            near = [s for s in holidays.around(name, line.at.year) if s.end > line.at]
            if near:
                year = near[0].start.year + 1
    if year is not None:
        span, j = holidays.in_year(name, year), end
    else:
        today = midnight(line.at)
        known_days = holidays.around(name, line.at.year)
        if which == "last":
            span = next((s for s in reversed(known_days) if s.end <= today), None)
        else:
            edge = today + (DAY if which == "next" else 0 * DAY)
            span = next((s for s in known_days if s.end > edge), None)
    if span is None:
        return None
    if line.get(j, "unit") == "weekend" and j == stop:
        year, end = year_behind(line, j + 1, glued=False)
        span = holidays.in_year(name, year) if year else span
        if span:
            return known(period(span.start, "weekend"), end if year else j + 1)
        return None
    length = span.end - span.start
    return known(span, j, kind="moment" if length <= DAY else "range", sure=0.95)
