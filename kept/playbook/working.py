"""What the playbook does by the clock, as a step of `kept work`."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.playbook import actions


@step(every_seconds=60.0)
def settle_due(now: datetime) -> int:
    return actions.settle_due(now=now)
