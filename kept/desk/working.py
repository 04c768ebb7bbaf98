"""What the desk does by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.desk.actions import leave_due
from kept.ledger.work import step


@step(every_seconds=0.5)
def leave(now: datetime) -> int:
    """Letters whose time has come leave."""
    return leave_due(now=now)
