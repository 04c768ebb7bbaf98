"""A complaint that a member confirms opens a recovery, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.playbook.models import Hint
from kept.recovery.actions import open_recovery
from kept.recovery.models import Recovery


def open_for_complaint(
    conversation: Conversation, *, hint: Hint, by: Member, now: datetime, **_more: Any
) -> None:
    """In the words that were seen. Where one is open already, it is that one."""
    why = " · ".join(f"“{words}”" for _kind, words in hint.reasons)
    open_recovery(conversation, why=why or "…", origin=Recovery.Origin.COMPLAINT, by=by, now=now)
