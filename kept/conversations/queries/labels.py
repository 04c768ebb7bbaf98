"""The house's own words for the four statuses."""

from __future__ import annotations

import time

from django.utils.translation import get_language

from kept.conversations.models import Conversation, StatusLabel

FRESH_SECONDS = 10
_known: dict[str | None, tuple[float, dict[str, str]]] = {}
"""By language: when they were read, and they."""


def status_labels() -> dict[str, str]:
    """A label for each status. Read anew every ten seconds: every row of a list shows one."""
    language = get_language()
    read_at, labels = _known.get(language, (0.0, {}))
    if not labels or time.monotonic() - read_at > FRESH_SECONDS:
        own = dict(StatusLabel.objects.values_list("status", "words"))
        labels = {
            status: own.get(status) or str(Conversation.Status(status).label)
            for status in Conversation.Status.values
        }
        _known[language] = (time.monotonic(), labels)
    return labels


def forget_labels() -> None:
    """A label has just been changed here: show it at once."""
    _known.clear()
