"""What a version in hand promises, and how both sides see whether it serves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from kept.agreements.actions.errors import ClauseNotWhole, MeasureNotWhole, NotInHand, NotOurClock
from kept.agreements.actions.holding import take_draft, write
from kept.agreements.events import AgreementDrafted
from kept.agreements.models import CLOCKS, Agreement, Clause, Measure, Side, Version
from kept.agreements.wording import words_of_clock
from kept.conversations.models import Desk
from kept.customers.models import Organisation
from kept.people.models import Member

T = TypeVar("T", Clause, Measure)


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """One promise as it is written. A clock without words gets ours."""

    side: str
    kind: str = Clause.Kind.WORDS
    words: str = ""
    minutes: int | None = None
    desk: Desk | None = None
    organisation: Organisation | None = None
    subject_words: str = ""


@transaction.atomic
def add_clause(agreement: Agreement, *, terms: ClauseTerms, by: Member, now: datetime) -> Clause:
    """Raises `NotAllowed`, `HasEnded`, `NotInHand`, `ClauseNotWhole`, `NotOurClock`."""
    agreement, version = take_draft(agreement, by=by)
    last = version.clauses.aggregate(last=Max("line"))["last"] or 0
    # A line that was taken out stays free, lest another promise be counted as that one.
    before = Clause.objects.filter(version__agreement=agreement).aggregate(last=Max("line"))["last"]
    clause = Clause(version=version, line=max(last, before or 0) + 1, **_whole(agreement, terms))
    clause.save(force_insert=True)
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)
    return clause


@transaction.atomic
def change_clause(clause: Clause, *, terms: ClauseTerms, by: Member, now: datetime) -> Clause:
    """The same for one that stands there. Raises as `add_clause` does."""
    agreement, version = take_draft(clause.version.agreement, by=by)
    held = _own(version, clause)
    for name, value in _whole(agreement, terms).items():
        setattr(held, name, value)
    held.save()
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)
    return held


@transaction.atomic
def remove_clause(clause: Clause, *, by: Member, now: datetime) -> None:
    """Raises `NotAllowed`, `HasEnded`, `NotInHand`."""
    agreement, version = take_draft(clause.version.agreement, by=by)
    _own(version, clause).delete()
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)


@transaction.atomic
def add_measure(
    agreement: Agreement,
    *,
    name: str,
    asks: str,
    aim: str,
    is_experience: bool,
    by: Member,
    now: datetime,
) -> Measure:
    """Raises `NotAllowed`, `HasEnded`, `NotInHand`, `MeasureNotWhole`."""
    agreement, version = take_draft(agreement, by=by)
    told = [" ".join(words.split()) for words in (name, asks, aim)]
    if not all(told):
        raise MeasureNotWhole
    measure = Measure.objects.create(
        version=version, name=told[0], asks=told[1], aim=told[2], is_experience=is_experience
    )
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)
    return measure


@transaction.atomic
def remove_measure(measure: Measure, *, by: Member, now: datetime) -> None:
    """Raises `NotAllowed`, `HasEnded`, `NotInHand`."""
    agreement, version = take_draft(measure.version.agreement, by=by)
    _own(version, measure).delete()
    write(AgreementDrafted, agreement, version=version.pk, by=by, at=now)


def _own(version: Version, thing: T) -> T:
    """It stands in the version in hand, or it stands still."""
    if thing.version_id != version.pk:
        raise NotInHand
    return thing


def _whole(agreement: Agreement, terms: ClauseTerms) -> dict[str, Any]:
    """The clause's fields. Raises `ClauseNotWhole`, `NotOurClock`."""
    words = " ".join(terms.words.split())
    if terms.kind not in CLOCKS:
        if not words:
            raise ClauseNotWhole
        return {
            "side": terms.side, "kind": Clause.Kind.WORDS, "words": words, "minutes": None,
            "desk": None, "organisation": None, "subject_words": "",
        }  # fmt: skip
    if terms.side != Side.OURS or not agreement.has_clocks:
        raise NotOurClock
    if not terms.minutes or terms.minutes < 1:
        raise ClauseNotWhole
    return {
        "side": Side.OURS,
        "kind": terms.kind,
        "words": words or words_of_clock(terms.kind, terms.minutes),
        "minutes": terms.minutes,
        "desk": terms.desk,
        # Whoever it was agreed with needs no condition to be meant.
        "organisation": None if agreement.organisation_id else terms.organisation,
        "subject_words": ", ".join(
            filter(None, (w.strip() for w in terms.subject_words.split(",")))
        ),
    }
