"""Facts of prompts. Why somebody dismissed one stands in its table alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("prompt.dismissed")
@dataclass(frozen=True, slots=True)
class PromptDismissed:
    """`kind` as in `rules.ORDER`, `subject` what it is about there; `weight` in the kind's unit."""

    kind: str
    subject: str
    weight: int


@event("prompt.recalled")
@dataclass(frozen=True, slots=True)
class PromptRecalled:
    """It may be raised again as if it had never been dismissed."""

    kind: str
    subject: str
