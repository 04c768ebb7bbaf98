"""Both sides have talked; the day of the talk has passed without one; it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.expressions import RawSQL

from kept.agreements.actions.errors import (
    NextTalkPast,
    NotLiving,
    TalkAhead,
    TalkNotWhole,
)
from kept.agreements.actions.holding import hold, take, write
from kept.agreements.actions.targets import SYSTEM
from kept.agreements.events import AgreementEnded, AgreementReviewDue, AgreementReviewed
from kept.agreements.models import Agreement, Clause, Judgement, Reading, Review
from kept.people.models import Member, home_zone

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Talk:
    """What came of a talk. `held` says of promises in words whether they were held, by clause;
    `found` what measures said, by measure.
    """

    talked_on: date
    talk: str
    changes: str
    ours: str
    theirs: str
    next_on: date
    held: Mapping[int, bool] = field(default_factory=dict)
    found: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def review(
    agreement: Agreement, *, talk: Talk, submit_id: UUID | None = None, by: Member, now: datetime
) -> Review:
    """Write down a talk that was held, and when the next one is. The same `submit_id` writes once.

    Raises `NotAllowed`, `HasEnded`, `NotLiving`, `TalkNotWhole`, `TalkAhead`, `NextTalkPast`.
    """
    agreement = take(agreement, by=by)
    if submit_id and (written := Review.objects.filter(submit_id=submit_id).first()):
        return written
    version = agreement.version_at(now)
    if not agreement.is_living or version is None:
        raise NotLiving
    if not talk.talk.strip():
        raise TalkNotWhole
    today = now.astimezone(ZoneInfo(by.zone)).date()
    if talk.talked_on > today:
        raise TalkAhead
    if talk.next_on <= today:
        raise NextTalkPast
    written = Review.objects.create(
        agreement=agreement,
        version=version,
        talked_on=talk.talked_on,
        talk=talk.talk.strip(),
        changes=talk.changes.strip(),
        ours=talk.ours,
        theirs=talk.theirs,
        next_on=talk.next_on,
        written_by=by,
        written_at=now,
        submit_id=submit_id,
    )
    _look_back(written, talk)
    agreement.state, agreement.next_review_on = Agreement.State.LIVING, talk.next_on
    agreement.save(update_fields=["state", "next_review_on"])
    write(
        AgreementReviewed,
        agreement,
        review=written.pk,
        ours=str(talk.ours),
        theirs=str(talk.theirs),
        by=by,
        at=now,
    )
    return written


def _look_back(written: Review, talk: Talk) -> None:
    """How each promise in words was held, and what each measure said: of this version's alone."""
    for clause in written.version.clauses.filter(kind=Clause.Kind.WORDS, pk__in=talk.held):
        Judgement.objects.create(review=written, clause=clause, is_held=talk.held[clause.pk])
    for measure in written.version.measures.filter(pk__in=talk.found):
        if words := " ".join(talk.found[measure.pk].split()):
            Reading.objects.create(review=written, measure=measure, words=words)


@transaction.atomic
def end(agreement: Agreement, *, why: str, by: Member, now: datetime) -> Agreement:
    """It holds no longer; what was promised until now stands. Raises `NotAllowed`, `HasEnded`."""
    agreement = take(agreement, by=by)
    agreement.state, agreement.ended_at = Agreement.State.ENDED, now
    agreement.ended_why = why.strip()
    agreement.save(update_fields=["state", "ended_at", "ended_why"])
    write(AgreementEnded, agreement, by=by, at=now)
    return agreement


def review_due(*, now: datetime) -> int:
    """Say of which ones the day of the talk has passed; each in a transaction of its own."""
    today = now.astimezone(ZoneInfo(home_zone())).date()
    # Written out: the index holds only those.
    living = Agreement.objects.filter(state=RawSQL("'LIVING'", ()), next_review_on__lt=today)
    done = 0
    for pk in list(living.order_by("next_review_on", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            done += _fall_due(hold(pk), today=today)
    return done


def _fall_due(agreement: Agreement, *, today: date) -> bool:
    day = agreement.next_review_on
    if agreement.state != Agreement.State.LIVING or day is None or day >= today:
        return False
    agreement.state = Agreement.State.OVERDUE
    agreement.save(update_fields=["state"])
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(home_zone()))
    write(AgreementReviewDue, agreement, by=SYSTEM, at=midnight)
    return True
