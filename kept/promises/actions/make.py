"""A promise is made."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, Message
from kept.kit.hours import renegotiate_by
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.promises.access import may_keep
from kept.promises.actions.errors import BadWindow
from kept.promises.actions.locking import about
from kept.promises.events import PromiseMade
from kept.promises.models import Promise


class EmptyPromise(Refusal):
    code = "promise_empty"
    message = "Write what you promise, in the words the customer will read."


class CannotKeep(Refusal):
    code = "keeper_cannot_see"
    message = "They cannot see this conversation, so they could not keep the promise."


@transaction.atomic
def make(
    conversation: Conversation,
    *,
    words: str,
    due_at: datetime,
    due_from: datetime | None = None,
    keeper: Member | None,
    made_in: Message | None = None,
    submit_id: UUID | None = None,
    by: Member,
    now: datetime,
) -> Promise:
    """Note a promise to the customer of `conversation`. `keeper` None: the desk keeps it.

    Raises `NotAllowed`, `EmptyPromise`, `BadWindow`, `CannotKeep`.
    """
    if not may_write(by, conversation):
        raise NotAllowed
    if submit_id and (made := Promise.objects.filter(submit_id=submit_id).first()):
        return made
    words = " ".join(words.split())
    if not words:
        raise EmptyPromise
    if due_at <= now or (due_from and due_from > due_at):
        raise BadWindow
    if keeper is not None and not may_keep(keeper, conversation):
        raise CannotKeep
    promise = Promise.objects.create(
        conversation=conversation,
        desk_id=conversation.desk_id,
        customer_id=conversation.customer_id,
        keeper=keeper,
        made_by=by,
        made_in=made_in,
        words=words,
        made_at=now,
        due_from=due_from,
        due_at=due_at,
        renegotiate_by=renegotiate_by(now, due_at, conversation.desk.hours),
        submit_id=submit_id,
    )
    record(
        PromiseMade(
            promise=promise.pk,
            conversation=conversation.pk,
            message=made_in.pk if made_in else 0,
            due_at=due_at.isoformat(),
        ),
        about=about(promise),
        by=by,
        at=now,
    )
    return promise
