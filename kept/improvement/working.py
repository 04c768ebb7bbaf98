"""What improvement does by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.improvement.actions import gather_some, send_some
from kept.ledger.work import step


@step(every_seconds=10.0)
def tell_of_changes(now: datetime) -> int:
    """Find who was refused under an old rule, and send what was reviewed."""
    return gather_some(now=now) + send_some(now=now)
