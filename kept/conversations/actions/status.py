"""A conversation changes its status."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.locking import take
from kept.conversations.events import StatusChanged
from kept.conversations.models import Conversation
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member


@transaction.atomic
def set_status(conversation: Conversation, *, to: str, by: Member, now: datetime) -> Conversation:
    """Set the status by hand. Raises `NotAllowed`.

    Open again, it is nobody's whose desk it is no more: they could not see it.
    """
    conversation = take(conversation, by=by)
    moved = move(conversation, Conversation.Status(to), by=by, now=now)
    if moved and to != Conversation.Status.CLOSED:
        lay_back_if_unseen(conversation, now=now, cause=moved)
    return conversation


@transaction.atomic
def wake(conversation: Conversation, *, by: Member | str, now: datetime, cause: Any = None) -> None:
    """Open what was on hold until now; what has moved on meanwhile stays as it is."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.status == Conversation.Status.ON_HOLD:
        move(held, Conversation.Status.OPEN, by=by, now=now, cause=cause)


def move(
    conversation: Conversation, to: str, *, by: Any, now: datetime, cause: Any = None
) -> Event | None:
    """Change the status of a locked conversation; answers the fact, None where it is so already."""
    before = conversation.status
    if before == to:
        return None
    conversation.status = to
    conversation.closed_at = now if to == Conversation.Status.CLOSED else None
    conversation.save(update_fields=["status", "closed_at"])
    return record(
        StatusChanged(conversation=conversation.pk, to=str(to), before=str(before)),
        about=[conversation],
        by=by,
        at=now,
        cause=cause,
    )
