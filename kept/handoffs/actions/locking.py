"""How an action takes hold of a handoff: its conversation first, as everybody locks them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation
from kept.handoffs.models import Handoff
from kept.kit.refusals import Refusal

SYSTEM = "system:handoffs"
OVER = (Conversation.Status.CLOSED, Conversation.Status.SPAM, Conversation.Status.MERGED)


class NotYoursToAnswer(Refusal):
    code = "handoff_not_yours"
    message = gettext_lazy("This handoff is for somebody else.")


class Answered(Refusal):
    code = "handoff_answered"
    message = gettext_lazy("This handoff has been answered or withdrawn meanwhile.")


def take(handoff: Handoff) -> Handoff:
    """The handoff with its conversation, both locked for this transaction."""
    Conversation.objects.select_for_update().get(pk=handoff.conversation_id)
    locked = Handoff.objects.select_for_update(of=("self",))
    return locked.select_related("conversation", "giver", "to_member", "to_team").get(pk=handoff.pk)


def is_overtaken(handoff: Handoff) -> bool:
    """Its conversation is done, or no longer its giver's to give, whoever has heard of it yet."""
    there = handoff.conversation
    return there.status in OVER or there.assignee_id != handoff.giver_id


def about(handoff: Handoff) -> list[object]:
    """Whom and what a fact of it is about."""
    return [handoff, handoff.conversation, handoff.giver, handoff.receiver]
