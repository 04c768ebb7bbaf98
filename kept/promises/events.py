"""Facts of promises."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("promise.made")
@dataclass(frozen=True, slots=True)
class PromiseMade:
    """`due_at` is ISO 8601; `message` is where the words stand, 0 for nowhere."""

    promise: int
    conversation: int
    message: int
    due_at: str


@event("promise.kept")
@dataclass(frozen=True, slots=True)
class PromiseKept:
    """`late_by` is in seconds; negative means early."""

    promise: int
    conversation: int
    late_by: int


@event("promise.renegotiated")
@dataclass(frozen=True, slots=True)
class PromiseRenegotiated:
    """`moved_by` is in seconds. `early` says whether it came before the last moment to say so."""

    promise: int
    conversation: int
    moved_by: int
    early: bool
    chosen_by: str


@event("promise.handed_on")
@dataclass(frozen=True, slots=True)
class PromiseHandedOn:
    """Another keeper; 0 stands for the desk."""

    promise: int
    conversation: int
    to: int
    before: int


@event("promise.released")
@dataclass(frozen=True, slots=True)
class PromiseReleased:
    promise: int
    conversation: int


@event("promise.broken")
@dataclass(frozen=True, slots=True)
class PromiseBroken:
    """`was_told` says whether the customer heard of it before it was due."""

    promise: int
    conversation: int
    was_told: bool
