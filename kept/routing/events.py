"""Facts of routing."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("conversation.routed")
@dataclass(frozen=True, slots=True)
class ConversationRouted:
    """`why` is LAST_SERVED, TURN or LEAST; `open` counts what `to` has open now, of `limit`."""

    conversation: int
    to: int
    why: str
    open: int
    limit: int


@event("conversation.queued")
@dataclass(frozen=True, slots=True)
class ConversationQueued:
    """It waits for whoever has room first; `why` is NO_SKILL, NOBODY_HERE or NO_ROOM."""

    conversation: int
    why: str


@event("routing.changed")
@dataclass(frozen=True, slots=True)
class RoutingChanged:
    """How a desk routes; `way` is OFF, TURN or LEAST. `most` is 0 where the desk sets no limit."""

    desk: int
    way: str
    most: int


@event("capacity.changed")
@dataclass(frozen=True, slots=True)
class CapacityChanged:
    """How many open ones a member can hold at once from now on; what they can is no fact."""

    member: int
    limit: int
    takes: bool
