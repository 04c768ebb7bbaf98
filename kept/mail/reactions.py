"""What the post does when a member has answered, or a rule has written."""

from __future__ import annotations

from kept.conversations.models import Message
from kept.ledger import reaction
from kept.ledger.models import Event
from kept.ledger.reading import goes_first
from kept.mail.outbox import queue

goes_first("mail")


@reaction("message.sent", "message.sent_by_rule", "message.forwarded", reader="mail")
def lay_into_the_outbox(event: Event) -> None:
    message = Message.objects.select_related(
        "conversation__desk__calendar", "conversation__customer", "member"
    ).get(pk=event.facts["message"])
    queue(message, now=event.at)
