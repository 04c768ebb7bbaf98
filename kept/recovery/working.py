"""What putting right does by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.recovery.actions import weigh_open


@step(every_seconds=600.0)
def weigh(now: datetime) -> int:
    return weigh_open(now=now)
