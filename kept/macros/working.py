"""What macros do by the clock, as a step of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.macros.actions import forget_last_uses


@step(every_seconds=600.0)
def forget(now: datetime) -> int:
    """What can be undone no more is not kept: it holds words of a draft."""
    return forget_last_uses(now=now)
