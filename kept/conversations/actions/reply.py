"""A member answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations.actions.draft import discard_draft
from kept.conversations.actions.locking import take
from kept.conversations.actions.people import seat_those_named
from kept.conversations.actions.receive import File, conversation_customer
from kept.conversations.actions.status import move
from kept.conversations.events import MessageSent
from kept.conversations.models import Attachment, Conversation, Draft, Message
from kept.conversations.rules import preview_of
from kept.customers.links import PLACE
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member


class EmptyReply(Refusal):
    code = "reply_empty"
    message = "There is nothing to send yet. Write a line first."


class NoRecipient(Refusal):
    code = "reply_without_recipient"
    message = "Nobody would receive this: the customer has no mail address."


@transaction.atomic
def reply(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    cc: list[str] | None = None,
    files: tuple[File, ...] = (),
    submit_id: UUID,
    then: str = Conversation.Status.WAITING,
    by: Member,
    now: datetime,
) -> Message:
    """Write the answer and leave it for the post; the status becomes `then`.

    The same `submit_id` again answers the message already written. Raises `NotAllowed`,
    `EmptyReply`, `NoRecipient`.
    """
    conversation = take(conversation, by=by)
    if sent := Message.objects.filter(submit_id=submit_id, conversation=conversation).first():
        return sent
    if not text.strip():
        raise EmptyReply
    if not to:
        raise NoRecipient
    message = Message.objects.create(
        conversation=conversation,
        way=Message.Way.OUT,
        member=by,
        from_name=by.name,
        to=to,
        cc=cc or [],
        text=text.replace("\r\n", "\n").strip(),
        has_attachments=bool(files),
        at=now,
        submit_id=submit_id,
    )
    Attachment.objects.bulk_create(
        Attachment(
            message=message, name=file.name, type=file.type, size=file.size, sha256=file.sha256
        )
        for file in files
    )
    named = [("", address) for address in [*to, *(cc or [])]]
    seat_those_named(message, named, may_join=True, by=by, now=now)
    conversation.last_message = message.pk
    conversation.last_at = max(now, conversation.last_at)
    conversation.preview = preview_of(message.text.replace(PLACE, ""))
    conversation.save(update_fields=["last_message", "last_at", "preview"])
    sent_event = record(
        MessageSent(message=message.pk, conversation=conversation.pk),
        about=[conversation, conversation_customer(conversation), by],
        by=by,
        at=now,
    )
    move(conversation, then, by=by, now=now, cause=sent_event)
    discard_draft(conversation, kind=Draft.Kind.REPLY, by=by)
    return message
