"""A letter reaches a desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction

from kept.conversations.actions.arrival import Arrival, Incoming
from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.people import seat_those_named
from kept.conversations.actions.status import Move, move_all
from kept.conversations.actions.tag import follow
from kept.conversations.events import ConversationOpened, MessageCameAside, MessageReceived
from kept.conversations.index import put_all, row_of_message
from kept.conversations.models import Attachment, Conversation, Desk, Message, MessageHtml
from kept.conversations.rules import first_words, preview_of
from kept.customers.models import Customer
from kept.kit.rows import save_all
from kept.ledger import Entry, record_all
from kept.ledger.models import Event

LONGEST_SUBJECT = 400


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
    return receive_all([Incoming(arrival, desk, customer, conversation, now)], by=by)[0]


@transaction.atomic(savepoint=False)
def receive_all(several: Sequence[Incoming], *, by: Any = "system:mail") -> list[Message]:
    """What `receive` does, for several in their order, each with a conversation of its own."""
    conversations = _conversations(several)
    aside = _aside(several, conversations)
    messages = Message.objects.bulk_create(
        _message(one, conversation, is_aside=conversation.pk in aside)
        for one, conversation in zip(several, conversations, strict=True)
    )
    _keep_beside(several, messages)
    _bring_up_to_date(messages)
    follow([held for one, held in zip(several, conversations, strict=True) if one.conversation])
    received = _tell(several, messages, by=by)
    _seat(several, messages, by=by)
    _move(several, messages, received, by=by)
    return messages


def _conversations(several: Sequence[Incoming]) -> list[Conversation]:
    """Those they belong to, locked, and those they begin."""
    held = _hold([one.conversation.pk for one in several if one.conversation])
    opened = iter(
        Conversation.objects.bulk_create(
            Conversation(
                desk=one.desk,
                customer=one.customer,
                subject=one.arrival.subject[:LONGEST_SUBJECT],
                opened_at=one.now,
                last_at=one.now,
            )
            for one in several
            if one.conversation is None
        )
    )
    return [held[one.conversation.pk] if one.conversation else next(opened) for one in several]


def _hold(wanted: Sequence[int]) -> dict[int, Conversation]:
    """Conversations, locked; for what was merged meanwhile, the one that stands for it."""
    if not wanted:
        return {}
    rows = Conversation.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    locked = {row.pk: row for row in rows}
    merged = {pk: row.merged_into_id for pk, row in locked.items() if row.merged_into_id}
    standing = _hold(list(merged.values()))
    return locked | {pk: standing[other] for pk, other in merged.items()}


def _message(one: Incoming, conversation: Conversation, *, is_aside: bool) -> Message:
    arrival = one.arrival
    return Message(
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
        at=one.now,
    )


def _keep_beside(several: Sequence[Incoming], messages: Sequence[Message]) -> None:
    """The HTML and the files that came with the words, and all of it in the index."""
    pairs = list(zip(several, messages, strict=True))
    MessageHtml.objects.bulk_create(
        MessageHtml(message=message, html=one.arrival.html)
        for one, message in pairs
        if one.arrival.html
    )
    files = [
        [
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
            for file in one.arrival.files
        ]
        for one, message in pairs
    ]
    Attachment.objects.bulk_create(chain.from_iterable(files))
    put_all(
        [
            row_of_message(message, message.conversation, found, language=one.arrival.language)
            for (one, message), found in zip(pairs, files, strict=True)
        ]
    )


def _bring_up_to_date(messages: Sequence[Message]) -> None:
    for message in messages:
        conversation = message.conversation
        conversation.last_message = message.pk
        conversation.last_in_message = message.pk
        conversation.last_at = max(message.at, conversation.last_at)
        conversation.preview = preview_of(message.text or message.quoted)
    save_all(
        [message.conversation for message in messages],
        fields=["last_message", "last_in_message", "last_at", "preview"],
    )


def _tell(several: Sequence[Incoming], messages: Sequence[Message], *, by: Any) -> list[Event]:
    """Write what happened into the ledger, and answer of each message that it was received."""
    entries: list[Entry] = []
    places: list[int] = []
    for one, message in zip(several, messages, strict=True):
        conversation = message.conversation
        about = [conversation, conversation_customer(conversation)]
        if one.conversation is None:
            opened = ConversationOpened(conversation=conversation.pk, desk=conversation.desk_id)
            entries.append(Entry(opened, about=about, at=one.now))
        fact = MessageCameAside if message.is_aside else MessageReceived
        came = fact(message=message.pk, conversation=conversation.pk, automatic=message.automatic)
        places.append(len(entries))
        entries.append(Entry(came, about=about, at=one.now))
    events = record_all(entries, by=by)
    return [events[place] for place in places]


def _seat(several: Sequence[Incoming], messages: Sequence[Message], *, by: Any) -> None:
    """Who takes part from now on."""
    for one, message in zip(several, messages, strict=True):
        arrival = one.arrival
        if not arrival.automatic and not arrival.is_spam and not message.is_aside:
            # Anybody may write another's name and put themselves into Cc.
            may_join = arrival.is_proven
            seat_those_named(message, arrival.people, may_join=may_join, by=by, now=one.now)


def _move(
    several: Sequence[Incoming], messages: Sequence[Message], received: Sequence[Event], *, by: Any
) -> None:
    """What is spam goes there, and where a person wrote there is something to do again."""
    spam: list[Move] = []
    opened: list[Move] = []
    for one, message, event in zip(several, messages, received, strict=True):
        move = Move(message.conversation, one.now, event)
        if one.conversation is None and one.arrival.is_spam:
            spam.append(move)
        elif not one.arrival.automatic and message.conversation.status not in {
            Conversation.Status.OPEN,
            Conversation.Status.SPAM,
        }:
            opened.append(move)
    move_all(spam, Conversation.Status.SPAM, by=by)
    move_all(opened, Conversation.Status.OPEN, by=by)
    for move in opened:
        lay_back_if_unseen(move.conversation, now=move.at, cause=move.cause)


def conversation_customer(conversation: Conversation) -> str:
    """The customer's name in the ledger, without reading their row."""
    return f"customer:{conversation.customer_id}"


def _aside(several: Sequence[Incoming], conversations: Sequence[Conversation]) -> set[int]:
    """Where somebody answers whom we forwarded to: the customer has no part in that."""
    joined = [
        conversation.pk
        for one, conversation in zip(several, conversations, strict=True)
        if one.conversation
    ]
    if not joined:
        return set()
    asked: dict[int, set[str]] = defaultdict(set)
    forwarded = Message.objects.filter(conversation__in=joined, way=Message.Way.OUT, is_aside=True)
    for pk, *lists in forwarded.values_list("conversation", "to", "cc", "bcc"):
        asked[pk].update(str(address).lower() for some in lists for address in some)
    return {
        conversation.pk
        for one, conversation in zip(several, conversations, strict=True)
        if one.arrival.from_address.lower() in asked[conversation.pk]
        and not _is_their_own(conversation, one.arrival.from_address)
    }


def _is_their_own(conversation: Conversation, address: str) -> bool:
    return conversation.customer.addresses.filter(value__iexact=address).exists()
