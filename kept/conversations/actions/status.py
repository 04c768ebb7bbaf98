"""A conversation changes its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.locking import Doer, take
from kept.conversations.closing import check_ready, is_ready
from kept.conversations.events import ConversationKeptOpen, StatusChanged
from kept.conversations.models import Conversation
from kept.kit.rows import save_all
from kept.ledger import Entry, record, record_all
from kept.ledger.models import Event


@transaction.atomic
def set_status(
    conversation: Conversation, *, to: str, by: Doer, now: datetime, cause: Event | None = None
) -> Conversation:
    """Set the status by hand. Raises `NotAllowed`, and `NotReady` where it may not be closed yet.

    Open again, it is nobody's whose desk it is no more: they could not see it.
    """
    conversation = take(conversation, by=by)
    moved = move(conversation, Conversation.Status(to), by=by, now=now, cause=cause)
    if moved and to != Conversation.Status.CLOSED:
        lay_back_if_unseen(conversation, now=now, cause=moved)
    return conversation


@transaction.atomic
def kept_open(conversation: Conversation, *, by: Doer, now: datetime) -> bool:
    """Whether a letter that leaves by itself may not close it; that is said in its history.

    Nobody is there to be asked, and the letter is the customer's.
    """
    if conversation.status == Conversation.Status.CLOSED or is_ready(conversation):
        return False
    fact = ConversationKeptOpen(conversation=conversation.pk)
    record(fact, about=[conversation], by=by, at=now)
    return True


@transaction.atomic
def wake(conversation: Conversation, *, by: Doer, now: datetime, cause: Any = None) -> None:
    """Open what was on hold until now; what has moved on meanwhile stays as it is."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.status == Conversation.Status.ON_HOLD:
        move(held, Conversation.Status.OPEN, by=by, now=now, cause=cause)


def move(
    conversation: Conversation,
    to: str,
    *,
    by: Any,
    now: datetime,
    cause: Any = None,
    asks: bool = True,
) -> Event | None:
    """Change the status of a locked conversation; answers the fact, None where it is so already.

    Raises what `move_all` raises.
    """
    return next(iter(move_all([Move(conversation, now, cause)], to, by=by, asks=asks)), None)


@dataclass(frozen=True, slots=True)
class Move:
    """A locked conversation that changes its status `at` a moment, for what was recorded before."""

    conversation: Conversation
    at: datetime
    cause: Event | None = None


def move_all(moves: Sequence[Move], to: str, *, by: Any, asks: bool = True) -> list[Event]:
    """What `move` does, for several conversations; the facts of those that were not so already.

    Raises `NotReady` for one that may not be closed yet, unless nobody `asks`: where what was
    closed before is put back, and where no person has a part in it.
    """
    entries: list[Entry] = []
    moved: list[Conversation] = []
    for one in moves:
        conversation = one.conversation
        before, pk = conversation.status, conversation.pk
        if before == to:
            continue
        if asks and to == Conversation.Status.CLOSED:
            check_ready(conversation)
        conversation.status = to
        conversation.closed_at = one.at if to == Conversation.Status.CLOSED else None
        moved.append(conversation)
        changed = StatusChanged(conversation=pk, to=str(to), before=str(before))
        entries.append(Entry(changed, [conversation], one.at, one.cause))
    save_all(moved, fields=["status", "closed_at"])
    return record_all(entries, by=by)
