"""An hour in figures or words: `5pm`, `17:30`, `seven thirty`, `nine a m`, `noon`."""

from __future__ import annotations

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import spelled


def clock_word(line: Line, i: int) -> Clock | None:
    if line.has(i, "clockword"):
        hour, minute = line.get(i, "clockword")
        return Clock(hour, minute, 0, "pm" if hour == 12 else "am", "hour", i + 1)
    return None


def after_at(line: Line, i: int) -> bool:
    return i > 0 and line.has(i - 1, "at") and line.word(i - 1) not in {"for"}


def hour_in_figures(line: Line, i: int) -> Clock | None:
    hour = line.get(i, "digits")
    if hour is None or not line.opens_freely(i):
        return None
    token = line.tokens[i]
    size = token.end - token.start
    minute, second, grain, j, strong = 0, 0, "hour", i + 1, False
    mark = line.word(j)
    pair = line.has(j + 1, "digits") and line.attached(j + 1) and size_of(line, j + 1) == 2
    if (
        size <= 2
        and line.attached(j)
        and pair
        and (mark in {":", ".", "h"} or line.has(j, "hourmark"))
    ):
        minute, grain, j = line.get(j + 1, "digits"), "minute", j + 2
        strong = mark != "."
        if (
            line.word(j) in {":", "."}
            and line.attached(j)
            and line.has(j + 1, "digits")
            and line.attached(j + 1)
            and size_of(line, j + 1) == 2
            and mark == ":"
        ):
            second, grain, j = line.get(j + 1, "digits"), "second", j + 2
            thousandths = line.word(j) == "." and line.attached(j) and line.attached(j + 1)
            if thousandths and size_of(line, j + 1) == 3:
                j += 2
    elif (
        size <= 2
        and line.has(j, "hourmark")
        and (line.attached(j) or line.options.get("hour_word"))
    ):
        j, strong = j + 1, True
        if (
            line.has(j, "digits")
            and size_of(line, j) == 2
            and line.tokens[j].gap <= 1
            and line.closes_freely(j + 1)
        ):
            minute, grain, j = line.get(j, "digits"), "minute", j + 1
        elif line.word(j) in {"m", "mn", "min"}:
            return None
    elif size in {3, 4}:
        hour, minute, grain = hour // 100, hour % 100, "minute"
    tail = line.get(j, "digits")
    if (
        grain == "hour"
        and size <= 2
        and tail is not None
        and line.tokens[j].gap == 1
        and size_of(line, j) == 2
        and tail < 60
        and line.has(j + 1, "ampm")
    ):
        minute, grain, j = tail, "minute", j + 1  # 2 05 p.m.
        tail = None
    if (
        grain == "hour"
        and size <= 2
        and tail is not None
        and (after_at(line, i) or _answers_when(line, i))
        and line.tokens[j].gap == 1
        and size_of(line, j) == 2
        and 10 <= tail < 60
        and line.closes_freely(j + 1)
        and not line.has(j + 1, "unit")
    ):
        minute, grain, j = tail, "minute", j + 1  # at 4 20
        strong = not after_at(line, i)
    if line.has(j, "oclock"):
        j, strong = j + 1, True
        if (
            line.options.get("hour_word")
            and line.has(j, "digits")
            and size_of(line, j) == 2
            and not minute
        ):
            minute, grain, j = line.get(j, "digits"), "minute", j + 1
    if line.word(j) == "ish" or (line.word(j) == "-" and line.word(j + 1) == "ish"):
        j, strong = j + (1 if line.word(j) == "ish" else 2), True
    if (
        (grain == "hour" or strong)
        and line.tokens[j].m.keys() & {"plusminutes", "minusword"}
        and (strong or after_at(line, i) or line.has(i - 1, "the_hour"))
        and (shifted := _shifted(line, hour, j)) is not None
    ):
        hour, minute, j = shifted
        grain, strong = "minute", True
    half, j = _half(line, j, minute_said=grain != "hour", led=after_at(line, i))
    by_h = line.has(i + 1, "hourmark")
    if size in {3, 4} and not half and (size == 3 or not 0 <= hour < 24):
        return _bare_size(line, i, hour, minute, j)
    if (
        not line.closes_freely(j)
        or hour > 24
        or minute > 59
        or second > 59
        or (hour == 24 and minute)
    ):
        return None
    if half == "pm" and hour == 0:
        hour = 12
    if half and not 1 <= hour <= 12:
        half = "" if 12 < hour < 24 or hour == 0 else "?"
        if half == "?":
            return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
        strong = True
    weak = not strong or (size == 4 and not half)
    bare = not half and 1 <= hour <= 12
    as_said = by_h or (grain != "hour" and (hour >= 7 or token.word[0] == "0"))
    return Clock(
        hour,
        minute,
        second,
        half,
        grain,
        j,
        weak,
        bare and not (as_said and strong),
        None,
    )


