"""What routing does by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.routing.actions import fill_all


@step(every_seconds=30.0)
def fill_lines(now: datetime) -> int:
    """Who comes to work, or back from an absence, gets what has waited."""
    return fill_all(now=now)
