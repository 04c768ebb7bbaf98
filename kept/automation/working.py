"""What rules do by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.automation import actions
from kept.ledger.work import step


@step(every_seconds=5.0)
def look_at_due(now: datetime) -> int:
    return actions.look_at_due(now=now)


@step(every_seconds=3600.0)
def tidy(now: datetime) -> int:
    return actions.tidy(now=now)
