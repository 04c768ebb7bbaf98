"""What conversations do by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.actions.read_file import read_waiting_files
from kept.ledger.work import step


@step(every_seconds=30.0, on_events=True)
def read_files(now: datetime) -> int:
    """Files that came with letters are read for search."""
    return read_waiting_files()
