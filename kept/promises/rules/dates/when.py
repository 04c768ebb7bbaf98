"""A time that was understood, still in local wall time; and what the parts of a day are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kept.promises.rules.dates.calendar import DAY, Span, midnight
from kept.promises.rules.dates.clock import NIGHT_ENDS, Clock
from kept.promises.rules.dates.line import Line

PARTS: dict[str, tuple[float, float]] = {
    "early morning": (6, 8), "morning": (8, 12), "late morning": (10, 12), "lunch": (11, 13), "noon": (12, 12),
    "early afternoon": (12, 14), "afternoon": (12, 16), "late afternoon": (14, 16), "early evening": (16, 18),
    "evening": (16, 20), "late evening": (18, 20), "night": (20, 24), "early night": (20, 22), "late night": (22, 24),
    "breakfast": (8, 12), "dinner": (16, 20), "school": (8, 15), "work": (8, 17), "daytime": (8, 18), "first thing": (8, 10),
}  # fmt: skip
LATER = {
    "morning": "late morning",
    "afternoon": "late afternoon",
    "evening": "late evening",
    "night": "late night",
}
EARLIER = {
    "morning": "early morning",
    "afternoon": "early afternoon",
    "evening": "early evening",
    "night": "early night",
}


@dataclass(frozen=True, slots=True)
class When:
    """From `start` to `end`, half-open; an instant has no end. Tokens `first` to `stop`."""

    first: int
    stop: int
    start: datetime | None
    end: datetime | None
    grain: str
    kind: str = "moment"
    sure: float = 0.9
    lead: str = ""
    seconds: float | None = None
    bare_hour: bool = False
    working: bool = False
    counted: str = ""
    edge: str = ""
    edge_of: str = ""
    has_clock: bool = False
    has_date: bool = False

    def but(self, **changes: object) -> When:
        return replace(self, **changes)  # type: ignore[arg-type]


def window(part: str, day: datetime) -> Span:
    start, end = PARTS[part]
    first = midnight(day)
    return Span(first + timedelta(hours=start), first + timedelta(hours=end), "hour")


def next_window(line: Line, part: str) -> Span:
    """The part of this day if it is still open, else of the next."""
    today = window(part, line.at)
    return today if today.end > line.at else window(part, line.at + DAY)


def in_part(line: Line, said: Clock, part: str, day: datetime | None) -> tuple[Clock, int]:
    """The clock as it is meant in that part of the day, and by how many days that moves it on."""
    if said.half or not 0 < said.hour <= 12 or not part:
        return said, 0
    if "morning" in part or part == "breakfast":
        return said.in_half("am"), 0
    if "night" in part:
        if said.hour == 12:
            return said.in_half("am"), 1
        if said.hour < NIGHT_ENDS - 1 and said.open_half:
            today = day is None or midnight(day) == midnight(line.at)
            if today and line.at.hour < NIGHT_ENDS:
                return said, 0  # said at night: the hours that are left of it
            return said.in_half("am"), 1
        return said.in_half("pm"), 0
    if part in {"lunch", "noon", "daytime", "work", "school"}:
        return said.in_half("am" if 7 <= said.hour < 12 else "pm"), 0
    return said.in_half("pm"), 0
