"""How long focus is, until when what is not urgent is held, and who is first in line. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LENGTHS = (25, 50, 90)
"""Minutes that are offered; 0 is until one ends it."""
LONGEST = timedelta(hours=10)
"""Whoever forgets to end it is out of it after a working day."""
GRID = timedelta(minutes=1)
"""What is held is looked at again on a grid of these, so that it leaves together."""
USUAL = LENGTHS[1]
MOST_STEPS, LONGEST_STEP = 7, 200
LONGEST_NOTE = 4_000
ANSWERS = 5
"""Of one's own, the last ones, that are read again beside the standard."""

LATE, SOON, URGENT, TODAY, BACK, HIGH, WAITED = (
    *("LATE", "SOON", "URGENT", "TODAY", "BACK", "HIGH"),
    "WAITED",
)
"""Why a conversation stands in line where it does."""


def until_of(at: time, *, zone: str, now: datetime) -> datetime | None:
    """When the wall clock in `zone` shows `at` next; None where that is beyond `LONGEST`."""
    here = ZoneInfo(zone)
    day = now.astimezone(here).date()
    days = (day, day + timedelta(days=1))
    moments = (datetime.combine(one, at, tzinfo=here).astimezone(UTC) for one in days)
    end = next((moment for moment in moments if moment > now), None)
    return end if end is not None and end - now <= LONGEST else None


def ends_at(since: datetime, until: datetime | None) -> datetime:
    return until or since + LONGEST


def held_until(now: datetime, end: datetime) -> datetime:
    """When to look again: after a focus that ended early what waited comes together, and soon."""
    behind = now.timestamp() % GRID.total_seconds()
    return min(end, now + GRID - timedelta(seconds=behind))


def steps_in(text: str) -> list[tuple[str, str]]:
    """Name and aid of each step, one a line, parted by the first colon."""
    lines = (line.strip() for line in text.splitlines())
    parts = (line.partition(":") for line in lines if line)
    return [(name.strip(), aid.strip()) for name, _colon, aid in parts]


def reason_of(text: str) -> str:
    """What is wrong with steps that were typed: "", MANY, LONG or NAMELESS."""
    steps = steps_in(text)
    if len(steps) > MOST_STEPS:
        return "MANY"
    if any(len(name) + len(aid) > LONGEST_STEP for name, aid in steps):
        return "LONG"
    if any(not name for name, _aid in steps):
        return "NAMELESS"
    return ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation as it stands before whoever looks after it.

    `due_at` is the open promise in it that is due first; `is_near` where its keeper was warned, or
    would be by now. `is_back` was laid aside until now. `is_answered`: a letter is on its way out.
    """

    conversation: int
    since: datetime
    priority: str = "NORMAL"
    due_at: datetime | None = None
    is_near: bool = False
    is_back: bool = False
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class InLine:
    """`why` says for what reason it stands there, and `at` the moment that reason names."""

    conversation: int
    why: str
    at: datetime
    is_parked: bool = False


def line_up(
    found: Iterable[Waiting], *, parked: Collection[int] = (), now: datetime, midnight: datetime
) -> list[InLine]:
    """What comes first, the most due before all. What was parked by hand comes last.

    A promise that is late or near counts before what is marked as urgent: it is somebody's word.
    `midnight` ends the day where the member is.
    """
    line = []
    for one in found:
        if not one.is_answered:
            rank, at, why = _placed(one, now=now, midnight=midnight)
            is_parked = one.conversation in parked
            line.append(((is_parked, rank, at, one.conversation), why, at))
    line.sort(key=lambda row: row[0])
    return [InLine(place[3], why, at, is_parked=place[0]) for place, why, at in line]


def _placed(one: Waiting, *, now: datetime, midnight: datetime) -> tuple[int, datetime, str]:
    due = one.due_at
    if due is not None and not one.is_back:
        if due < now:
            return 0, due, LATE
        if one.is_near:
            return 1, due, SOON
    if one.priority == "URGENT":
        return 2, one.since, URGENT
    if one.is_back:
        return 3, due or one.since, BACK
    if due is not None and due < midnight:
        return 3, due, TODAY
    if one.priority == "HIGH":
        return 4, one.since, HIGH
    return (6 if one.priority == "LOW" else 5), one.since, WAITED
