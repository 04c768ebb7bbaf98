"""Triggers: what sets a rule going, and when what waits for time is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from kept.kit.hours import Hours, NeverOpen

BY_KIND: dict[str, str] = {
    "conversation.opened": "OPENED",
    "message.received": "RECEIVED",
    "message.sent": "SENT",
    "note.written": "NOTED",
    "conversation.assigned": "ASSIGNED",
    "conversation.status_changed": "STATUS",
    "conversation.priority_changed": "PRIORITY",
    "conversation.tagged": "TAGGED",
    "promise.made": "PROMISED",
    "promise.kept": "KEPT",
    "promise.broken": "BROKEN",
}
"""Which trigger a fact of the ledger is."""

ON_EVENT = tuple(BY_KIND.values())
BY_TIME = ("UNANSWERED", "SILENT", "WAITING", "DUE")
"""They wait for us; we wait for them; it stands at Waiting; a promise comes near."""

MOST_AMOUNT = 1_000


class Timed(Protocol):
    """What waits for time: a rule, or what is chosen of one."""

    @property
    def trigger(self) -> str: ...

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> str: ...

    @property
    def counted(self) -> str: ...


def due_for(timed: Timed, since: datetime, *, hours: Hours) -> datetime:
    """When it is due for what began at `since`, or for a promise due then."""
    return due(
        timed.trigger,
        since,
        amount=timed.amount,
        unit=timed.unit,
        counted=timed.counted,
        hours=hours,
    )


def due(
    trigger: str, since: datetime, *, amount: int, unit: str, counted: str, hours: Hours
) -> datetime:
    """When a rule by time is due for what began at `since`, or for a promise due then.

    Where the hours never open, the clock counts.
    """
    before = trigger == "DUE"
    signed = -amount if before else amount
    if counted == "WORKING":
        try:
            if unit == "DAYS":
                return hours.add_days(since, signed)
            return hours.add(since, signed * 3600)
        except NeverOpen:
            pass
    return since + (timedelta(days=signed) if unit == "DAYS" else timedelta(hours=signed))
