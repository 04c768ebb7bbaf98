"""A member answers, or forwards to somebody outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.actions.arrival import File
from kept.conversations.actions.draft import discard_draft
from kept.conversations.actions.locking import take
from kept.conversations.actions.people import seat_those_named
from kept.conversations.actions.receive import conversation_customer
from kept.conversations.actions.status import move
from kept.conversations.actions.submitted import letter_of_form
from kept.conversations.actions.tag import follow
from kept.conversations.events import MessageForwarded, MessageSent
from kept.conversations.index import enter_message
from kept.conversations.models import Attachment, Conversation, Draft, Message
from kept.conversations.queries import wrote_since
from kept.conversations.rules import (
    first_words,
    forward_subject,
    picture_mark,
    preview_of,
)
from kept.customers.links import PLACE
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member


class EmptyReply(Refusal):
    code = "reply_empty"
    message = gettext_lazy("There is nothing to send yet. Write a line first.")


class NoRecipient(Refusal):
    code = "reply_without_recipient"
    message = gettext_lazy("Nobody would receive this: the customer has no mail address.")


class NotOurAddress(Refusal):
    code = "reply_from_elsewhere"
    message = gettext_lazy("This desk does not answer from that address. Choose one of its own.")


class ForwardToCustomer(Refusal):
    code = "forward_to_customer"
    message = gettext_lazy("This is the customer's own address. Write them a reply instead.")


@transaction.atomic
def reply(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    sender: str = "",
    files: tuple[File, ...] = (),
    submit_id: UUID,
    then: str = Conversation.Status.WAITING,
    answers: int | None = None,
    keeps_draft: bool = False,
    by: Member,
    now: datetime,
) -> Message:
    """Write the answer and leave it for the post; the status becomes `then`.

    `answers` is their newest letter its writer has seen: where they wrote since, the status stays
    as it is. The writer's own draft there is gone with it, unless it `keeps_draft`. The same
    `submit_id` again answers the message already written. Raises `NotAllowed`, `EmptyReply`,
    `NoRecipient`, `NotOurAddress`, `SubmittedElsewhere`, and `NotReady` where it may not be closed
    yet.
    """
    conversation = take(conversation, by=by)
    sent = letter_of_form(conversation, submit_id, leaving=False)
    if isinstance(sent, Message):
        return sent
    check(conversation, text=text, to=to, sender=sender)
    message = _written(
        conversation,
        text=text,
        files=files,
        to=to,
        cc=cc or [],
        bcc=bcc or [],
        from_address=sender,
        answers=answers,
        submit_id=submit_id,
        by=by,
        now=now,
    )
    named = [("", address) for address in [*to, *(cc or [])]]
    seat_those_named(message, named, may_join=True, by=by, now=now)
    sent_event = record(
        MessageSent(message=message.pk, conversation=conversation.pk),
        about=[conversation, conversation_customer(conversation), by],
        by=by,
        at=now,
    )
    if answers is None or not wrote_since(conversation, answers):
        move(conversation, then, by=by, now=now, cause=sent_event)
    if not keeps_draft:
        discard_draft(conversation, kind=Draft.Kind.REPLY, by=by)
    return message


@transaction.atomic
def forward(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    sender: str = "",
    files: tuple[File, ...] = (),
    quoted: str = "",
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Message:
    """Write to somebody outside about this conversation; the customer has no part in it.

    `quoted` is the letter that is passed on. Nothing is owed or answered by it, and the status
    stays. Raises `NotAllowed`, `EmptyReply`, `NoRecipient`, `NotOurAddress`, `ForwardToCustomer`.
    """
    conversation = take(conversation, by=by)
    sent = letter_of_form(conversation, submit_id, leaving=False)
    if isinstance(sent, Message):
        return sent
    everybody = [*to, *(cc or []), *(bcc or [])]
    check(conversation, text=text or quoted, to=to, sender=sender, is_answer=bool(files))
    check_aside(conversation, everybody)
    message = _written(
        conversation,
        text=text,
        files=files,
        to=to,
        cc=cc or [],
        bcc=bcc or [],
        from_address=sender,
        quoted=quoted,
        subject=forward_subject(conversation.subject)[:400],
        is_aside=True,
        submit_id=submit_id,
        by=by,
        now=now,
    )
    record(
        MessageForwarded(message=message.pk, conversation=conversation.pk),
        about=[conversation, conversation_customer(conversation), by],
        by=by,
        at=now,
    )
    discard_draft(conversation, kind=Draft.Kind.FORWARD, by=by)
    return message


def check(
    conversation: Conversation, *, text: str, to: list[str], sender: str, is_answer: bool = False
) -> None:
    """Whether this could be sent. Raises `EmptyReply`, `NoRecipient`, `NotOurAddress`."""
    if not text.strip() and not is_answer:
        raise EmptyReply
    if not to:
        raise NoRecipient
    if sender and not conversation.desk.addresses.filter(value__iexact=sender).exists():
        raise NotOurAddress


def check_aside(conversation: Conversation, everybody: Iterable[str]) -> None:
    """Raises `ForwardToCustomer` where one of these is the customer."""
    own = {
        value.lower() for value in conversation.customer.addresses.values_list("value", flat=True)
    }
    if any(address.lower() in own for address in everybody):
        raise ForwardToCustomer


def _written(
    conversation: Conversation,
    *,
    text: str,
    files: tuple[File, ...],
    by: Member,
    now: datetime,
    **more: Any,
) -> Message:
    text = text.replace("\r\n", "\n").strip()
    files = tuple(_placed(file, number, text) for number, file in enumerate(files, 1))
    message = Message.objects.create(
        conversation=conversation,
        way=Message.Way.OUT,
        member=by,
        from_name=by.name,
        text=text,
        has_attachments=any(not file.is_inline for file in files),
        at=now,
        **more,
    )
    enclosed = Attachment.objects.bulk_create(
        Attachment(
            message=message,
            name=file.name,
            type=file.type,
            size=file.size,
            sha256=file.sha256,
            is_inline=file.is_inline,
            content_id=file.content_id,
            words=first_words(file.name, file.type, is_inline=file.is_inline),
        )
        for file in files
    )
    enter_message(message, conversation, enclosed)
    conversation.last_message = message.pk
    conversation.last_at = max(now, conversation.last_at)
    conversation.preview = preview_of(message.text.replace(PLACE, ""))
    conversation.save(update_fields=["last_message", "last_at", "preview"])
    follow([conversation])
    return message


def _placed(file: File, number: int, text: str) -> File:
    """A picture whose mark stands in the text is seen there; any other file is enclosed."""
    if not file.type.lower().startswith("image/") or picture_mark(file.name) not in text:
        return file
    return replace(file, is_inline=True, content_id=f"picture-{number}.{file.sha256[:24]}")
