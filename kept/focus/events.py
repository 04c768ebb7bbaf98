"""Facts of the interaction standard. Who was in focus when is no fact: see ADR 30."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("standard.changed")
@dataclass(frozen=True, slots=True)
class StandardChanged:
    """`steps` are its steps as they read now, one a line; `is_shown` whether it is offered."""

    steps: str
    is_shown: bool
