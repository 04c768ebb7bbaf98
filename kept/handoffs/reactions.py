"""What ends a handoff without anybody's answer, and what tells the customer."""

from __future__ import annotations

from kept.conversations.models import Conversation, Message
from kept.handoffs.actions import hear_told, overtake
from kept.ledger import reaction
from kept.ledger.models import Event

_OVER = {Conversation.Status.CLOSED, Conversation.Status.SPAM, Conversation.Status.MERGED}


@reaction("conversation.assigned", reader="handoffs")
def has_another(event: Event) -> None:
    """By what holds now: it may have come back meanwhile."""
    found = Conversation.objects.get(pk=event.facts["conversation"])
    overtake(found.pk, holder=found.assignee_id, now=event.at, cause=event)


@reaction("conversation.status_changed", reader="handoffs")
def is_over(event: Event) -> None:
    if event.facts["to"] in _OVER:
        overtake(event.facts["conversation"], holder=None, now=event.at, cause=event)


@reaction("message.sent", reader="handoffs")
def wrote(event: Event) -> None:
    writer = Message.objects.values_list("member", flat=True).get(pk=event.facts["message"])
    hear_told(event.facts["conversation"], writer=writer or 0, now=event.at, cause=event)
