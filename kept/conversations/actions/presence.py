"""Who has a conversation before them. It passes, so the ledger never hears of it."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, Presence
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


def be_present(conversation: Conversation, *, by: Member, now: datetime) -> None:
    """The member looks at it now, and at no other. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    Presence.objects.bulk_create(
        [Presence(member=by, conversation=conversation, seen_at=now)],
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["conversation", "seen_at"],
    )
