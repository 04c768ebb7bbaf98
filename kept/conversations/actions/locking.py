"""How an action takes hold of a conversation."""

from __future__ import annotations

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


def take(conversation: Conversation, *, by: Member) -> Conversation:
    """The conversation, locked for this transaction. Raises `NotAllowed`."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not may_write(by, locked):
        raise NotAllowed
    return locked
