"""What a bounce changes. Only one that came to the sealed address of a copy changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kept.conversations.actions import mark_seats
from kept.customers.actions import mark_dead
from kept.kit.sentences import sentence
from kept.ledger import record
from kept.mail import seals
from kept.mail.events import MailRefused
from kept.mail.letter import Failed, Letter
from kept.mail.models import Outgoing

_REASONS = {
    "address_dead": sentence(
        "There is no such address. Check the spelling or ask for another one."
    ),
    "full": sentence("Their mailbox is full. Try again later or another way."),
    "policy": sentence(
        "Their server refuses the letter for its own rules. Write to them another way."
    ),
}
SYSTEM = "system:mail"
_OTHER = sentence("Their server sent the letter back. Write to them another way.")


def mark_bounced(letter: Letter, *, recipients: Iterable[str], now: datetime) -> None:
    """Mark the copies as refused that a bounce says did not arrive. Runs in a transaction."""
    if letter.automatic.kind != "bounce" or letter.bounce is None:
        return
    lost = [failed for failed in letter.bounce.recipients if failed.kind == "hard"]
    if not lost:
        return
    for address in dict.fromkeys([*recipients, *letter.delivered_to]):
        if copy := bounced_copy(address):
            _mark(copy, lost[0], now=now)


def bounced_copy(address: str) -> Outgoing | None:
    """The copy of a letter that this envelope address was sealed for."""
    message = seals.message_of_bounce(address)
    if message is None:
        return None
    copies = Outgoing.objects.filter(message=message).select_related("message__conversation")
    return next(
        (
            copy
            for copy in copies
            if seals.is_bounce_of(address, message=message, recipient=copy.recipient)
        ),
        None,
    )


def _mark(copy: Outgoing, failed: Failed, *, now: datetime) -> None:
    words = _REASONS.get(failed.reason, _OTHER)
    is_news = Outgoing.objects.filter(
        pk=copy.pk, state__in=[Outgoing.State.SENT, Outgoing.State.IN_DOUBT]
    ).update(
        state=Outgoing.State.FAILED,
        answer=f"{words} ({failed.status})" if failed.status else words,
    )
    conversation = copy.message.conversation
    if is_news:
        record(
            MailRefused(outgoing=copy.pk, message=copy.message_id, code=0),
            about=[conversation, f"customer:{conversation.customer_id}"],
            by=SYSTEM,
            at=now,
        )
    if failed.reason == "address_dead":
        address_died(copy, now=now)


def address_died(copy: Outgoing, *, now: datetime) -> None:
    """There is no such address: whoever writes to it next is told before. Runs in a transaction."""
    mark_dead(copy.recipient, by=SYSTEM, now=now)
    mark_seats([(copy.message.conversation, copy.recipient)], is_dead=True)
