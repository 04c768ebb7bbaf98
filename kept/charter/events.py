"""Facts of the charter. Words stand in its tables alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("values.settled")
@dataclass(frozen=True, slots=True)
class ValuesSettled:
    """`values` by their rank."""

    values: list[int]


@event("policy.written")
@dataclass(frozen=True, slots=True)
class PolicyWritten:
    """`number` is 1, and more with each version."""

    policy: int
    number: int
    effective_on: str


@event("grant.proposed")
@dataclass(frozen=True, slots=True)
class GrantProposed:
    """To a member, or to all of a role where that is 0. Amounts in minor units, 0 for none."""

    grant: int
    member: int
    kind: str
    amount: int
    currency: str
    times: int


@event("grant.agreed")
@dataclass(frozen=True, slots=True)
class GrantAgreed:
    grant: int


@event("grant.declined")
@dataclass(frozen=True, slots=True)
class GrantDeclined:
    grant: int


@event("grant.ended")
@dataclass(frozen=True, slots=True)
class GrantEnded:
    grant: int


@event("gesture.made")
@dataclass(frozen=True, slots=True)
class GestureMade:
    """`begins_on` is the period of the grant it counts in; `amount` in minor units, 0 for none."""

    gesture: int
    conversation: int
    grant: int
    begins_on: str
    kind: str
    amount: int
    currency: str
    promise: int
    value: int


@event("authority.asked")
@dataclass(frozen=True, slots=True)
class AuthorityAsked:
    """`promise` is the one to hear it."""

    request: int
    conversation: int
    manager: int
    promise: int


@event("authority.answered")
@dataclass(frozen=True, slots=True)
class AuthorityAnswered:
    """`state` is GRANTED, NARROWED or REFUSED; `grant` 0 where there is none."""

    request: int
    conversation: int
    state: str
    grant: int
