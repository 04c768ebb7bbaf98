"""How an action takes hold of a conversation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed, Refusal
from kept.people.models import Member


class WasMerged(Refusal):
    code = "conversation_was_merged"
    message = gettext_lazy(
        "It has been merged with another one meanwhile. Open it again, and you are there."
    )


def take(conversation: Conversation, *, by: Member) -> Conversation:
    """The conversation, locked for this transaction. Raises `NotAllowed`, `WasMerged`."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not may_write(by, locked):
        raise NotAllowed
    if locked.status == Conversation.Status.MERGED:
        raise WasMerged
    return locked
