"""What conversations do by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.actions.bulk import carry_on_all, tidy_bulks
from kept.conversations.actions.read_file import read_waiting_files
from kept.ledger.work import step


@step(every_seconds=1.0)
def bulk(now: datetime) -> int:
    """What somebody does to many at once goes on, however their page was left."""
    return carry_on_all(now=now)


@step(every_seconds=30.0, on=("message.received", "message.sent"))
def read_files(now: datetime) -> int:
    """Files that came with letters are read for search."""
    return read_waiting_files()


@step(every_seconds=3600.0)
def tidy(now: datetime) -> int:
    """What was done to many at once long ago is forgotten."""
    return tidy_bulks(now=now)
