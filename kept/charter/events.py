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
    """Announced; `number` is 1, and more with each version. `practice_on` may be empty."""

    policy: int
    number: int
    effective_on: str
    practice_on: str = ""


@event("policy.took_effect")
@dataclass(frozen=True, slots=True)
class PolicyTookEffect:
    """From now on this version is what the policy says."""

    policy: int
    number: int


@event("policy.withdrawn")
@dataclass(frozen=True, slots=True)
class PolicyWithdrawn:
    """An announced version that takes no effect after all."""

    policy: int
    number: int


@event("policy.asked")
@dataclass(frozen=True, slots=True)
class PolicyAsked:
    """`promise` is the owner's, to answer."""

    question: int
    policy: int
    owner: int
    promise: int


@event("policy.answered")
@dataclass(frozen=True, slots=True)
class PolicyAnswered:
    """`number` of the version that the answer wrote, 0 where it wrote none."""

    question: int
    policy: int
    number: int


@event("values.ruled")
@dataclass(frozen=True, slots=True)
class ValuesRuled:
    """`first` and `second` are values; the first went before the other."""

    ruling: int
    conversation: int
    first: int
    second: int


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


@event("grant.used")
@dataclass(frozen=True, slots=True)
class GrantUsed:
    """For what is no gesture: the line was stopped. `begins_on` as of a gesture."""

    grant: int
    begins_on: str


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


@event("gesture.reviewed")
@dataclass(frozen=True, slots=True)
class GestureReviewed:
    """By another member, who was not told whose it was."""

    gesture: int
    grant: int
    good: bool


@event("authority.asked")
@dataclass(frozen=True, slots=True)
class AuthorityAsked:
    """`promise` is the one to hear it; `widens` the grant that was used well, 0 for none."""

    request: int
    conversation: int
    manager: int
    promise: int
    widens: int = 0


@event("authority.answered")
@dataclass(frozen=True, slots=True)
class AuthorityAnswered:
    """`state` is GRANTED, NARROWED or REFUSED; `grant` 0 where there is none."""

    request: int
    conversation: int
    state: str
    grant: int


@event("authority.handed")
@dataclass(frozen=True, slots=True)
class AuthorityHanded:
    """Whoever was to see to it is no longer with us."""

    request: int
    conversation: int
    to: int
    before: int


@event("policy.handed")
@dataclass(frozen=True, slots=True)
class PolicyHanded:
    """Whoever answered for it is no longer with us."""

    policy: int
    to: int
    before: int
