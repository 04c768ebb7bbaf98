"""Facts of handoffs. The words of a pack are no history."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("handoff.offered")
@dataclass(frozen=True, slots=True)
class HandoffOffered:
    """To a member or to a team, the other one 0. `round` is 1, and more after each asking back."""

    handoff: int
    conversation: int
    to: int
    team: int
    round: int


@event("handoff.asked_back")
@dataclass(frozen=True, slots=True)
class HandoffAskedBack:
    handoff: int
    conversation: int


@event("handoff.accepted")
@dataclass(frozen=True, slots=True)
class HandoffAccepted:
    """`promises` are those that passed on with it."""

    handoff: int
    conversation: int
    giver: int
    promises: list[int]


@event("handoff.withdrawn")
@dataclass(frozen=True, slots=True)
class HandoffWithdrawn:
    """Its giver keeps it; by the system where it was closed, merged or taken by another."""

    handoff: int
    conversation: int


@event("handoff.reminded")
@dataclass(frozen=True, slots=True)
class HandoffReminded:
    """Nobody has answered for some working hours."""

    handoff: int
    conversation: int


@event("handoff.told")
@dataclass(frozen=True, slots=True)
class HandoffTold:
    """The customer has had a letter since it was accepted."""

    handoff: int
    conversation: int
