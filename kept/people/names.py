"""The names of members, for lines that say who did what."""

from __future__ import annotations

import time

from kept.people.models import Member, Team

FRESH_SECONDS = 30
_known: tuple[float, dict[int, str]] = (0.0, {})
_teams: tuple[float, dict[int, str]] = (0.0, {})


def member_names() -> dict[int, str]:
    """Every member's name by id. Read anew every half a minute: each thread shows some."""
    global _known
    read_at, names = _known
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        names = dict(Member.objects.values_list("pk", "name"))
        _known = (time.monotonic(), names)
    return names


def team_names() -> dict[int, str]:
    """The same of teams."""
    global _teams
    read_at, names = _teams
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        names = dict(Team.objects.values_list("pk", "name"))
        _teams = (time.monotonic(), names)
    return names


def forget_names() -> None:
    """Somebody has just been added or renamed here."""
    global _known, _teams
    _known = _teams = (0.0, {})
