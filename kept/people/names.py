"""The names of members, for lines that say who did what."""

from __future__ import annotations

import time

from kept.people.models import Member

FRESH_SECONDS = 30
_known: tuple[float, dict[int, str]] = (0.0, {})


def member_names() -> dict[int, str]:
    """Every member's name by id. Read anew every half a minute: each thread shows some."""
    global _known
    read_at, names = _known
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        names = dict(Member.objects.values_list("pk", "name"))
        _known = (time.monotonic(), names)
    return names


def forget_names() -> None:
    """Somebody has just been added or renamed here."""
    global _known
    _known = (0.0, {})
