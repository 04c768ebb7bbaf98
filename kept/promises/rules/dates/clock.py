"""A clock time, and when clocks show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from kept.promises.rules.dates.calendar import DAY, midnight
from kept.promises.rules.dates.line import Line

NIGHT_ENDS = 6


@dataclass(frozen=True, slots=True)
class Clock:
    """`half` is am, pm or empty. `weak`: a bare number, a time only where something says so.

    `open_half`: either half of the day could be meant. `offset` is that of a named zone, in minutes.
    """

    hour: int
    minute: int
    second: int
    half: str
    grain: str
    stop: int
    weak: bool = False
    open_half: bool = False
    offset: int | None = None
    spelled: bool = False

    @property
    def minutes(self) -> float:
        return self.hour * 60 + self.minute + self.second / 60

    def on(self, day: datetime) -> datetime:
        """The instant on that day, hour as it stands."""
        return midnight(day) + timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)

    def in_half(self, half: str) -> Clock:
        if half == "pm" and self.hour < 12:
            return replace(self, hour=self.hour + 12, half="pm", open_half=False)
        if half == "am" and self.hour == 12:
            return replace(self, hour=0, half="am", open_half=False)
        return replace(self, half=half, open_half=False)


def to_here(line: Line, moment: datetime, offset: int | None) -> datetime:
    """A time said in another zone, as the reader's clocks show it."""
    if offset is None:
        return moment
    there = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return there.astimezone(line.zone).replace(tzinfo=None)


def next_time(line: Line, said: Clock) -> datetime:
    """The next moment after the writing at which clocks show `said`."""
    times = []
    for days in range(-1, 3):
        there = to_here(line, said.on(line.at + days * DAY), said.offset)
        times.append(there)
        if said.open_half:
            times.append(there + timedelta(hours=12 if said.hour < 12 else -12))
    return min(time for time in times if time > line.at)


def time_on(line: Line, said: Clock, day: datetime) -> datetime:
    """`said` on that day; of two halves the first not yet over."""
    first = said.on(day)
    if said.open_half:
        if midnight(day) < midnight(line.at) and said.hour < 7:
            first += timedelta(hours=12)  # of a day gone by: when people are awake
        if midnight(day) == midnight(line.at) and first <= line.at and said.hour < 12:
            later = first + timedelta(hours=12)
            first = later if later > line.at else first
    return to_here(line, first, said.offset)
