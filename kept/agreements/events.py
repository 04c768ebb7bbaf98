"""Facts of agreements. `side` is OURS or THEIRS."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("agreement.begun")
@dataclass(frozen=True, slots=True)
class AgreementBegun:
    """`kind` is CUSTOMER, TEAMS or DESK: who it is between."""

    agreement: int
    kind: str


@event("agreement.drafted")
@dataclass(frozen=True, slots=True)
class AgreementDrafted:
    """A version that is not yet agreed was begun, or what stands in it has changed."""

    agreement: int
    version: int


@event("agreement.met")
@dataclass(frozen=True, slots=True)
class AgreementMet:
    """The terms stand still from now on, so that each side can say them back."""

    agreement: int
    version: int


@event("agreement.said_back")
@dataclass(frozen=True, slots=True)
class AgreementSaidBack:
    """A side said the terms back. `agrees` false: it wants others."""

    agreement: int
    version: int
    side: str
    agrees: bool


@event("agreement.agreed")
@dataclass(frozen=True, slots=True)
class AgreementAgreed:
    """Everybody it needs has said it back. `holds_from` is ISO 8601."""

    agreement: int
    version: int
    holds_from: str


@event("agreement.review_due")
@dataclass(frozen=True, slots=True)
class AgreementReviewDue:
    """The day of the next talk has passed without one."""

    agreement: int


@event("agreement.reviewed")
@dataclass(frozen=True, slots=True)
class AgreementReviewed:
    """Both sides have talked. `ours` and `theirs` are how it goes for each: WELL, MIXED, HARD."""

    agreement: int
    review: int
    ours: str
    theirs: str


@event("agreement.ended")
@dataclass(frozen=True, slots=True)
class AgreementEnded:
    agreement: int
