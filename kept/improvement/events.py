"""Facts of improvement. What anybody wrote stands in its tables alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("policy.refused_customer")
@dataclass(frozen=True, slots=True)
class PolicyRefusedCustomer:
    """`number` is the version of the policy that held then."""

    denial: int
    policy: int
    number: int
    conversation: int
    customer: int


@event("friction.raised")
@dataclass(frozen=True, slots=True)
class FrictionRaised:
    """What it is not about is 0."""

    friction: int
    kind: str
    policy: int
    process: int
    conversation: int


@event("friction.me_too")
@dataclass(frozen=True, slots=True)
class FrictionMeToo:
    friction: int
    member: int


@event("friction.moved")
@dataclass(frozen=True, slots=True)
class FrictionMoved:
    """To LISTED, DISCUSSED, TAKEN_UP or NOT_ADOPTED; `change` 0 where none took it up."""

    friction: int
    to: str
    change: int


@event("friction.connected")
@dataclass(frozen=True, slots=True)
class FrictionConnected:
    """Somebody spoke with whoever raised it."""

    friction: int


@event("line.stopped")
@dataclass(frozen=True, slots=True)
class LineStopped:
    """Of a policy or a macro, the other one 0; `grant` 0 where it was by right of role."""

    halt: int
    policy: int
    macro: int
    friction: int
    grant: int = 0


@event("line.started")
@dataclass(frozen=True, slots=True)
class LineStarted:
    halt: int
    policy: int
    macro: int


@event("obstacle.asked")
@dataclass(frozen=True, slots=True)
class ObstacleAsked:
    obstacle: int
    leader: int
    promise: int


@event("obstacle.answered")
@dataclass(frozen=True, slots=True)
class ObstacleAnswered:
    """`state` is REMOVED or STAYS."""

    obstacle: int
    state: str


@event("process.written")
@dataclass(frozen=True, slots=True)
class ProcessWritten:
    process: int


@event("process.walked")
@dataclass(frozen=True, slots=True)
class ProcessWalked:
    """Efforts from 1 to 4; `health` is THRIVING, STRAINED or AILING."""

    process: int
    customer_effort: int
    staff_effort: int
    health: str


@event("change.begun")
@dataclass(frozen=True, slots=True)
class ChangeBegun:
    change: int
    kind: str
    policy: int
    process: int
    frictions: list[int]


@event("change.moved")
@dataclass(frozen=True, slots=True)
class ChangeMoved:
    """To ADOPTED, NOT_ADOPTED, TOLD, CHECKED, KEPT or REVERTED.

    `number` is the version of the policy that came of it, 0 for none.
    """

    change: int
    to: str
    number: int


@event("change.told_customer")
@dataclass(frozen=True, slots=True)
class ChangeToldCustomer:
    change: int
    customer: int
    conversation: int
    message: int


@event("change.checked")
@dataclass(frozen=True, slots=True)
class ChangeChecked:
    """Refusals and frictions in so many `days` before and after; GO_ON, KEEP or REVERT."""

    change: int
    days: int
    before: int
    after: int
    decision: str


@event("customer.news")
@dataclass(frozen=True, slots=True)
class CustomerNews:
    """Whether a customer wants letters about changes."""

    customer: int
    wants: bool


@event("huddle.planned")
@dataclass(frozen=True, slots=True)
class HuddlePlanned:
    huddle: int
    team: int


@event("huddle.opened")
@dataclass(frozen=True, slots=True)
class HuddleOpened:
    huddle: int
    frictions: list[int]


@event("huddle.declined")
@dataclass(frozen=True, slots=True)
class HuddleDeclined:
    """Whom a huddle chose for a friction says no; it is chosen anew."""

    huddle: int
    friction: int
    member: int


@event("huddle.closed")
@dataclass(frozen=True, slots=True)
class HuddleClosed:
    """What came of it."""

    huddle: int
    changes: list[int]
    promises: list[int]


@event("improvement.handed")
@dataclass(frozen=True, slots=True)
class ImprovementHanded:
    """What `member`, who is no longer with us, was to see to is another's."""

    member: int
    to: int
    changes: list[int]
    processes: list[int]
    obstacles: list[int]
