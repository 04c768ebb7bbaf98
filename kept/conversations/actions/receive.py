"""A letter reaches a desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.people import seat_those_named
from kept.conversations.actions.status import move
from kept.conversations.events import ConversationOpened, MessageCameAside, MessageReceived
from kept.conversations.index import enter_message
from kept.conversations.models import Attachment, Conversation, Desk, Message, MessageHtml
from kept.conversations.rules import first_words, preview_of
from kept.customers.models import Customer
from kept.ledger import Entry, record_all

LONGEST_SUBJECT = 400
PROOFS = {"VOUCHED", "SEALED"}
"""Reasons that speak for a sender: a server we trust, or a seal that only they were sent."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a letter; its content already lies in the blob store."""

    name: str
    type: str
    size: int
    sha256: str
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, whatever channel it came by. `automatic` names the kind of robot, if one wrote.

    `language` is the tag of its language, "" where it was not clear; None where nobody looked.
    `reasons` say why it stands as it does, as `Message.reasons` has them. A conversation that
    begins with what `is_spam` is spam. `people` are all it names beside us, by name and address.
    """

    subject: str
    from_name: str
    from_address: str
    text: str
    quoted: str = ""
    signature: str = ""
    html: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    automatic: str = ""
    is_verified: bool = True
    language: str | None = None
    beside: dict[str, Any] = field(default_factory=dict)
    is_vouched: bool = False
    reply_to: str = ""
    is_suspicious: bool = False
    is_spam: bool = False
    people: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether something speaks for the sender, which is more than nothing against them."""
        said = any(code in PROOFS for code, _about in self.reasons)
        return said and self.standing == Message.Standing.KNOWN

    @property
    def standing(self) -> str:
        if self.is_suspicious:
            return Message.Standing.SUSPICIOUS
        return Message.Standing.KNOWN if self.is_verified else Message.Standing.UNVERIFIED


@transaction.atomic(savepoint=False)
def receive(
    arrival: Arrival,
    *,
    desk: Desk,
    customer: Customer,
    conversation: Conversation | None,
    now: datetime,
    by: Any = "system:mail",
) -> Message:
    """Add what came to `conversation`, or begin one. A person's letter opens it again.

    Nothing but a member takes a conversation out of Spam.
    """
    is_first = conversation is None
    if conversation is None:
        conversation = _open(arrival, desk=desk, customer=customer, now=now)
        is_aside = False
    else:
        conversation = _hold(conversation.pk)
        is_aside = _is_aside(conversation, arrival)
    message = Message.objects.create(
        conversation=conversation,
        way=Message.Way.IN,
        from_name=arrival.from_name[:200],
        from_address=arrival.from_address[:320],
        to=list(arrival.to),
        cc=list(arrival.cc),
        reply_to=arrival.reply_to[:320],
        is_aside=is_aside,
        text=arrival.text,
        quoted=arrival.quoted,
        signature=arrival.signature,
        has_html=bool(arrival.html),
        has_attachments=any(not file.is_inline for file in arrival.files),
        standing=arrival.standing,
        is_vouched=arrival.is_vouched,
        reasons=[list(reason) for reason in arrival.reasons],
        automatic=arrival.automatic,
        beside=arrival.beside,
        at=now,
    )
    if arrival.html:
        MessageHtml.objects.create(message=message, html=arrival.html)
    files = Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=file.name[:255],
            type=file.type[:120],
            size=file.size,
            sha256=file.sha256,
            is_inline=file.is_inline,
            content_id=file.content_id[:255],
            words=first_words(file.name, file.type, is_inline=file.is_inline),
        )
        for file in arrival.files
    )
    enter_message(message, conversation, files, language=arrival.language)
    _bring_up_to_date(conversation, message, now=now)
    fact = MessageCameAside if is_aside else MessageReceived
    came = fact(message=message.pk, conversation=conversation.pk, automatic=arrival.automatic)
    opened = ConversationOpened(conversation=conversation.pk, desk=conversation.desk_id)
    about = [conversation, conversation_customer(conversation)]
    *_, received = record_all(
        [Entry(one, about=about, at=now) for one in ((opened, came) if is_first else (came,))],
        by=by,
    )
    if not arrival.automatic and not arrival.is_spam and not is_aside:
        # Anybody may write another's name and put themselves into Cc.
        may_join = arrival.is_proven
        seat_those_named(message, arrival.people, may_join=may_join, by=by, now=now)
    if is_first and arrival.is_spam:
        move(conversation, Conversation.Status.SPAM, by=by, now=now, cause=received)
    elif not arrival.automatic and conversation.status not in {
        Conversation.Status.OPEN,
        Conversation.Status.SPAM,
    }:
        move(conversation, Conversation.Status.OPEN, by=by, now=now, cause=received)
        lay_back_if_unseen(conversation, now=now, cause=received)
    return message


def _hold(pk: int) -> Conversation:
    """The conversation, locked; where it was merged meanwhile, the one that stands for it."""
    locked = Conversation.objects.select_for_update().get(pk=pk)
    return locked if locked.merged_into_id is None else _hold(locked.merged_into_id)


def conversation_customer(conversation: Conversation) -> str:
    """The customer's name in the ledger, without reading their row."""
    return f"customer:{conversation.customer_id}"


def _is_aside(conversation: Conversation, arrival: Arrival) -> bool:
    """Whether it is from somebody we forwarded to, so that the customer has no part in it."""
    forwarded = Message.objects.filter(
        conversation=conversation, way=Message.Way.OUT, is_aside=True
    ).values_list("to", "cc", "bcc")
    asked = {str(address).lower() for row in forwarded for some in row for address in some}
    if arrival.from_address.lower() not in asked:
        return False
    own = conversation.customer.addresses.filter(value__iexact=arrival.from_address)
    return not own.exists()


def _open(arrival: Arrival, *, desk: Desk, customer: Customer, now: datetime) -> Conversation:
    return Conversation.objects.create(
        desk=desk,
        customer=customer,
        subject=arrival.subject[:LONGEST_SUBJECT],
        opened_at=now,
        last_at=now,
    )


def _bring_up_to_date(conversation: Conversation, message: Message, *, now: datetime) -> None:
    conversation.last_message = message.pk
    conversation.last_in_message = message.pk
    conversation.last_at = max(now, conversation.last_at)
    conversation.preview = preview_of(message.text or message.quoted)
    conversation.save(update_fields=["last_message", "last_in_message", "last_at", "preview"])
