"""What a bounce changes. Only one that came to the sealed address of a copy changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kept.ledger import record
from kept.mail import seals
from kept.mail.events import MailRefused
from kept.mail.letter import Failed, Letter
from kept.mail.models import Outgoing

_REASONS = {
    "address_dead": "There is no such address. Check the spelling or ask for another one.",
    "full": "Their mailbox is full. Try again later or another way.",
    "policy": "Their server refuses the letter for its own rules. Write to them another way.",
}
_OTHER = "Their server sent the letter back. Write to them another way."


def mark_bounced(letter: Letter, *, recipients: Iterable[str], now: datetime) -> None:
    """Mark the copies as refused that a bounce says did not arrive. Runs in a transaction."""
    if letter.automatic.kind != "bounce" or letter.bounce is None:
        return
    lost = [failed for failed in letter.bounce.recipients if failed.kind == "hard"]
    if not lost:
        return
    for address in dict.fromkeys([*recipients, *letter.delivered_to]):
        if message := seals.message_of_bounce(address):
            _mark(message, address, lost[0], now=now)


def _mark(message: int, address: str, failed: Failed, *, now: datetime) -> None:
    copies = Outgoing.objects.select_for_update().filter(
        message=message, state__in=[Outgoing.State.SENT, Outgoing.State.IN_DOUBT]
    )
    for copy in copies:
        if not seals.is_bounce_of(address, message=message, recipient=copy.recipient):
            continue
        words = _REASONS.get(failed.reason, _OTHER)
        copy.state = Outgoing.State.FAILED
        copy.answer = f"{words} ({failed.status})" if failed.status else words
        copy.save(update_fields=["state", "answer"])
        conversation = copy.message.conversation
        record(
            MailRefused(outgoing=copy.pk, message=message, code=0),
            about=[conversation, f"customer:{conversation.customer_id}"],
            by="system:mail",
            at=now,
        )
