"""Two clock times: `from 3 to 5`, `9:30-11`, `between 2 and 4pm`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.clocks import clock
from kept.promises.rules.dates.line import Line


def clock_pair(line: Line, i: int) -> tuple[Clock, Clock, bool] | None:
    """`from 3 to 5`, `9:30-11`, `between 2 and 4pm`; the last says whether a word opened it."""
    key = ("pair", i)
    if key not in line.memo:
        line.memo[key] = _clock_pair(line, i)
    found: tuple[Clock, Clock, bool] | None = line.memo[key]
    return found


def _clock_pair(line: Line, i: int) -> tuple[Clock, Clock, bool] | None:
    opened = line.has(i, "from")
    j = i + 1 if opened else i
    j = line.skip(j, "the_hour")
    first = clock(line, j)
    if first is None:
        first = _loose(line, j)
        if first is None:
            return None
    elif first.spelled and first.weak is False and not first.half and line.has(j + 1, "toclock"):
        first = _loose(line, j) or first
    k = first.stop
    if line.word(k) == "," and line.has(k + 1, "to"):
        k += 1
    if line.dash(k):
        k += 1
    elif line.has(k, "to") and (
        opened or not line.has(k, "and") or line.word(k).startswith(("but", "- "))
    ):
        k += 1
        k = line.skip(k, "hard_before")
    else:
        return None
    k = line.skip(k, "the_hour")
    if line.has(k, "at") and line.word(k) in {"at", "around", "about"}:
        k += 1
    second = clock(line, k) or _loose(line, k)
    if second is None or (line.dash(second.stop) and line.attached(second.stop)):
        return None
    return first, second, opened


def _loose(line: Line, j: int) -> Clock | None:
    """An hour stuck to a dash, as in `3-4pm`, which stands not quite freely."""
    value = line.get(j, "digits")
    if value is None or line.tokens[j].end - line.tokens[j].start > 2 or not 0 <= value <= 24:
        words = line.get(j, "num")
        if words is None or not 1 <= words <= 12:
            return None
        return Clock(words, 0, 0, "", "hour", j + 1, weak=True, open_half=True, spelled=True)
    if line.attached(j) and not line.dash(j - 1) and not line.opens_freely(j):
        return None
    if (
        line.attached(j)
        and line.dash(j - 1)
        and not line.closes_freely(j + 1)
        and not line.has(j + 1, "ampm")
    ):
        return None
    if line.attached(j + 1) and not line.dash(j + 1) and line.word(j + 1)[:1].isalnum():
        return None
    return Clock(value, 0, 0, "", "hour", j + 1, weak=True, open_half=1 <= value <= 12)


def years_rather(line: Line, first: Clock, second: Clock, start: int) -> bool:
    """`between 2003 and 2006` are years, `from 2011 and 2012` is neither."""
    words = (line.word(first.stop - 1), line.word(second.stop - 1))
    years = all(len(word) == 4 and word.isdigit() and 1900 <= int(word) < 2160 for word in words)
    return years or (line.word(start).startswith("from") and line.word(first.stop) == "and")


def halves(line: Line, first: Clock, second: Clock, *, today: bool) -> tuple[Clock, Clock]:
    """Which halves of the day two hours are in: each helps the other."""

    def free(said: Clock) -> bool:
        return not said.half and 1 <= said.hour <= 12

    if free(first) and second.half:
        for half in (second.half, "am" if second.half == "pm" else "pm"):
            tried = first.in_half(half)
            if tried.minutes < second.minutes:
                return tried, second
        return first, second
    if free(first) and not free(second):
        later = (
            first.in_half("pm")
            if first.open_half and second.hour > 12 and first.hour < 7
            else first
        )
        return (later if later.minutes < second.minutes else first), second
    if free(first) and first.open_half and today and free(second) and second.open_half:
        begins = first.on(line.at)
        if first.hour < second.hour and begins <= line.at < begins + timedelta(hours=12):
            first = first.in_half("pm") if first.hour < 12 else first
    if free(second):
        if second.minutes > first.minutes and first.half != "pm":
            return first, second
        for half in ("am", "pm"):
            tried_second = second.in_half(half)
            if tried_second.minutes > first.minutes:
                return first, tried_second
        if second.hour == 12:
            return first, replace(second, hour=24)
    return first, second
