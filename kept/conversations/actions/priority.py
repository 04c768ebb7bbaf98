"""How pressing a conversation is, as a member sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.actions.locking import Doer, take
from kept.conversations.events import PriorityChanged
from kept.conversations.models import Conversation
from kept.ledger import record
from kept.ledger.models import Event


@transaction.atomic
def set_priority(
    conversation: Conversation, *, to: str, by: Doer, now: datetime, cause: Event | None = None
) -> Conversation:
    """Raises `NotAllowed`."""
    conversation = take(conversation, by=by)
    before, wanted = conversation.priority, Conversation.Priority(to)
    if before == wanted:
        return conversation
    conversation.priority = wanted
    conversation.save(update_fields=["priority"])
    record(
        PriorityChanged(conversation=conversation.pk, to=str(wanted), before=str(before)),
        about=[conversation],
        by=by,
        at=now,
        cause=cause,
    )
    return conversation
