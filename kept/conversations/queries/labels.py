"""The house's own words for the four statuses."""

from __future__ import annotations

import time

from kept.conversations.models import Conversation, StatusLabel

FRESH_SECONDS = 10
_known: tuple[float, dict[str, str]] = (0.0, {})


def status_labels() -> dict[str, str]:
    """A label for each status. Read anew every ten seconds: every row of a list shows one."""
    global _known
    read_at, own = _known
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        own = dict(StatusLabel.objects.values_list("status", "words"))
        _known = (time.monotonic(), own)
    return {
        status: own.get(status) or str(Conversation.Status(status).label)
        for status in Conversation.Status.values
    }


def forget_labels() -> None:
    """A label has just been changed here: show it at once."""
    global _known
    _known = (0.0, {})
