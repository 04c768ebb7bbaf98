"""After a restore the database is older than the world: what waited then may have left since."""

from __future__ import annotations

from datetime import datetime

from kept.conversations import actions as conversations
from kept.conversations.models import Departure
from kept.kit.sentences import sentence
from kept.ledger.reading import READERS, catch_up
from kept.ledger.recording import continue_order
from kept.mail.models import Outgoing
from kept.mail.sender import doubt

WORDS = sentence(
    "Kept was restored from a backup that still had it waiting, so it may have left since."
)


def hold_back(*, now: datetime) -> int:
    """Put every letter in doubt that waits, and answer how many: nothing leaves a second time.

    A member sees them as such and decides. Safe to repeat.
    """
    continue_order()
    # An answer the outbox has not got yet would be laid into it, and leave, later.
    while catch_up(READERS["mail"], now=now):
        pass
    state = Outgoing.State
    waiting = Outgoing.objects.filter(
        state__in=[state.READY, state.RETRY, state.CLAIMED, state.HANDED]
    )
    rows = list(waiting)
    for copy in rows:
        doubt(copy, WORDS, now=now)
    leaving = list(Departure.objects.filter(held=""))
    for letter in leaving:
        conversations.hold_back(letter, why=Departure.Held.REFUSED, words=WORDS, now=now)
    return len(rows) + len(leaving)
