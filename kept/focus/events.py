"""Facts of the interaction standard. Who was in focus when is no fact: see ADR 30."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("standard.changed")
@dataclass(frozen=True, slots=True)
class StandardChanged:
    """`steps` counts those of the house's own, 0 are the usual; `is_shown`: they are offered."""

    steps: int
    is_shown: bool
