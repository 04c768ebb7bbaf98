"""A conversation changes its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.locking import Doer, take
from kept.conversations.events import StatusChanged
from kept.conversations.models import Conversation
from kept.kit.rows import save_all
from kept.ledger import Entry, record_all
from kept.ledger.models import Event


@transaction.atomic
def set_status(
    conversation: Conversation, *, to: str, by: Doer, now: datetime, cause: Event | None = None
) -> Conversation:
    """Set the status by hand. Raises `NotAllowed`.

    Open again, it is nobody's whose desk it is no more: they could not see it.
    """
    conversation = take(conversation, by=by)
    moved = move(conversation, Conversation.Status(to), by=by, now=now, cause=cause)
    if moved and to != Conversation.Status.CLOSED:
        lay_back_if_unseen(conversation, now=now, cause=moved)
    return conversation


@transaction.atomic
def wake(conversation: Conversation, *, by: Doer, now: datetime, cause: Any = None) -> None:
    """Open what was on hold until now; what has moved on meanwhile stays as it is."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.status == Conversation.Status.ON_HOLD:
        move(held, Conversation.Status.OPEN, by=by, now=now, cause=cause)


def move(
    conversation: Conversation, to: str, *, by: Any, now: datetime, cause: Any = None
) -> Event | None:
    """Change the status of a locked conversation; answers the fact, None where it is so already."""
    return next(iter(move_all([Move(conversation, now, cause)], to, by=by)), None)


@dataclass(frozen=True, slots=True)
class Move:
    """A locked conversation that changes its status `at` a moment, for what was recorded before."""

    conversation: Conversation
    at: datetime
    cause: Event | None = None


def move_all(moves: Sequence[Move], to: str, *, by: Any) -> list[Event]:
    """What `move` does, for several conversations; the facts of those that were not so already."""
    entries: list[Entry] = []
    moved: list[Conversation] = []
    for one in moves:
        conversation = one.conversation
        before, pk = conversation.status, conversation.pk
        if before == to:
            continue
        conversation.status = to
        conversation.closed_at = one.at if to == Conversation.Status.CLOSED else None
        moved.append(conversation)
        changed = StatusChanged(conversation=pk, to=str(to), before=str(before))
        entries.append(Entry(changed, [conversation], one.at, one.cause))
    save_all(moved, fields=["status", "closed_at"])
    return record_all(entries, by=by)
