"""What happened in a conversation, told from its letters and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

IN, OUT, CLOSED, OPEN = "IN", "OUT", "CLOSED", "OPEN"
FIRST, NEXT, RESOLUTION = "FIRST", "NEXT", "RESOLUTION"
MEASURES = (FIRST, NEXT, RESOLUTION)


@dataclass(frozen=True, slots=True)
class Step:
    """`what` is IN or OUT for a letter between the customer and us, CLOSED or OPEN for a status."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A customer waited for our answer from `since` on and had it at `until`."""

    measure: str
    since: datetime
    until: datetime


@dataclass(slots=True)
class Life:
    """Each list in the order in which it happened. `resolved_at` is None while it is not closed."""

    opened_at: datetime
    is_ours: bool = False
    received: list[datetime] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)
    closed: list[datetime] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    resolved_at: datetime | None = None


def live(opened_at: datetime, steps: Iterable[Step], *, closed_at: datetime | None) -> Life:
    """Follow a conversation from its begin until now.

    A wait begins with the first letter that nobody has answered and ends with our next one; what is
    closed waits no longer. `closed_at` is what the conversation says of itself at present, and has
    the last word where the ledger knows less.
    """
    life = Life(opened_at)
    since: datetime | None = None
    is_closed = False
    for step in sorted(steps, key=lambda step: (step.at, step.what in {CLOSED, OPEN})):
        if step.what == IN:
            life.received.append(step.at)
            since = since or step.at
        elif step.what == OUT:
            life.is_ours = life.is_ours or not (life.received or life.sent)
            if since is not None:
                life.waits.append(Wait(NEXT if life.sent else FIRST, since, step.at))
            life.sent.append(step.at)
            since = None
        elif step.what == CLOSED and not is_closed:
            life.closed.append(step.at)
            is_closed, since = True, None
        elif step.what == OPEN and is_closed:
            life.reopened.append(step.at)
            is_closed = False
    if closed_at is not None and not is_closed:
        life.closed.append(closed_at)
    elif closed_at is None and is_closed:
        life.closed.pop()
    life.resolved_at = life.closed[-1] if closed_at is not None else None
    return life
