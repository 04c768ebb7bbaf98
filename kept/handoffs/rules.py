"""What is on its way, and the bounds of what is written about it. Pure."""

from __future__ import annotations

OPEN = ("OFFERED", "ASKED_BACK")
"""States in which somebody has still to say yes."""

REMIND_AFTER_HOURS = 4
"""Working hours of the desk after which an unanswered handoff is told of again."""
LONGEST_SUMMARY = 4_000
LONGEST_STEP = 500
LONGEST_QUESTION = 2_000
MOST_PROMISES = 50
