"""Minutes before and after the hour: `half past seven`, `a quarter to 3pm`, `halb vier`."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.hours import (
    after_at,
    clock_word,
    hour_in_figures,
    hour_in_words,
)
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import spelled

EVEN_MINUTES = {5, 10, 15, 20, 25}


def spoken_clock(line: Line, i: int) -> Clock | None:
    """`half past seven`, `a quarter to 3pm`, `20 past eight`, `halb vier`, `5 minutes past 16h`."""
    j = line.skip(i, "a")
    minutes, figures, clear = 0, False, False
    if line.has(j, "half"):
        if line.options.get("half_is_before") and (hour := _hour(line, j + 1)):
            return _moved(hour, -30)
        if not line.has(j + 1, "pastclock"):
            return _half_three(line, j)
        minutes, j, clear = 30, j + 1, True
    elif line.has(j, "quarter"):
        minutes, j, clear = 15, j + 1, True
    elif line.has(j, "digits") and line.opens_freely(j):
        minutes, j, figures = line.get(j, "digits"), j + 1, True
    elif (words := spelled(line, j)) is not None:
        minutes, j = int(words.value), words.stop
    if not 0 < minutes < 60:
        return None
    if (
        line.options.get("half_is_before")
        and line.has(j, "half") is False
        and line.has(j + 1, "half")
    ):
        sign = 1 if line.has(j, "pastclock") else -1 if line.has(j, "toclock") else 0
        if sign and (hour := _hour(line, j + 2)):
            return _moved(hour, -30 + sign * minutes)  # fünf vor halb vier
    said = line.has(j, "minutes_said")
    if line.has(j, "pastclock"):
        if (
            not clear
            and not said
            and minutes not in {*EVEN_MINUTES, 30, 40, 45, 50, 55}
            and not line.has(j, "unit")
        ):
            return None
        hour = _hour(line, j + 1)
        return _moved(hour, minutes) if hour else None
    if line.has(j, "toclock"):
        word = line.word(j)
        if (
            not clear
            and not said
            and (
                word == "of"
                or not (
                    (after_at(line, i) and minutes in EVEN_MINUTES)
                    or minutes in {15, 20, 25}
                    or (minutes in EVEN_MINUTES and _names_a_thing(line, i, j + 1))
                )
            )
        ):
            return None
        hour = _hour(line, j + 1)
        if hour and not clear and not said and figures and hour.half and minutes <= 12:
            return None  # 10 to 2pm is a range
        return _moved(hour, -minutes) if hour else None
    return None


def _names_a_thing(line: Line, i: int, j: int) -> bool:
    """`my 5 to 18 appointment`: no range of hours stands so, and 18 is an hour."""
    beyond = line.tokens[j + 1]
    return (
        i > 0
        and line.word(i - 1) in {"my", "the", "our", "your"}
        and line.get(j, "digits") in range(13, 24)
        and beyond.word[:1].isalpha()
        and not beyond.m
    )


def _half_three(line: Line, j: int) -> Clock | None:
    """British `half eight`."""
    if line.options.get("a_half_before") is False and line.word(j) == "half":
        value = line.get(j + 1, "digits")
        if value in range(1, 13) and line.closes_freely(j + 2) and _ends_here(line, j + 2):
            return Clock(value, 30, 0, "", "minute", j + 2, open_half=True)
        words = spelled(line, j + 1)
        if (
            words
            and 1 <= words.value <= 12
            and not line.has(words.stop, "unit")
            and not line.has(words.stop, "num")
        ):
            return Clock(
                int(words.value), 30, 0, "", "minute", words.stop, open_half=True, spelled=True
            )
    return None


def _ends_here(line: Line, j: int) -> bool:
    token = line.tokens[j]
    return (
        token.start == token.end
        or not token.word[0].isalnum()
        or bool(token.m.keys() & {"follows", "dayrel", "tonight", "on", "weekday", "part", "ampm"})
    )


def _hour(line: Line, i: int) -> Clock | None:
    """The hour in `past seven`, with what follows it."""
    if line.has(i, "the"):
        i += 1
    found = clock_word(line, i) or hour_in_figures(line, i) or hour_in_words(line, i)
    if found is None or found.grain != "hour":
        return None
    return replace(found, weak=False)


def _moved(hour: Clock, minutes: int) -> Clock:
    total = (hour.hour * 60 + minutes) % (24 * 60)
    return replace(
        hour,
        hour=total // 60 if total >= 60 or not hour.open_half else 12,
        minute=total % 60,
        grain="minute",
    )
