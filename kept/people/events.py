"""Facts of people: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("member.joined")
@dataclass(frozen=True, slots=True)
class MemberJoined:
    member: int
    role: str


@event("member.changed")
@dataclass(frozen=True, slots=True)
class MemberChanged:
    """`role` and `active` as they are now."""

    member: int
    role: str
    active: bool


@event("team.changed")
@dataclass(frozen=True, slots=True)
class TeamChanged:
    team: int


@event("invitation.made")
@dataclass(frozen=True, slots=True)
class InvitationMade:
    invitation: int
    role: str


@event("invitation.used")
@dataclass(frozen=True, slots=True)
class InvitationUsed:
    invitation: int
    member: int


@event("invitation.withdrawn")
@dataclass(frozen=True, slots=True)
class InvitationWithdrawn:
    invitation: int


@event("password.reset_offered")
@dataclass(frozen=True, slots=True)
class PasswordResetOffered:
    member: int


@event("password.changed")
@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """`by_link` when an owner had offered a link for it."""

    member: int
    by_link: bool


@event("factors.taken_off")
@dataclass(frozen=True, slots=True)
class FactorsTakenOff:
    """Their second proofs are forgotten; the next sign-in asks for the password alone."""

    member: int
