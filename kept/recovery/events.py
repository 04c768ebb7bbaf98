"""Facts of putting right. What was said stands in its tables alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("recovery.opened")
@dataclass(frozen=True, slots=True)
class RecoveryOpened:
    """`origin` is HAND, PROMISE or COMPLAINT; `promise` the one that was broken, 0 for none."""

    recovery: int
    conversation: int
    origin: str
    severity: str
    promise: int


@event("recovery.raised")
@dataclass(frozen=True, slots=True)
class RecoveryRaised:
    """It is worse than it was."""

    recovery: int
    conversation: int
    severity: str


@event("recovery.step_done")
@dataclass(frozen=True, slots=True)
class RecoveryStepDone:
    recovery: int
    conversation: int
    step: str


@event("recovery.step_skipped")
@dataclass(frozen=True, slots=True)
class RecoveryStepSkipped:
    """With a reason, which is no history."""

    recovery: int
    conversation: int
    step: str


@event("recovery.remedy_said")
@dataclass(frozen=True, slots=True)
class RemedySaid:
    """What would be fair, by the customer's own word. `amount` in minor units, 0 for none."""

    recovery: int
    conversation: int
    amount: int
    currency: str


@event("recovery.denied")
@dataclass(frozen=True, slots=True)
class RecoveryDenied:
    """It is not fixed, they say; `steps` are open again."""

    recovery: int
    conversation: int
    steps: list[str]


@event("recovery.listening")
@dataclass(frozen=True, slots=True)
class RecoveryListening:
    """They want to be heard and nothing else, or not that any more."""

    recovery: int
    conversation: int
    is_on: bool


@event("recovery.fresh_start_asked")
@dataclass(frozen=True, slots=True)
class FreshStartAsked:
    recovery: int
    conversation: int


@event("recovery.handed")
@dataclass(frozen=True, slots=True)
class RecoveryHanded:
    """Another puts it right: a fresh start, as the customer wished; or by `system:recovery`, since
    whoever did is no longer with us. `to` and `before` are 0 for nobody.
    """

    recovery: int
    conversation: int
    to: int
    before: int


@event("recovery.closed")
@dataclass(frozen=True, slots=True)
class RecoveryClosed:
    """`outcome` is RIGHTED, HEARD, WITHDRAWN, or JOINED: it goes on in another one."""

    recovery: int
    conversation: int
    outcome: str


@event("recovery.opened_again")
@dataclass(frozen=True, slots=True)
class RecoveryOpenedAgain:
    """It had gone on in another one, and that was taken apart."""

    recovery: int
    conversation: int


@event("decision.told")
@dataclass(frozen=True, slots=True)
class DecisionTold:
    """In the letter `message`. `kind` is DECIDED or DIFFERENT; then `promise` is the dated
    reconsideration. `policy` is 0 where none was named.
    """

    decision: int
    recovery: int
    conversation: int
    kind: str
    message: int
    promise: int
    policy: int


@event("decision.reconsidered")
@dataclass(frozen=True, slots=True)
class DecisionReconsidered:
    """`state` is UPHELD or CHANGED."""

    decision: int
    recovery: int
    conversation: int
    state: str


@event("appeal.made")
@dataclass(frozen=True, slots=True)
class AppealMade:
    """Against a decision or a boundary, the other one 0. `judge` owes the answer by `promise`."""

    appeal: int
    conversation: int
    decision: int
    boundary: int
    judge: int
    promise: int


@event("appeal.answered")
@dataclass(frozen=True, slots=True)
class AppealAnswered:
    """`state` is UPHELD (what was decided stands) or CHANGED."""

    appeal: int
    conversation: int
    state: str


@event("boundary.noted")
@dataclass(frozen=True, slots=True)
class BoundaryNoted:
    boundary: int
    conversation: int


@event("boundary.warned")
@dataclass(frozen=True, slots=True)
class BoundaryWarned:
    """In the letter `message`. `check` is NO_SIGN, or CARED where they may be in need."""

    boundary: int
    conversation: int
    message: int
    check: str


@event("boundary.ended")
@dataclass(frozen=True, slots=True)
class BoundaryEnded:
    """Told in the letter `message`; `reviewer` looks at it by `promise`."""

    boundary: int
    conversation: int
    message: int
    check: str
    reviewer: int
    promise: int


@event("boundary.reviewed")
@dataclass(frozen=True, slots=True)
class BoundaryReviewed:
    """`state` is UPHELD or CHANGED."""

    boundary: int
    conversation: int
    state: str


@event("boundary.lifted")
@dataclass(frozen=True, slots=True)
class BoundaryLifted:
    boundary: int
    conversation: int


@event("boundary.held_again")
@dataclass(frozen=True, slots=True)
class BoundaryHeldAgain:
    """It had given way to another one, and the two were taken apart. `level` as it was."""

    boundary: int
    conversation: int
    level: str


@event("appeal.handed")
@dataclass(frozen=True, slots=True)
class AppealHanded:
    """Whoever was to see to it is no longer with us."""

    appeal: int
    conversation: int
    to: int
    before: int


@event("boundary.handed")
@dataclass(frozen=True, slots=True)
class BoundaryHanded:
    """Whoever was to see to it is no longer with us."""

    boundary: int
    conversation: int
    to: int
    before: int
