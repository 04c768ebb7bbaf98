"""A zone as stretches of time in which its clock is shifted against UTC by the same amount."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kept.kit.hours.ticks import DAY, SECOND, moment_of, year_start
from kept.kit.hours.windows import BadHours

# No two changes of any zone, ever, are nearer to each other than this (Freetown, 1939: four days).
_STEP = 3 * DAY


class Stretch(NamedTuple):
    """From `start` to `end`, ticks of UTC, the wall clock shows UTC plus `shift`."""

    start: int
    end: int
    shift: int


def zone_named(name: object) -> ZoneInfo:
    try:
        if isinstance(name, str) and name:
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, or a folder of zones
        pass
    raise BadHours(f"{str(name)[:60]!r} is no time zone. Write it like Europe/Berlin.")


def stretches(zone: ZoneInfo, first: int, last: int) -> list[Stretch]:
    """From the beginning of year `first` to the end of year `last`."""
    start, end = year_start(first), year_start(last + 1)
    shift = _shift(zone, start)
    found: list[Stretch] = []
    for year in range(first, last + 1):
        for change, later in _changes(zone, year):
            found.append(Stretch(start, change, shift))
            start, shift = change, later
    if start < end:
        found.append(Stretch(start, end, shift))
    return found


@lru_cache(maxsize=20_000)
def _changes(zone: ZoneInfo, year: int) -> tuple[tuple[int, int], ...]:
    """When the clock is changed in a year, and the shift from then on."""
    return tuple(_search(zone, year_start(year), year_start(year + 1)))


def _search(zone: ZoneInfo, tick: int, end: int) -> Iterator[tuple[int, int]]:
    shift = _shift(zone, tick)
    while tick < end:
        later = min(tick + _STEP, end)
        changed = _shift(zone, later)
        if changed != shift:
            before, after = tick, later
            while after - before > SECOND:
                middle = before + (after - before) // (2 * SECOND) * SECOND
                if _shift(zone, middle) == shift:
                    before = middle
                else:
                    after = middle
            yield after, changed
        tick, shift = later, changed


def _shift(zone: ZoneInfo, tick: int) -> int:
    offset = moment_of(tick).astimezone(zone).utcoffset()
    return (offset.days * 86_400 + offset.seconds) * SECOND if offset is not None else 0
