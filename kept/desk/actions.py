"""Acts of the desk that touch two rooms at once, in one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations import actions as conversations
from kept.conversations.actions import File
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Message
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises import queries
from kept.promises.models import Offer


@transaction.atomic
def answer(
    conversation: Conversation,
    *,
    text: str,
    to: list[str],
    cc: list[str],
    files: tuple[File, ...] = (),
    submit_id: UUID,
    then: str,
    by: Member,
    now: datetime,
) -> Message:
    """Send the reply, and note the promises its writer accepted that still stand in its words.

    A conversation that nobody looks after becomes the writer's. Raises what `reply` and `make`
    raise; then nothing was sent and nothing noted.
    """
    conversation = take(conversation, by=by)
    if Message.objects.filter(submit_id=submit_id).exists():
        return conversations.reply(
            conversation, text=text, to=to, cc=cc, submit_id=submit_id, by=by, now=now
        )
    if conversation.assignee_id is None:
        conversation = conversations.assign(conversation, to=by, by=by, now=now)
    message = conversations.reply(
        conversation,
        text=text,
        to=to,
        cc=cc,
        files=files,
        submit_id=submit_id,
        then=then,
        by=by,
        now=now,
    )
    for offer in queries.answers(conversation, by=by).values():
        stands = offer.answer == Offer.Answer.ACCEPTED and offer.words in message.text
        if stands and offer.due_at:
            promises.make(
                conversation,
                words=offer.words,
                due_from=offer.due_from,
                due_at=offer.due_at,
                keeper=by,
                made_in=message,
                by=by,
                now=now,
            )
    promises.clear_offers(conversation, by=by)
    return message
