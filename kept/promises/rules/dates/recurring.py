"""What comes back: `every Monday`, `daily at 5pm`, `Tuesday mornings`, `the 19th of every month`."""

from __future__ import annotations

from datetime import datetime

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.calendar import DAY, midnight, period
from kept.promises.rules.dates.clock import Clock, next_time, time_on
from kept.promises.rules.dates.clocks import clock
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.lengths import unit_at
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import number, ordinal
from kept.promises.rules.dates.pairs import clock_pair
from kept.promises.rules.dates.said import Said, meant
from kept.promises.rules.dates.when import When, in_part, next_window

FULL_WORDS = ("unit", "month", "part", "weekday", "weekdays", "parts")


def recurring(line: Line, i: int) -> When | None:
    m = line.tokens[i].m
    found: tuple[int, datetime | None, str] | None = None
    if "recurring" in m:
        found = i + 1, None, m["recurring"]
    elif "weekdays" in m:
        found = i + 1, _weekday(line, m["weekdays"]), "day"
    elif "weekday" in m and line.has(i + 1, "parts"):
        found = i + 2, _weekday(line, m["weekday"]), "hour"
    elif "parts" in m and "unit" not in m:
        found = i + 1, next_window(line, m["parts"]).start, "hour"
    elif "every" in m:
        found = _every(line, i)
    elif m.keys() & {"the", "digits", "ord", "num"}:
        return _before_every(line, i)
    elif m.keys() & {"at"}:
        said = _before_every(line, i + 1)
        return said.but(first=i) if said and said.has_clock else None
    if found is None:
        return None
    stop, first, grain = found
    return _with_time(line, i, stop, first, grain)


def _weekday(line: Line, weekday: int) -> datetime:
    return midnight(line.at) + ((weekday - line.at.weekday()) % 7 or 7) * DAY


def _every(line: Line, i: int) -> tuple[int, datetime | None, str] | None:
    strong = line.has(i, "strong_every")
    j = i + 1
    if strong and line.has(j, "other"):
        j += 1
    count = number(line, j) if strong and not line.has(j, "ord") else None
    if count:
        said = unit_at(line, count.stop, figures=False)
        if said is None:
            return (
                (count.stop + 1, None, "day")
                if line.tokens[count.stop].m.keys() & {"weekday", "weekdays"}
                else None
            )
        return said[1], None, said[0]
    if line.has(j, "ord") and not line.has(j, "other"):
        place = ordinal(line, j)
        if place and line.has(place.stop, "weekday"):
            return place.stop + 1, None, "day"
        return None
    m = line.tokens[j].m
    if strong and ("digits" in m or "month" in m) and (yearly := calendar_date(line, j)):
        span = meant(line, yearly)
        if yearly.day and yearly.month and span:
            return yearly.stop, span.start, "year"
    if "weekday" in m or "weekdays" in m:
        if not strong and "weekday" in m and line.word(i) == "all":
            return None
        weekday: int = m["weekday"] if "weekday" in m else m["weekdays"]
        stop = j + 1
        for _ in range(6):
            if line.has(stop, "andor") and line.tokens[stop + 1].m.keys() & {"weekday", "weekdays"}:
                stop += 2
            elif (
                line.has(stop, "andor")
                and line.has(stop + 1, "andor")
                and line.has(stop + 2, "weekday")
            ):
                stop += 3
            else:
                break
        return stop, _weekday(line, weekday), "day"
    if "unit" in m:
        unit = m["unit"]
        plural = line.plural(j)
        if line.word(i) == "all" and not plural:
            return None
        if line.word(i) == "any" and unit in {"second", "minute", "hour", "day"}:
            return None
        if line.word(i) in {"all"} and unit not in {"weekend", "day"}:
            return None
        if unit == "second" and not rests(line, j + 1):
            return None
        first = period(line.at, "weekend", 0).start if unit == "weekend" else None
        if unit == "weekend" and first and first < midnight(line.at):
            first = first + 7 * DAY
        if unit == "day":
            first = midnight(line.at)
        return j + 1, first, unit
    if "part" in m and strong:
        return j + 1, next_window(line, m["part"]).start, "hour"
    if "month" in m and strong and "weak" not in m:
        span = meant(line, Said(j + 1, month=m["month"]))
        return j + 1, span.start if span else None, "month"
    if "tonight" in m:
        return j + 1, None, "hour"
    if "holiday" in m and strong:
        return j + 1, None, "day"
    return None


def _before_every(line: Line, i: int) -> When | None:
    """`7am everyday`, `the 19th of every month`, `first Monday of each month`."""
    j = line.skip(i, "the")
    place = ordinal(line, j)
    if place and place.value <= 31:
        k = (
            place.stop + 1
            if line.has(place.stop, "weekday") or line.get(place.stop, "unit") == "day"
            else place.stop
        )
        if (
            line.has(k, "genitive")
            and line.has(k + 1, "strong_every")
            and line.get(k + 2, "unit") in {"month", "quarter", "year"}
        ):
            first = None
            if k == place.stop:
                day = meant(line, Said(k, day=place.value))
                first = day.start if day else None
            return _with_time(line, i, k + 3, first, "day")
    said = clock(line, i)
    if said and not said.weak and i == j:
        k = line.skip(said.stop, "on")
        token = line.tokens[k].m
        if (
            "recurring" in token
            or ("every" in token and line.has(k, "strong_every"))
            or "weekdays" in token
        ):
            every = (k + 1, None, "day") if "every" not in token else _every(line, k)
            if "weekdays" in token:
                every = (k + 1, _weekday(line, token["weekdays"]), "day")
            if every:
                weekly = every[1] if every[1] and every[1] > midnight(line.at) else None
                start = time_on(line, said, weekly) if weekly else next_time(line, said)
                return When(
                    i, every[0], start, None, "day", kind="recurring", sure=0.93, has_clock=True
                )
    return None


def _with_time(line: Line, i: int, stop: int, first: datetime | None, grain: str) -> When:
    """A clock time or a part of the day may follow."""
    part = ""
    k = line.skip(stop, "in_the")
    if line.has(k, "part") or line.has(k, "parts"):
        part = line.get(k, "part") or line.get(k, "parts")
        stop = k + 1
    elif line.has(stop - 1, "part"):
        part = line.get(stop - 1, "part")
    k = line.skip(stop, "at", "on")
    if line.word(k) == ",":
        k += 1
    k = line.skip(k, "at")
    pair = clock_pair(line, k)
    said: Clock | None = None
    if pair and not (pair[0].weak and pair[1].weak and not pair[2]):
        said, stop = pair[0], pair[1].stop
    else:
        said = clock(line, k)
        if said and (
            not said.weak or (k > stop and line.has(k - 1, "at") and rests(line, said.stop))
        ):
            stop = said.stop
            if line.has(line.skip(stop, "in_the"), "part") and not part:
                stop = line.skip(stop, "in_the") + 1
                part = line.get(stop - 1, "part")
        else:
            said = None
    if said:
        said = in_part(line, said, part, None)[0]
        far = first is not None and first > midnight(line.at)
        first = time_on(line, said, first) if far and first else next_time(line, said)
    return When(
        i, stop, first, None, grain if grain != "workday" else "day", kind="recurring", sure=0.93
    )
