"""What is marked is counted, some at a time."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.reports.actions import count_pending


@step(every_seconds=2.0)
def count(now: datetime) -> int:
    return count_pending()
