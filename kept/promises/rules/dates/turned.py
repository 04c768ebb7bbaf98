"""`this`, `next` and `last`: weeks, weekdays, months, and a number of them."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.calendar import (
    DAY,
    HOURS,
    Span,
    day_span,
    floor,
    midnight,
    period,
    step,
)
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.feasts import holiday_at
from kept.promises.rules.dates.lengths import UNITS, Length, length, passed, unit_at
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import number
from kept.promises.rules.dates.said import Said, known, meant
from kept.promises.rules.dates.seasons import quarter_is_time, season_at

PERIODS = {
    "week",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
    "weekend",
    "workweek",
    "fortnight",
}


def turned_at(line: Line, i: int) -> Said | None:
    """`this week`, `next Friday`, `last 6 months`, `the next two business days`."""
    j = (
        line.skip(i, "the")
        if not line.tokens[i].m.keys() & {"this", "next", "last", "inside", "overnext"}
        else i
    )
    m = line.tokens[j].m
    if "overnext" in m:
        return _over_next(line, j + 1)
    which = (
        "next"
        if "next" in m or "inside" in m
        else "last"
        if "last" in m
        else "this"
        if "this" in m
        else ""
    )
    if not which:
        return None
    coming, just_past = "coming" in m, "just_past" in m
    k = j + 1
    if (
        which == "this"
        and line.tokens[k].m.keys() & {"next", "last"}
        and "this" not in line.tokens[k].m
    ):
        return turned_at(line, k)
    if which == "this" and line.has(k, "dayrel"):
        return None
    k = line.skip(k, "approximately")
    target = line.tokens[k].m
    if "weekday" in target:
        dated = calendar_date(line, k)
        if dated and dated.month and dated.day:
            return replace(dated, which="this" if which == "this" else "")
        if dated and dated.day:
            return dated
        if (
            line.options.get("turn_behind")
            and which == "this"
            and (behind := weekday_turned(line, k))
        ):
            return behind
        how = "just past" if just_past and which == "last" else "" if coming else which
        if how == "this" and line.get(k, "weekday") < line.at.weekday():
            how = ""
        return Said(k + 1, weekday=line.get(k, "weekday"), which=how, sure=0.97)
    if "holiday" in target:
        return holiday_at(line, k, which)
    if "month" in target and line.word(k) not in {"second", "sec", "min"}:
        dated = calendar_date(line, k)
        if dated and (dated.day or dated.year):
            return replace(dated, which=which if which != "next" else "")
        if "weak" in target and which == "this" and not line.text[line.tokens[k].start].isupper():
            return None
        return Said(k + 1, month=line.get(k, "month"), which=which, sure=0.95)
    if "season" in target:
        return season_at(line, k, {"this": 0, "next": 1, "last": -1}[which])
    if which == "this" and "digits" in target:
        dated = calendar_date(line, k)
        if dated and dated.day and dated.month:
            return replace(dated, which="this")
        return None
    if "unit" in target:
        return one_period(line, k, which, coming=coming)
    if which != "this":
        return _several(line, k, which, coming=coming)
    return None


def _over_next(line: Line, k: int) -> Said | None:
    """`übernächste Woche`, `übernächsten Montag`"""
    unit = line.get(k, "unit")
    if unit in PERIODS and unit != "fortnight":
        return known(period(line.at, unit, 2, line.week_start), k + 1, kind="range")
    if line.has(k, "weekday"):
        first = meant(line, Said(k + 1, weekday=line.get(k, "weekday"), which="next"))
        return known(day_span(first.start + 7 * DAY), k + 1) if first else None
    return None


def one_period(line: Line, k: int, which: str, *, coming: bool) -> Said | None:
    unit = line.get(k, "unit")
    offset = {"this": 0, "next": 1, "last": -1}[which]
    if unit in {"second", "minute", "hour"}:
        if (
            which == "this"
            or line.word(k) in {"second", "sec", "min"}
            or (which == "last" and unit == "minute" and not line.plural(k))
        ):
            return None
        return _clock_span(line, 1, unit, offset, k + 1)
    if unit == "night" or (unit in UNITS and unit != "fortnight"):
        return None
    if unit == "quarter" and not quarter_is_time(line, k):
        return None
    if unit in {"day", "week"} and which != "this" and line.plural(k):
        return _run(line, 3, unit, offset, k + 1)  # the next days
    if unit == "fortnight":
        span = period(line.at, "week", 1 if offset > 0 else -2, line.week_start)
        return known(Span(span.start, span.start + 14 * DAY, "week"), k + 1, kind="range")
    if unit == "workday":
        day = midnight(line.at)
        if offset:
            day = midnight(step(line.at, "workday", offset))
        return known(day_span(day), k + 1)
    if unit == "weekend" and which == "next" and coming:
        offset = 0
    span = period(line.at, unit, offset, line.week_start)
    stop = k + 1
    if unit == "week" and line.has(stop, "unit") and line.get(stop, "unit") == "weekend":
        span, stop = period(line.at, "weekend", offset), stop + 1
    if line.has(stop, "afternext") and which == "this":
        span, stop = period(line.at, unit, 2, line.week_start), stop + 1
    return known(span, stop, kind="moment" if unit == "day" else "range", sure=0.96)


def _several(line: Line, k: int, which: str, *, coming: bool) -> Said | None:
    """A number of whole days, weeks, months after this one, or before; hours run from now."""
    count = number(line, k)
    if count is None or count.value != int(count.value) or not 0 < count.value < 1000:
        return _part_of_an_hour(line, k, 1 if which == "next" else -1)
    stop = count.stop
    said = unit_at(line, stop, figures=count.figures)
    if said is None:
        return _part_of_an_hour(line, k, 1 if which == "next" else -1)
    unit, after = said
    total = int(count.value)
    many = length(line, k)
    if many and len(many.parts) > 1 and not line.tokens[many.stop].m.keys() & {"ago", "later"}:
        there = passed(line, many, 1 if which == "next" else -1)
        if not many.is_clock:
            near = midnight(line.at) + (DAY if which == "next" else 0 * DAY)
            there = midnight(many.after(near, 1 if which == "next" else -1))
            return known(Span(min(near, there), max(near, there), "day"), many.stop, kind="count")
        return replace(
            known(
                Span(min(line.at, there), max(line.at, there), many.finest), many.stop, kind="count"
            ),
            instant=True,
        )
    return _run(line, total, unit, 1 if which == "next" else -1, after)


def _part_of_an_hour(line: Line, k: int, sign: int) -> Said | None:
    """`the next half hour`, `the next 24 to 48 hours`"""
    said = length(line, k)
    if said is None or said.finest not in {"hour", "minute"}:
        return None
    there = passed(line, said, sign)
    span = Span(min(line.at, there), max(line.at, there), "minute")
    return replace(known(span, said.stop, kind="count"), instant=True)


def _run(line: Line, total: int, unit: str, sign: int, stop: int) -> Said | None:
    unit, factor = UNITS.get(unit, (unit, 1))
    total *= factor
    if unit in HOURS:
        return _clock_span(line, total, unit, sign, stop)
    if unit == "workday":
        first = midnight(line.at)
        near = midnight(step(first, "workday", sign))
        far = midnight(step(first, "workday", sign * total))
        span = Span(min(near, far), max(near, far) + DAY, "day")
        return known(span, stop, kind="count")
    if unit in {"weekend", "workweek"}:
        near = period(line.at, unit, sign).start
        far_span = period(line.at, unit, sign * total)
        return known(
            Span(min(near, far_span.start), max(far_span.end, near), "day"), stop, kind="count"
        )
    base = floor(line.at, unit, line.week_start)
    if sign > 0:
        start = step(base, unit, 1)
        return known(Span(start, step(start, unit, total), unit), stop, kind="count")
    return known(Span(step(base, unit, -total), base, unit), stop, kind="count")


def _clock_span(line: Line, total: int, unit: str, sign: int, stop: int) -> Said:
    there = passed(line, Length(((total, unit),), stop), sign)
    span = Span(line.at, there, unit) if sign > 0 else Span(there, line.at, unit)
    return replace(known(span, stop, kind="count"), instant=True)


def count_turned(line: Line, i: int) -> Said | None:
    """`4 upcoming months`, `the 13 last minutes`."""
    count = number(line, i)
    if count is None or count.value != int(count.value) or not 0 < count.value < 1000:
        return None
    if line.options.get("turn_behind") and (unit := unit_at(line, count.stop, figures=False)):
        turn = line.tokens[unit[1]].m
        if turn.keys() & {"next", "last"} and not turn.keys() & {"ago", "later"}:
            return _run(line, int(count.value), unit[0], 1 if "next" in turn else -1, unit[1] + 1)
    m = line.tokens[count.stop].m
    sign = 1 if "next" in m else -1 if "last" in m else 0
    said = unit_at(line, count.stop + 1, figures=False)
    if not sign or said is None:
        return None
    one = not line.plural(count.stop + 1)
    if count.value > 1 and one and "coming" not in m:
        return None  # there were 5 next door
    return _run(line, int(count.value), said[0], sign, said[1])


def weekday_turned(line: Line, i: int) -> Said | None:
    """`lundi prochain`, `Friday after next`: the turn stands behind."""
    weekday = line.get(i, "weekday")
    after = line.tokens[i + 1].m
    if line.options.get("turn_behind"):
        which = "next" if "next" in after else "last" if "last" in after else ""
        if which:
            return Said(i + 2, weekday=weekday, which=which, sure=0.97)
    return None
