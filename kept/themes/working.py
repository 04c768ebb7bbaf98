"""What themes do in `kept work`: small steps, but for learning, which holds nothing meanwhile."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.themes.actions import file_waiting, judge, learn_anew, refile_some


@step(every_seconds=5.0)
def file(now: datetime) -> int:
    return file_waiting()


@step(every_seconds=60.0)
def learn(now: datetime) -> int:
    """Learns where it is due, and files the last weeks by it."""
    return refile_some(now=now) or learn_anew(now=now)


@step(every_seconds=300.0)
def look(now: datetime) -> int:
    judge(now=now)
    return 0
