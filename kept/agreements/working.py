"""What agreements do by the clock, as a step of `kept work`."""

from __future__ import annotations

from datetime import datetime

from kept.agreements import actions
from kept.ledger.work import step


@step(every_seconds=60.0)
def review_due(now: datetime) -> int:
    return actions.review_due(now=now)
