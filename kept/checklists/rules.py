"""Pure decisions about checklists."""

from __future__ import annotations

import unicodedata

LONGEST = 200


def step_text(typed: str) -> str:
    """A step as it is kept: one line."""
    return " ".join(unicodedata.normalize("NFC", typed.replace("\0", "")).split())[:LONGEST].strip()


def steps_in(typed: str) -> list[str]:
    """One a line; empty ones are none."""
    return [step for line in typed.splitlines() if (step := step_text(line))]
