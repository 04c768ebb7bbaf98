"""Letters are read as they come; what was put in is used as a letter leaves, and settles."""

from __future__ import annotations

from django.db.models import QuerySet

from kept.conversations.models import Conversation, Message
from kept.kit.prepared import prepared
from kept.ledger import reaction
from kept.ledger.models import Event
from kept.playbook import actions

CLOSED = Conversation.Status.CLOSED
ELSEWHERE = {Conversation.Status.MERGED, Conversation.Status.SPAM}


@reaction("message.received", reader="playbook")
def read_letter(event: Event) -> None:
    message = _message(event)
    if message is not None:
        actions.raise_hint(message, cause=event)


@reaction("message.sent", reader="playbook")
def letter_left(event: Event) -> None:
    message = _message(event)
    if message is not None:
        actions.letter_left(message, cause=event)


@reaction("conversation.status_changed", reader="playbook")
def status_changed(event: Event) -> None:
    facts = event.facts
    if facts["to"] == CLOSED:
        actions.closed(facts["conversation"], at=event.at)
    elif facts["before"] == CLOSED and facts["to"] not in ELSEWHERE:
        actions.opened_again(facts["conversation"], at=event.at, cause=event)


@reaction("conversation.merged", reader="playbook")
def merged(event: Event) -> None:
    actions.merged(event.facts["conversation"], into=event.facts["into"])


def _message(event: Event) -> Message | None:
    return next(iter(_letter(event.facts["message"])), None)


@prepared
def _letter(pk: int) -> QuerySet[Message]:
    return Message.objects.select_related("conversation").filter(pk=pk)
