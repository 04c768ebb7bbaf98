"""Facts of working time. Why somebody is away is nobody's history, so no fact says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kept.ledger import event


@event("calendar.made")
@dataclass(frozen=True, slots=True)
class CalendarMade:
    calendar: int


@event("calendar.changed")
@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Its hours are others from the local date `since` on, or on that one date only."""

    calendar: int
    since: date
    only: bool


@event("calendar.settled")
@dataclass(frozen=True, slots=True)
class CalendarSettled:
    """Its name, or who works by it."""

    calendar: int


@event("absence.noted")
@dataclass(frozen=True, slots=True)
class AbsenceNoted:
    absence: int
    member: int


@event("absence.changed")
@dataclass(frozen=True, slots=True)
class AbsenceChanged:
    absence: int
    member: int


@event("absence.withdrawn")
@dataclass(frozen=True, slots=True)
class AbsenceWithdrawn:
    absence: int
    member: int
