"""Days that are told by another day: `the same evening`, `the day before`, `two days later`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.promises.rules.dates import Found

A_DAY = timedelta(days=1)
COUNTS = {"the": 1, "two": 2, "three": 3, "four": 4, "five": 5}
FAR, DIGITS = 366, 4
"""So many days or weeks nobody counts from a day; more digits need not be read to know it."""
BACKWARDS = ("before", "earlier", "prior")

Reader = Callable[[str], list[Found]]


def referred(
    said: list[Found],
    text: str,
    before: str,
    refers: re.Pattern[str],
    zone: ZoneInfo,
    read: Reader,
) -> list[Found]:
    """`said` in `text` with the days put in that lean on one said there or in the sentence `before`."""
    for match in refers.finditer(text):
        day = _last_day(said, match.start()) or _last_day(read(before), len(before))
        meant = _meant(match, day, zone, read) if day else None
        if meant and not any(t.start < meant.end < t.end for t in said):
            apart = [t for t in said if t.end <= meant.start or t.start >= meant.end]
            said = sorted([*apart, meant], key=lambda one: one.start)
    return said


def _last_day(said: list[Found], stop: int) -> Found | None:
    return next((one for one in reversed(said) if _is_day(one, stop)), None)


def _is_day(said: Found, stop: int) -> bool:
    has_day = said.has_date or said.grain == "day"
    return said.end <= stop and has_day and said.kind in {"moment", "range"} and not said.edge


def _meant(match: re.Match[str], day: Found, zone: ZoneInfo, read: Reader) -> Found | None:
    there = day.value_start or (day.value_end and day.value_end - A_DAY)
    if there is None:
        return None
    midnight = datetime.combine(there.astimezone(zone).date(), time(), zone)
    part = match["part"] or match["next"] or match["count"].rstrip("s")
    move = _days(match)
    if abs(move) > FAR:
        return None
    if part == "week":
        monday = midnight + timedelta(days=7 * move - midnight.weekday())
        return _found(match, monday, monday + 7 * A_DAY, "week")
    midnight += move * A_DAY
    if part == "day":
        return _found(match, midnight, midnight + A_DAY, "day")
    known = read(f"{part} of {midnight.day} {midnight:%B %Y}")
    if len(known) != 1:
        return None
    return replace(known[0], start=match.start(), end=match.end(), words=match[0])


def _days(match: re.Match[str]) -> int:
    """How many days or weeks on; negative for back."""
    if match["same"]:
        return 0
    if match["next"]:
        return 1
    first = match[0].split()[0].lower()
    count = COUNTS.get(first) or int(first[:DIGITS])
    return -count if match["way"].startswith(BACKWARDS) else count


def _found(match: re.Match[str], start: datetime, end: datetime, grain: str) -> Found:
    return Found(match.start(), match.end(), match[0], start, end, grain, "moment", has_date=True)
