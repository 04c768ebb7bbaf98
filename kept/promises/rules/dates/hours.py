"""An hour in figures or words: `5pm`, `17:30`, `seven thirty`, `nine a m`, `noon`."""

from __future__ import annotations

from dataclasses import dataclass

from kept.promises.rules.dates.around import rests
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


@dataclass(slots=True)
class Figures:
    """An hour as far as it is read, up to the token `stop`; `strong` where it is no mere number."""

    hour: int
    size: int
    stop: int
    minute: int = 0
    second: int = 0
    grain: str = "hour"
    strong: bool = False

    def take_minute(self, line: Line, i: int) -> None:
        self.minute, self.grain, self.stop = line.get(i, "digits"), "minute", i + 1


def hour_in_figures(line: Line, i: int) -> Clock | None:
    """`17:30`, `5pm`, `1730`, `17h30`, `2 05 p.m.`, `9 o'clock`, `8h moins dix`."""
    hour = line.get(i, "digits")
    if hour is None or not line.opens_freely(i):
        return None
    read = Figures(hour, size_of(line, i), i + 1)
    if not _read_mark(line, read):
        return None
    _read_spaced_minute(line, i, read)
    _read_words_behind(line, i, read)
    return _as_clock(line, i, read)


def _two_figures(line: Line, i: int) -> bool:
    return line.has(i, "digits") and size_of(line, i) == 2


def _read_mark(line: Line, read: Figures) -> bool:
    """`:30`, `.30:15`, `h30`, `Uhr`, or minutes without a mark; False where it is a length."""
    j, mark = read.stop, line.word(read.stop)
    if read.size in {3, 4}:
        read.hour, read.minute, read.grain = read.hour // 100, read.hour % 100, "minute"
        return True
    if read.size > 2:
        return True
    is_marked = mark in {":", ".", "h"} or line.has(j, "hourmark")
    if is_marked and line.attached(j) and line.attached(j + 1) and _two_figures(line, j + 1):
        read.take_minute(line, j + 1)
        read.strong = mark != "."
        if mark == ":":
            _read_second(line, read)
    elif line.has(j, "hourmark") and (line.attached(j) or line.options.get("hour_word")):
        read.stop, read.strong = j + 1, True
        near = line.tokens[j + 1].gap <= 1
        if _two_figures(line, j + 1) and near and line.closes_freely(j + 2):
            read.take_minute(line, j + 1)
        elif line.word(j + 1) in {"m", "mn", "min"}:
            return False
    return True


def _read_second(line: Line, read: Figures) -> None:
    j = read.stop
    is_marked = line.word(j) in {":", "."} and line.attached(j) and line.attached(j + 1)
    if not is_marked or not _two_figures(line, j + 1):
        return
    read.second, read.grain, read.stop = line.get(j + 1, "digits"), "second", j + 2
    j = read.stop
    has_thousandths = line.word(j) == "." and line.attached(j) and line.attached(j + 1)
    if has_thousandths and size_of(line, j + 1) == 3:
        read.stop = j + 2


def _read_spaced_minute(line: Line, i: int, read: Figures) -> None:
    """`2 05 p.m.`, `at 4 20`"""
    j = read.stop
    tail = line.get(j, "digits")
    if read.grain != "hour" or read.size > 2 or tail is None:
        return
    if line.tokens[j].gap != 1 or size_of(line, j) != 2 or tail >= 60:
        return
    if line.has(j + 1, "ampm"):
        read.take_minute(line, j)
    elif (
        (after_at(line, i) or _answers_when(line, i))
        and tail >= 10
        and line.closes_freely(j + 1)
        and not line.has(j + 1, "unit")
    ):
        read.take_minute(line, j)
        read.strong = not after_at(line, i)


def _read_words_behind(line: Line, i: int, read: Figures) -> None:
    """`o'clock`, `-ish`, `et demie`, `moins dix`"""
    if line.has(read.stop, "oclock"):
        read.stop, read.strong = read.stop + 1, True
        if line.options.get("hour_word") and not read.minute and _two_figures(line, read.stop):
            read.take_minute(line, read.stop)
    j = read.stop
    if line.word(j) == "ish" or (line.word(j) == "-" and line.word(j + 1) == "ish"):
        read.stop, read.strong = j + (1 if line.word(j) == "ish" else 2), True
    j = read.stop
    if (
        (read.grain == "hour" or read.strong)
        and line.tokens[j].m.keys() & {"plusminutes", "minusword"}
        and (read.strong or after_at(line, i) or line.has(i - 1, "the_hour"))
        and (shifted := _shifted(line, read.hour, j)) is not None
    ):
        read.hour, read.minute, read.stop = shifted
        read.grain, read.strong = "minute", True


def _as_clock(line: Line, i: int, read: Figures) -> Clock | None:
    """With the half of the day; None where there is no such time."""
    hour, minute = read.hour, read.minute
    half, j = _half(line, read.stop, minute_said=read.grain != "hour", led=after_at(line, i))
    if read.size in {3, 4} and not half and (read.size == 3 or not 0 <= hour < 24):
        return _bare_size(line, i, hour, minute, j)
    is_one = hour <= 24 and minute <= 59 and read.second <= 59 and not (hour == 24 and minute)
    if not line.closes_freely(j) or not is_one:
        return None
    if half == "pm" and hour == 0:
        hour = 12
    if half and not 1 <= hour <= 12:
        if not (12 < hour < 24 or hour == 0):
            return None
        half = ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    strong = read.strong or bool(half)
    is_bare = not half and 1 <= hour <= 12
    begins_with_zero = line.tokens[i].word[0] == "0"
    is_as_said = line.has(i + 1, "hourmark") or (
        read.grain != "hour" and (hour >= 7 or begins_with_zero)
    )
    return Clock(
        hour,
        minute,
        read.second,
        half,
        read.grain,
        j,
        not strong or (read.size == 4 and not half),
        is_bare and not (is_as_said and strong),
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
    led = after_at(line, i) or (line.has(i - 1, "by") and minute % 5 == 0 and rests(line, j))
    if not line.closes_freely(j) or minute > 59 or not 1 <= hour <= 12 or not led:
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
