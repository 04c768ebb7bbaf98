"""The open minutes of one day: read, joined and cut.

A window is a pair of minutes since local midnight. It holds its start and not its end; 1440 is the
midnight that ends the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Window = tuple[int, int]
Windows = tuple[Window, ...]

MINUTES_A_DAY = 24 * 60
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)


class BadHours(ValueError):
    """What cannot be read as hours. It says why in words for a person."""


def read_windows(value: object) -> Windows:
    """From `[["09:00", "12:30"], ["13:00", "24:00"]]`, which may touch and overlap."""
    if not isinstance(value, (list, tuple)):
        raise BadHours("Windows are a list of pairs, such as 09:00 and 17:00.")
    return joined(read_window(pair) for pair in value)


def read_window(pair: object) -> Window:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise BadHours("A window is a pair of times, such as 09:00 and 17:00.")
    start, end = (read_clock(word) for word in pair)
    if end <= start:
        raise BadHours(f"The end {pair[1]} is not after the start {pair[0]}.")
    return start, end


def read_clock(word: object) -> int:
    match = _CLOCK.fullmatch(word) if isinstance(word, str) else None
    if match is None:
        raise BadHours(f"{str(word)[:40]!r} is no time of day. Write it like 09:30.")
    return int(match[1]) * 60 + int(match[2]) if match[1] else MINUTES_A_DAY


def written(windows: Windows) -> list[list[str]]:
    return [[_words(start), _words(end)] for start, end in windows]


def _words(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def joined(windows: Iterable[Window]) -> Windows:
    """In order, those that touch or overlap made one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def cut(windows: Windows, breaks: Windows) -> Windows:
    """What the breaks leave of the windows."""
    for pause, resume in breaks:
        windows = tuple(
            part
            for start, end in windows
            for part in ((start, min(end, pause)), (max(start, resume), end))
            if part[0] < part[1]
        )
    return windows
