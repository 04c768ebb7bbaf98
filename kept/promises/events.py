"""Facts of promises. A `conversation` of 0 means that the promise stands in none."""

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
    kind: str = "PROMISE"


@event("promise.offered")
@dataclass(frozen=True, slots=True)
class PromiseOffered:
    """The promisee may choose one of `windows` times; nothing is owed until they do."""

    promise: int
    conversation: int
    windows: int


@event("promise.agreed")
@dataclass(frozen=True, slots=True)
class PromiseAgreed:
    """The promisee chose a time that was offered. `due_at` is ISO 8601."""

    promise: int
    conversation: int
    due_at: str


@event("promise.lapsed")
@dataclass(frozen=True, slots=True)
class PromiseLapsed:
    """The last offered time passed and nobody had chosen."""

    promise: int
    conversation: int


@event("promise.warned")
@dataclass(frozen=True, slots=True)
class PromiseWarned:
    """Its keeper should act: `due_at` (ISO 8601) comes near. Once for each date."""

    promise: int
    conversation: int
    due_at: str


@event("promise.kept")
@dataclass(frozen=True, slots=True)
class PromiseKept:
    """The promisor declared it done. `late_by` is in seconds; negative means early."""

    promise: int
    conversation: int
    late_by: int


@event("promise.confirmed")
@dataclass(frozen=True, slots=True)
class PromiseConfirmed:
    """The promisee says so too; `presumed` where only their silence does."""

    promise: int
    conversation: int
    presumed: bool


@event("promise.disputed")
@dataclass(frozen=True, slots=True)
class PromiseDisputed:
    """The promisee says that it has not happened; it is open again."""

    promise: int
    conversation: int


@event("promise.renegotiated")
@dataclass(frozen=True, slots=True)
class PromiseRenegotiated:
    """`moved_by` is in seconds. `early` says whether it came before the last moment to say so."""

    promise: int
    conversation: int
    moved_by: int
    early: bool
    chosen_by: str


@event("promise.chased")
@dataclass(frozen=True, slots=True)
class PromiseChased:
    """The promisee had to ask for it, in `message`."""

    promise: int
    conversation: int
    message: int


@event("promise.eased")
@dataclass(frozen=True, slots=True)
class PromiseEased:
    """The promisee wrote in `message` that there is no hurry."""

    promise: int
    conversation: int
    message: int


@event("promise.paused")
@dataclass(frozen=True, slots=True)
class PromisePaused:
    promise: int
    conversation: int
    reason: str


@event("promise.resumed")
@dataclass(frozen=True, slots=True)
class PromiseResumed:
    """The clock goes on; it is due `moved_by` seconds later than before it rested."""

    promise: int
    conversation: int
    moved_by: int


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
    """Its date passed and nothing was done; said at that second.

    `was_told` says whether the promisee heard of it before it was due.
    """

    promise: int
    conversation: int
    was_told: bool


@event("promise.given_up")
@dataclass(frozen=True, slots=True)
class PromiseGivenUp:
    """The promisor says that it will not be kept."""

    promise: int
    conversation: int
    was_told: bool
