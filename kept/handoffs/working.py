"""What handoffs do by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.handoffs.actions import remind_due
from kept.ledger.work import step


@step(every_seconds=60.0)
def remind(now: datetime) -> int:
    """What nobody has answered for some working hours is told of again."""
    return remind_due(now=now)
