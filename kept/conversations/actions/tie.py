"""Conversations that have to do with each other, said once. A member decides what comes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.conversations.events import ConversationsAlike
from kept.conversations.models import Conversation, Tie
from kept.ledger import record

SYSTEM = "system:mail"


def suggest(
    conversation: Conversation, *, other: Conversation, why: str, now: datetime, by: Any = SYSTEM
) -> None:
    """What a letter has begun may belong to `other`. Runs in the transaction that filed it."""
    _tie, is_new = Tie.objects.get_or_create(
        conversation=conversation,
        other=other,
        defaults={"kind": Tie.Kind.MAYBE, "why": why, "at": now},
    )
    if is_new:
        record(
            ConversationsAlike(conversation=conversation.pk, other=other.pk),
            about=[conversation, other],
            by=by,
            at=now,
        )


def tie_same_mail(one: Conversation, other: Conversation, *, now: datetime) -> None:
    """One letter has reached both, each at its own desk."""
    if one.pk == other.pk:
        return
    older, newer = sorted((one, other), key=lambda conversation: conversation.pk)
    Tie.objects.get_or_create(
        conversation=newer, other=older, defaults={"kind": Tie.Kind.SAME_MAIL, "at": now}
    )
