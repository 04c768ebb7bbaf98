"""A rule writes to the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations.actions.locking import take
from kept.conversations.actions.receive import LONGEST_SUBJECT, conversation_customer
from kept.conversations.actions.reply import check
from kept.conversations.actions.submitted import letter_of_form
from kept.conversations.events import MessageSentByRule
from kept.conversations.index import enter_message
from kept.conversations.models import Conversation, Message
from kept.ledger import record
from kept.ledger.models import Event

BY_RULE = "RULE"


@transaction.atomic
def write_automatically(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    writer: str,
    submit_id: UUID,
    by: str,
    now: datetime,
    cause: Event | None = None,
    subject: str = "",
) -> Message:
    """Write a letter that nobody of us wrote, and leave it for the post. `writer` names the rule.

    `subject` is "" for that of the conversation.

    Status, place and preview in the list stay as they are, since an answer is owed as before. The
    same `submit_id` again answers the message already written. Raises `WasMerged`, `EmptyReply`,
    `NoRecipient`, `SubmittedElsewhere`.
    """
    conversation = take(conversation, by=by)
    sent = letter_of_form(conversation, submit_id, leaving=False)
    if isinstance(sent, Message):
        return sent
    check(conversation, text=text, to=to, sender="")
    message = Message.objects.create(
        conversation=conversation,
        way=Message.Way.OUT,
        from_name=writer[:200],
        to=to,
        subject=subject[:LONGEST_SUBJECT],
        text=text.replace("\r\n", "\n").strip(),
        automatic=BY_RULE,
        submit_id=submit_id,
        at=now,
    )
    enter_message(message, conversation, [])
    conversation.last_message = message.pk
    conversation.save(update_fields=["last_message"])
    record(
        MessageSentByRule(message=message.pk, conversation=conversation.pk),
        about=[conversation, conversation_customer(conversation), by],
        by=by,
        at=now,
        cause=cause,
    )
    return message
