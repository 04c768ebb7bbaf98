"""Agreements: what is true of them, enforced by the database."""

from kept.agreements.models.agreement import Agreement, AgreementQuerySet
from kept.agreements.models.reviews import Judgement, Reading, Review
from kept.agreements.models.target import Target
from kept.agreements.models.terms import CLOCKS, Clause, Measure, SayBack, Side, Version

__all__ = [
    "CLOCKS",
    "Agreement",
    "AgreementQuerySet",
    "Clause",
    "Judgement",
    "Measure",
    "Reading",
    "Review",
    "SayBack",
    "Side",
    "Target",
    "Version",
]
