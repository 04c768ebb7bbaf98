"""When we work: weekly opening times in a zone, days on which we are closed, and sums over both.

Opening times are turned into instants before anything is added or compared, so the change to and
from summer time falls out of the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON_DAYS = 3 * 366

Span = tuple[time, time]
_NINE_TO_FIVE: tuple[Span, ...] = ((time(9), time(17)),)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening spans for each weekday, Monday first. A span that ends at 00:00 ends at midnight."""

    zone: str = "UTC"
    week: tuple[tuple[Span, ...], ...] = (*(_NINE_TO_FIVE,) * 5, (), ())
    closed: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("hours need at least one opening")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Hours:
        """From `{"zone": "Europe/Berlin", "mon": [["09:00", "12:30"], …], "closed": [dates]}`.

        Without any weekday it is Monday to Friday, nine to five.
        """
        zone = str(value.get("zone") or "UTC")
        closed = frozenset(date.fromisoformat(day) for day in value.get("closed", ()))
        if not any(day in value for day in DAYS):
            return cls(zone=zone, closed=closed)
        week = tuple(
            tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in value.get(day, ()))
            for day in DAYS
        )
        return cls(zone=zone, week=week, closed=closed)

    def to_json(self) -> dict[str, Any]:
        days = {
            day: [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in spans]
            for day, spans in zip(DAYS, self.week, strict=True)
        }
        return {"zone": self.zone, **days, "closed": sorted(d.isoformat() for d in self.closed)}

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._day(self._local(at)))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself where we are open, else when we open next."""
        for start, end in self._from(at):
            if end > at:
                return max(start, at)
        raise ValueError("closed for years")

    def closes(self, at: datetime) -> datetime:
        """The end of the opening that `at` falls in, or of the next one."""
        for _, end in self._from(at):
            if end > at:
                return end
        raise ValueError("closed for years")

    def add(self, start: datetime, seconds: float) -> datetime:
        """The instant after so many working seconds."""
        left = timedelta(seconds=seconds)
        for opens, end in self._from(start):
            begin = max(opens, start)
            if begin >= end:
                continue
            if end - begin >= left:
                return begin + left
            left -= end - begin
        raise ValueError("closed for years")

    def between(self, a: datetime, b: datetime) -> float:
        """Working seconds from `a` to `b`, negative where `b` comes first."""
        if b < a:
            return -self.between(b, a)
        total = timedelta()
        for opens, end in self._from(a):
            if opens >= b:
                break
            total += max(min(end, b) - max(opens, a), timedelta())
        return total.total_seconds()

    def _local(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        # The day before counts too: an opening may run past midnight in another zone.
        day = self._local(at) - timedelta(days=1)
        for _ in range(_HORIZON_DAYS):
            yield from self._day(day)
            day += timedelta(days=1)

    def _day(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.closed:
            return
        zone = ZoneInfo(self.zone)
        for opens, closes in self.week[day.weekday()]:
            last = day if closes != time(0) else day + timedelta(days=1)
            start = datetime.combine(day, opens, zone).astimezone(UTC)
            end = datetime.combine(last, closes, zone).astimezone(UTC)
            if end > start:
                yield start, end


def renegotiate_by(made_at: datetime, due_at: datetime, hours: Hours) -> datetime:
    """The last moment at which a change still counts as early.

    Due minus the larger of two working hours and a fifth of the working span, never before it was
    made.
    """
    span = max(hours.between(made_at, due_at), 0)
    margin = max(2 * 3600.0, span / 5)
    low, high = made_at, due_at
    if hours.between(low, high) <= margin:
        return made_at
    return hours.add(made_at, span - margin)
