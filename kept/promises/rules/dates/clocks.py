"""Clock times: `5pm`, `17:30`, `half past seven`, `15h30`, `noon`, `9 CET`."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import spelled

CLOCK_LEADS = frozenset("at by until before hard_after from to since starting this part".split())
EVEN_MINUTES = {5, 10, 15, 20, 25}


def clock(line: Line, i: int) -> Clock | None:
    key = ("clock", i)
    if key not in line.memo:
        line.memo[key] = _clock(line, i)
    found: Clock | None = line.memo[key]
    return found


def _clock(line: Line, i: int) -> Clock | None:
    if line.near[i] > 2:
        return None
    found = _word(line, i) or _spoken(line, i) or _figures(line, i) or _in_words(line, i)
    if found is None or _is_length(line, i, found):
        return None
    return _with_zone(line, found)


def _word(line: Line, i: int) -> Clock | None:
    if line.has(i, "clockword"):
        hour, minute = line.get(i, "clockword")
        return Clock(hour, minute, 0, "pm" if hour == 12 else "am", "hour", i + 1)
    return None


def _spoken(line: Line, i: int) -> Clock | None:
    """`half past seven`, `a quarter to 3pm`, `20 past eight`, `halb vier`, `15 minutes past 15h`."""
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
                or not ((_led(line, i) and minutes in EVEN_MINUTES) or minutes in {20, 25})
            )
        ):
            return None
        hour = _hour(line, j + 1)
        if hour and not clear and not said and figures and hour.half:
            return None  # 10 to 2pm is a range
        return _moved(hour, -minutes) if hour else None
    return None


def _half_three(line: Line, j: int) -> Clock | None:
    """British `half three`."""
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


def _led(line: Line, i: int) -> bool:
    return i > 0 and line.has(i - 1, "at") and line.word(i - 1) not in {"for"}


def _hour(line: Line, i: int) -> Clock | None:
    """The hour in `past seven`, with what follows it."""
    if line.has(i, "the"):
        i += 1
    found = _word(line, i) or _figures(line, i) or _in_words(line, i)
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


def _figures(line: Line, i: int) -> Clock | None:
    hour = line.get(i, "digits")
    if hour is None or not line.opens_freely(i):
        return None
    token = line.tokens[i]
    size = token.end - token.start
    minute, second, grain, j, strong = 0, 0, "hour", i + 1, False
    mark = line.word(j)
    pair = line.has(j + 1, "digits") and line.attached(j + 1) and _size(line, j + 1) == 2
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
            and _size(line, j + 1) == 2
            and mark == ":"
        ):
            second, grain, j = line.get(j + 1, "digits"), "second", j + 2
            thousandths = line.word(j) == "." and line.attached(j) and line.attached(j + 1)
            if thousandths and _size(line, j + 1) == 3:
                j += 2
    elif (
        size <= 2
        and line.has(j, "hourmark")
        and (line.attached(j) or line.options.get("hour_word"))
    ):
        j, strong = j + 1, True
        if (
            line.has(j, "digits")
            and _size(line, j) == 2
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
        and _led(line, i)
        and line.tokens[j].gap == 1
        and _size(line, j) == 2
        and 10 <= tail < 60
        and line.closes_freely(j + 1)
        and not line.has(j + 1, "unit")
    ):
        minute, grain, j = tail, "minute", j + 1  # at 3 15
    if line.has(j, "oclock"):
        j, strong = j + 1, True
        if (
            line.options.get("hour_word")
            and line.has(j, "digits")
            and _size(line, j) == 2
            and not minute
        ):
            minute, grain, j = line.get(j, "digits"), "minute", j + 1
    if line.word(j) == "ish" or (line.word(j) == "-" and line.word(j + 1) == "ish"):
        j, strong = j + (1 if line.word(j) == "ish" else 2), True
    if (
        (grain == "hour" or strong)
        and line.tokens[j].m.keys() & {"plusminutes", "minusword"}
        and (strong or _led(line, i) or line.has(i - 1, "the_hour"))
        and (shifted := _shifted(line, hour, j)) is not None
    ):
        hour, minute, j = shifted
        grain, strong = "minute", True
    half, j = _half(line, j, minute_said=grain != "hour", led=_led(line, i))
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
    if not line.closes_freely(j) or minute > 59 or not 1 <= hour <= 12 or not _led(line, i):
        return None
    return Clock(hour, minute, 0, "", "minute", j, weak=True, open_half=True)


def _size(line: Line, i: int) -> int:
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


def _in_words(line: Line, i: int) -> Clock | None:
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


def _is_length(line: Line, i: int, found: Clock) -> bool:
    """In French and Dutch `3 heures`, `3 uur` are three hours unless something says they are a time."""
    words = line.options.get("length_words", ())
    if found.half or line.word(found.stop - 1) not in words:
        return False
    before = line.tokens[i - 1].m.keys() if i else set()
    led = before & CLOCK_LEADS and line.word(i - 1) not in line.options.get("length_leads", ())
    behind = line.tokens[found.stop].m
    return not led and "part_of_clock" not in behind and "tonight" not in behind


def _with_zone(line: Line, found: Clock) -> Clock:
    j = found.stop
    inside = line.word(j) == "("
    k = j + 1 if inside else j
    if not line.has(k, "tz") or (found.weak and not found.grain and not inside):
        return found
    if inside and line.word(k + 1) != ")":
        return found
    offset = line.get(k, "tz")
    stop = k + 2 if inside else k + 1
    if (
        not inside
        and line.word(stop) in {"+", "-"}
        and line.attached(stop)
        and line.has(stop + 1, "digits")
    ):
        sign = 1 if line.word(stop) == "+" else -1
        offset, stop = offset + sign * 60 * min(line.get(stop + 1, "digits"), 14), stop + 2
    if line.tokens[k].word in {
        "west",
        "met",
        "art",
        "cat",
        "ast",
        "et",
        "eat",
        "adt",
        "pt",
        "ct",
        "mt",
        "eastern",
        "pacific",
        "wat",
    }:
        ahead = line.text[line.tokens[k].start : line.tokens[k].end]
        if not ahead.isupper() and ahead not in {"eastern", "pacific", "Eastern", "Pacific"}:
            return found
    return replace(found, offset=offset, stop=stop, weak=False)
