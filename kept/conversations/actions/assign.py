"""Somebody takes a conversation, hands it on, or lays it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_look_after
from kept.conversations.actions.locking import take
from kept.conversations.events import ConversationAssigned
from kept.conversations.models import Conversation
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member


class CannotLookAfter(Refusal):
    code = "assignee_not_on_desk"
    message = gettext_lazy("They do not serve this desk, so they could not see the conversation.")


@transaction.atomic
def assign(
    conversation: Conversation, *, to: Member | None, by: Member, now: datetime
) -> Conversation:
    """Give the conversation to `to`, or to nobody. Raises `NotAllowed`, `CannotLookAfter`."""
    conversation = take(conversation, by=by)
    if to is not None and not may_look_after(to, conversation):
        raise CannotLookAfter
    before = conversation.assignee_id or 0
    if before == (to.pk if to else 0):
        return conversation
    conversation.assignee = to
    conversation.save(update_fields=["assignee"])
    record(
        ConversationAssigned(conversation=conversation.pk, to=to.pk if to else 0, before=before),
        about=[conversation, *([to] if to else [])],
        by=by,
        at=now,
    )
    return conversation
