"""How an action takes hold of a conversation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed, Refusal
from kept.people.models import Member

Doer = Member | str
"""Who does it: a member, or by name a part of the house such as `rule:7`."""


class WasMerged(Refusal):
    code = "conversation_was_merged"
    message = gettext_lazy(
        "It has been merged with another one meanwhile. Open it again, and you are there."
    )


def take(conversation: Conversation, *, by: Doer) -> Conversation:
    """The conversation, locked for this transaction. Raises `NotAllowed`, `WasMerged`.

    Whether a part of the house may, its own room has looked.
    """
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if isinstance(by, Member) and not may_write(by, locked):
        raise NotAllowed
    if locked.status == Conversation.Status.MERGED:
        raise WasMerged
    return locked
