"""What ends a handoff without anybody's answer, and what tells the customer."""

from __future__ import annotations

from kept.conversations.models import Message
from kept.handoffs.actions import hear_told, overtake
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("conversation.assigned", "conversation.status_changed", reader="handoffs")
def moved_on(event: Event) -> None:
    """Another has it, or it is over."""
    overtake(event.facts["conversation"], now=event.at, cause=event)


@reaction("message.sent", reader="handoffs")
def wrote(event: Event) -> None:
    writer = Message.objects.values_list("member", flat=True).get(pk=event.facts["message"])
    hear_told(event.facts["conversation"], writer=writer or 0, now=event.at, cause=event)