def _answers_when(line: Line, i: int) -> bool:
    """`6 15 I have a table`: at the very beginning, and then somebody speaks of themselves."""
    said = line.tokens[i + 1]
    return i == 0 and not said.m.get("digits", 1) % 5 and line.word(i + 2) in {"i", "we", "please"}


def _shifted(line: Line, hour: int, j: int) -> tuple[int, int, int] | None:
    """`et demie`, `moins le quart`, `menos diez` behind the hour."""
    shift = line.get(j, "plusminutes")
    k = j + 1
    if shift is None:
        words = spelled(line, k)
        value = line.get(k, "digits") or (int(words.value) if words else 0)
        if not 0 < value < 60:
            return None
        shift, k = -value, words.stop if words else k + 1
    total = (hour * 60 + shift) % (24 * 60)
    moved = total // 60
    return (moved if moved or hour > 12 else 12), total % 60, k


def _bare_size(line: Line, i: int, hour: int, minute: int, j: int) -> Clock | None:
    if not line.closes_freely(j) or minute > 59 or not 1 <= hour <= 12 or not after_at(line, i):
        return None
    return Clock(hour, minute, 0, "", "minute", j, weak=True, open_half=True)


def size_of(line: Line, i: int) -> int:
    return line.tokens[i].end - line.tokens[i].start


def _half(line: Line, j: int, *, minute_said: bool, led: bool) -> tuple[str, int]:
    """am or pm behind the hour; a single letter only where it can be nothing else."""
    if line.has(j, "ampm") and line.tokens[j].gap <= 1:
        return line.get(j, "ampm"), j + 1
    if line.has(j, "ampm_short") and line.attached(j) and (minute_said or led):
        beyond = line.tokens[j + 1]
        if beyond.gap or not beyond.word[:1].isalnum():
            return line.get(j, "ampm_short"), j + 1
    return "", j


def hour_in_words(line: Line, i: int) -> Clock | None:
    """`seven thirty p.m.`, `nine a m`, `six o'clock`, `three`."""
    words = spelled(line, i)
    if words is None or not 1 <= words.value <= 24:
        return None
    hour, minute, grain, j, strong = int(words.value), 0, "hour", words.stop, False
    k = j + 1 if line.word(j) == "-" and line.attached(j) else j
    rest = spelled(line, k)
    if (rest and 10 <= rest.value < 60 and not line.has(rest.stop, "unit")) or (
        rest
        and 10 <= rest.value < 60
        and line.get(rest.stop, "unit") == "minute"
        and line.get(words.stop, "num")
    ):
        minute, grain, j = int(rest.value), "minute", line.skip(rest.stop, "unit")
    elif rest and rest.value == 0 and (ones := spelled(line, rest.stop)) and 0 < ones.value < 10:
        minute, grain, j = int(ones.value), "minute", ones.stop
    if line.has(j, "hourmark") and line.options.get("hour_word"):
        j, strong = j + 1, True
        more = spelled(line, j)
        if more and 0 < more.value < 60 and not line.has(more.stop, "unit"):
            minute, grain, j = int(more.value), "minute", more.stop
    shifting = grain == "hour" and line.tokens[j].m.keys() & {"plusminutes", "minusword"}
    if shifting and (shifted := _shifted(line, hour, j)) is not None:
        hour, minute, j = shifted
        grain, strong = "minute", strong or line.has(i - 1, "the_hour")
    if line.has(j, "oclock"):
        j, strong = j + 1, True
    if line.word(j) == "ish":
        j, strong = j + 1, True
    half, j = _half(line, j, minute_said=False, led=False)
    if half and hour > 12:
        half = ""
    if half:
        hour, strong = hour % 12 + (12 if half == "pm" else 0), True
    return Clock(
        hour, minute, 0, half, grain, j, not strong, not half and hour <= 12, None, spelled=True
    )
