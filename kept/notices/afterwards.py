"""After a restore the database is older than the world: what waited then may have left since."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.reading import READERS, catch_up
from kept.ledger.recording import continue_order
from kept.notices.models import Telling

State = Telling.State
WORDS = "Kept was restored from a backup that still had it waiting, so it may have left since."


def hold_back(*, now: datetime) -> int:
    """Put in doubt whatever waits to leave, and answer how many. Safe to repeat."""
    continue_order()
    # What the reader has not come to yet would be laid out, and leave, later.
    while catch_up(READERS["notices"], now=now):
        pass
    waiting = [State.READY, State.RETRY, State.CLAIMED, State.HANDED]
    return Telling.objects.filter(state__in=waiting).update(
        state=State.IN_DOUBT, lease_until=None, lease_holder="", answer=WORDS
    )
