"""Whose turn it is in a handoff. Pure."""

from __future__ import annotations

OFFERED, ASKED_BACK, ACCEPTED, WITHDRAWN = "OFFERED", "ASKED_BACK", "ACCEPTED", "WITHDRAWN"
OPEN = frozenset({OFFERED, ASKED_BACK})

REMIND_AFTER_HOURS = 4
"""Working hours of the desk after which an unanswered handoff is told of again."""
LONGEST_SUMMARY = 4_000
LONGEST_STEP = 500
LONGEST_QUESTION = 2_000
MOST_PROMISES = 50


def waits_for_giver(state: str, *, is_to_be_told: bool) -> bool:
    """They were asked back, or the customer does not know yet who is next."""
    return state == ASKED_BACK or (state == ACCEPTED and is_to_be_told)
