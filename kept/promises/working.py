"""What promises do by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.promises.actions import sweep


@step(every_seconds=1.0)
def break_due(now: datetime) -> int:
    return sweep.break_due(now=now)


@step(every_seconds=5.0)
def warn_due(now: datetime) -> int:
    return sweep.warn_due(now=now)


@step(every_seconds=60.0)
def presume_due(now: datetime) -> int:
    return sweep.presume_due(now=now)


@step(every_seconds=15.0)
def lapse_due(now: datetime) -> int:
    return sweep.lapse_due(now=now)
