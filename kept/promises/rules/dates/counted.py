"""Seen from another time: three days ago, in two weeks, two days after Easter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.calendar import DAY, Span, day_span, midnight, period
from kept.promises.rules.dates.clock import next_time, time_on
from kept.promises.rules.dates.clocks import clock
from kept.promises.rules.dates.lengths import Length, length, passed, reached
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import number
from kept.promises.rules.dates.periods import date_at
from kept.promises.rules.dates.said import Said, known, meant


def any_date(line: Line, i: int) -> Said | None:
    """A date, counted ones included."""
    key = ("counted", i)
    if key not in line.memo:
        if line.depth > 4 or line.near[i] > 5:
            return None
        line.depth += 1
        try:
            both = [one for one in (date_at(line, i), counted_at(line, i)) if one]
        except (ValueError, OverflowError):
            both = []
        finally:
            line.depth -= 1
        line.memo[key] = max(both, key=lambda one: one.stop, default=None)
    found: Said | None = line.memo[key]
    return found


def counted_at(line: Line, i: int) -> Said | None:
    m = line.tokens[i].m
    if "closest" in m and line.has(i + 1, "weekday"):
        return _closest(line, i)
    if "ago_before" in m:  # il y a trois jours, vor drei Tagen, hace tres días
        said = length(line, line.skip(i + 1, "approximately"))
        return _reach(line, said, line.at, -1, said.stop) if said else None
    if "in" in m and not m.keys() & {"next", "last", "this"}:
        return _in_a_while(line, i)
    if "dayrel" in m and m["dayrel"] == 0 and line.has(i + 1, "in"):
        return _in_a_while(line, i + 1)
    if not m.keys() & {"digits", "num", "few", "half", "a", "fraction", "quarter", "the"}:
        return None
    if "the" in m:
        return _day_beside(line, i)
    said = length(line, i)
    if said is None:
        return _weekdays_off(line, i)
    j = said.stop
    m = line.tokens[j].m
    if (
        {unit for _, unit in said.parts} == {"week"}
        and not line.has(j - 1, "weekof")
        and (line.has(j, "dayrel") or (line.word(j) == "on" and line.has(j + 1, "weekday")))
    ):
        of = date_at(line, j if line.has(j, "dayrel") else j + 1)  # a week on Tuesday
        span = meant(line, of) if of and of.is_day else None
        return _reach(line, said, span.start, 1, of.stop) if of and span else None
    if "afternext" in m:
        return _after_next(line, said, j + 1)
    if "ago" in m and line.word(j) not in {"earlier", "back", "prior", "previously"}:
        return _reach(line, said, line.at, -1, j + 1)
    if "later" in m and not _is_genitive_noun(line, j):
        return _reach(line, said, line.at, 1, j + 1)
    if line.word(j) == "earlier" or (
        line.word(j) == "back"
        and line.word(j + 1) not in {"in", "to", "at", "from", "home", "with", "on"}
    ):
        return _reach(line, said, line.at, -1, j + 1)
    return _beside(line, said, j)


def _closest(line: Line, i: int) -> Said | None:
    """`the closest Monday to October 5th`"""
    of = date_at(line, line.skip(i + 3, "the")) if line.has(i + 2, "to") else None
    span = meant(line, of) if of else None
    if of is None or span is None:
        return None
    days = [span.start + n * DAY for n in (0, -1, 1, -2, 2, -3, 3)]
    return known(
        day_span(next(day for day in days if day.weekday() == line.get(i + 1, "weekday"))), of.stop
    )


def _weekdays_off(line: Line, i: int) -> Said | None:
    """`two Sundays from now`, `three Fridays ago`"""
    count = number(line, i)
    if count is None or not 0 < count.value < 100 or count.value != int(count.value):
        return None
    m = line.tokens[count.stop].m
    weekday = m.get("weekdays", m.get("weekday"))
    after = line.tokens[count.stop + 1].m
    sign = 1 if "later" in after else -1 if "ago" in after and "later" not in after else 0
    stop = count.stop + 2
    if "fromx" in after and line.has(stop, "now"):
        sign, stop = 1, stop + 1
    if weekday is None or not sign:
        return None
    today = midnight(line.at)
    first = (weekday - today.weekday()) % 7 or 7
    days = (
        first + 7 * (int(count.value) - 1)
        if sign > 0
        else -((7 - first) or 7) - 7 * (int(count.value) - 1)
    )
    return known(day_span(today + days * DAY), stop)


def _after_next(line: Line, said: Length, k: int) -> Said | None:
    """`three weeks after next Monday`, where `after next` is not one word."""
    of: Said | None = None
    if line.has(k, "weekday"):
        of = Said(k + 1, weekday=line.get(k, "weekday"), which="next")
    elif line.has(k, "month"):
        of = Said(k + 1, month=line.get(k, "month"), which="next")
    elif line.get(k, "unit") in {"week", "month", "year"}:
        of = known(period(line.at, line.get(k, "unit"), 1, line.week_start), k + 1)
    span = meant(line, of) if of else None
    return _reach(line, said, span.start, 1, of.stop) if of and span and not said.is_clock else None


def _is_genitive_noun(line: Line, j: int) -> bool:
    return line.word(j) in {"out", "away"} and not rests(line, j + 1)


def _reach(line: Line, said: Length, origin: datetime, sign: int, stop: int) -> Said:
    start, end, grain = reached(line, said, origin, sign)
    sure = 0.95
    if end is None:
        return Said(stop, span=Span(start, start, grain), sure=sure, instant=True)
    counted = "workday" if said.working else "day"
    return replace(known(Span(start, end, grain), stop, sure=sure), counted=counted)


def _beside(line: Line, said: Length, j: int) -> Said | None:
    """`two days after Easter`, `4 days from Monday`, `6 days before Easter`."""
    m = line.tokens[j].m
    sign = 1 if "fromx" in m else -1 if "beforex" in m else 0
    if not sign or line.has(j + 1, "from"):
        return None
    k = line.skip(j + 1, "the") if line.has(j + 1, "the") and not date_at(line, j + 1) else j + 1
    if said.is_clock:
        there = clock(line, k)
        if there and not there.weak:
            day = any_date(line, line.skip(there.stop, "on"))
            span = meant(line, day) if day and day.is_day else None
            origin = time_on(line, there, span.start) if span else next_time(line, there)
            stop = day.stop if day and span else there.stop
            return Said(stop, span=_instant(said.after(origin, sign)), instant=True)
        if line.has(k, "now") or (line.get(k, "dayrel") == 0 and sign > 0):
            return Said(k + 1, span=_instant(passed(line, said, sign)), instant=True)
        return None
    if line.has(k, "now"):
        return _reach(line, said, line.at, sign, k + 1)
    of = any_date(line, k)
    span = meant(line, of, past=False) if of and of.kind != "count" else None
    if span is None or of is None:
        return None
    origin = span.start
    if "since" in m and of.span is None:
        past = meant(line, of, past=True)
        origin = past.start if past else origin
    return _reach(line, said, origin, sign, of.stop)


def _instant(moment: datetime) -> Span:
    return Span(moment, moment, "minute")


def _day_beside(line: Line, i: int) -> Said | None:
    """`the day after`, `the day before Christmas`, `the week after Easter`."""
    unit = line.get(i + 1, "unit")
    m = line.tokens[i + 2].m
    sign = 1 if m.keys() & {"hard_after", "fromx"} else -1 if "before" in m else 0
    if unit not in {"day", "week", "month"} or not sign or line.word(i + 2) in {"from", "since"}:
        return None
    of = any_date(line, i + 3)
    span = meant(line, of) if of and of.kind != "count" else None
    if span and of:
        if unit == "day":
            start = (span.end - DAY if sign > 0 else span.start) + sign * DAY
            return known(day_span(start), of.stop)
        if unit == "week" and span.grain == "day":
            return known(period(span.start, "week", sign, line.week_start), of.stop, kind="range")
        return None
    if (
        unit == "day"
        and rests(line, i + 3)
        and not line.has(i + 3, "digits")
        and i
        and line.word(i - 1) != "day"
    ):
        before = line.word(i - 1)
        if before not in {"on", "of"}:
            return known(day_span(midnight(line.at) + sign * DAY), i + 3, sure=0.5)
    return None


def _in_a_while(line: Line, i: int) -> Said | None:
    """`in two hours`, `in a week's time`, `in two days from today`, `in 20'`."""
    j = i + 1
    said = length(line, j)
    if said is None:
        value = line.get(j, "digits")
        if (
            value in {5, 10, 15, 20, 25, 30, 45}
            and line.tokens[j + 1].start == line.tokens[j + 1].end
            and i < 3
        ):
            there = line.at + timedelta(minutes=value)
            return Said(j + 1, span=Span(there, there, "minute"), sure=0.6, instant=True)
        return None
    stop = said.stop
    if line.has(stop, "later") or line.has(stop, "timeword"):
        stop += 1
    elif (beside := _beside(line, said, stop)) is not None:
        return beside
    return _reach(line, said, line.at, 1, stop)
