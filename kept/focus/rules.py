"""How long one is in focus, and until when what is not urgent is held. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

LENGTHS = (25, 50, 90)
"""Minutes that are offered; 0 is until one ends it."""
LONGEST = timedelta(hours=10)
"""Whoever forgets to end it is out of it after a working day."""
GRID = timedelta(minutes=5)
"""What is held is looked at again on a grid of these, so that it leaves together."""
SOON = timedelta(minutes=30)
"""A promise due within this comes first, even where it was parked."""

MOST_STEPS, LONGEST_STEP = 7, 200
LONGEST_NOTE = 4_000


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
