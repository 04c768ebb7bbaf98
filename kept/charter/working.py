"""What the charter does by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.charter.actions import take_effect_due
from kept.ledger.work import step


@step(every_seconds=60.0)
def take_effect(now: datetime) -> int:
    """Versions of policies that were announced for today."""
    return take_effect_due(now=now)
