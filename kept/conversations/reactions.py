"""What a desk does when people come, go, or change teams, and when a customer writes."""

from __future__ import annotations

from kept.conversations.actions.depart import hold_for_reply
from kept.conversations.actions.lay_back import lay_back_unseen
from kept.conversations.models import Message
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("member.changed", "team.changed", "desk.changed", reader="conversations")
def lay_back(event: Event) -> None:
    lay_back_unseen(now=event.at, cause=event)


@reaction("message.received", reader="conversations")
def hold_what_waits_for_a_reply(event: Event) -> None:
    hold_for_reply(Message.objects.get(pk=event.facts["message"]), cause=event)
