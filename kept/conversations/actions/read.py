"""Reading marks. They are nobody else's business, so the ledger never hears of them."""

from __future__ import annotations

from django.db import transaction

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, ReadMark
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


@transaction.atomic
def mark_read(conversation: Conversation, *, by: Member) -> None:
    """The member has seen all the customer has written so far. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    ReadMark.objects.update_or_create(
        member=by,
        conversation=conversation,
        defaults={"message_id": conversation.last_in_message},
    )


@transaction.atomic
def mark_unread(conversation: Conversation, *, by: Member) -> None:
    """The member wants to find it bold again. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    ReadMark.objects.filter(member=by, conversation=conversation).delete()
