"""Monday to Friday, nine to five by the clock on the wall: sums over it, the plain way.

Walks from day to day, so it shares nothing with `kept.kit.hours` but what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NONE = timedelta()


@dataclass(frozen=True)
class WorkingDays:
    zone: str

    def between(self, start: datetime, end: datetime) -> timedelta:
        total = NONE
        for opens, closes in self._forwards(start):
            if opens >= end:
                return total
            total += min(closes, end) - max(opens, start)
        return total

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The instant after so much working time: closing time rather than the next opening."""
        for opens, closes in self._forwards(start):
            begins = max(opens, start)
            if span <= closes - begins:
                return begins + span
            span -= closes - begins
        raise AssertionError

    def before(self, start: datetime, span: timedelta) -> datetime:
        """The latest instant from which so much working time remains until `start`."""
        day = start.astimezone(ZoneInfo(self.zone)).date()
        while True:
            opens, closes = self._opening(day)
            if opens and opens < start:
                ends = min(closes, start)
                if span <= ends - opens:
                    return ends - span
                span -= ends - opens
            day -= DAY

    def next_open(self, start: datetime) -> datetime:
        return self.add(start, NONE)

    def closes(self, start: datetime) -> datetime:
        """The end of the opening that `start` falls in, or of the next one."""
        return next(self._forwards(start))[1]

    def _forwards(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = start.astimezone(ZoneInfo(self.zone)).date()
        while True:
            opens, closes = self._opening(day)
            if opens and closes > start:
                yield opens, closes
            day += DAY

    def _opening(self, day) -> tuple:
        if day.weekday() > 4:
            return None, None
        zone = ZoneInfo(self.zone)
        return tuple(
            datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC) for hour in (9, 17)
        )
