"""What a filed letter brings with it: Spam, a place it may belong to, desks that have it too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kept.conversations.actions import mark_seats, suggest, tie_same_mail
from kept.conversations.models import Conversation, Desk, Message
from kept.customers.actions import mark_all_alive
from kept.customers.models import Customer
from kept.mail.deceit import Reason
from kept.mail.letter import Letter
from kept.mail.likely import where_it_may_belong
from kept.mail.models import BlockedSender, Filing
from kept.mail.spamcheck import Verdict
from kept.mail.threading import House, Place

SYSTEM = "system:mail"
MOST_DESKS = 20


def why_spam(
    verdict: Verdict, place: Place, *, sender: str, desk: Desk, house: House
) -> list[Reason]:
    """Why a letter goes to Spam; nothing where it does not. Who is proven is asked no filter."""
    block = BlockedSender.objects.stopping(sender, desk).first() if house.blocks else None
    if block is not None:
        return [("BLOCKED", block.value)]
    joins = place.conversation is not None and place.is_verified
    return [("FILTER", verdict.score)] if verdict.is_spam and not joins else []


def suggest_a_place(
    letter: Letter, message: Message, writer: Customer | None, *, now: datetime
) -> None:
    begun = message.conversation
    if found := where_it_may_belong(letter, begun, writer=writer, now=message.at):
        suggest(begun, other=found[0], why=found[1], now=now)


def tie_desks(letter: Letter, filed: list[Conversation], *, digest: str, now: datetime) -> None:
    """One letter to several of our desks is one conversation at each, and they know of each other.

    It may come as several mails, a desk each, so what another desk has of it already counts too.
    """
    if len(filed) == 1 and len(letter.to) + len(letter.cc) < 2:
        return
    same = Filing.objects.filter(desk__in=Desk.objects.all(), content_digest=digest)
    rows = list(same.select_related("message__conversation").order_by("pk")[:MOST_DESKS])
    conversations = [row.message.conversation for row in rows if row.message]
    for at, one in enumerate(conversations):
        for other in conversations[:at]:
            if one in filed or other in filed:
                tie_same_mail(one, other, now=now)


def work_again(messages: Sequence[Message], *, now: datetime) -> None:
    """Whoever writes from an address has it."""
    if messages:
        mark_all_alive([message.from_address for message in messages], by=SYSTEM, now=now)
        mark_seats([(one.conversation, one.from_address) for one in messages], is_dead=False)
