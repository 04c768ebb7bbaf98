"""Somebody asks a leader to take something out of the way, and is owed a dated answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.hours.queries import hours_of, house_calendar
from kept.improvement.access import leaders
from kept.improvement.actions.errors import (
    SYSTEM,
    AlreadyDecided,
    NeedsReason,
    NeedsWords,
    NobodyLeads,
    SentElsewhere,
)
from kept.improvement.events import ObstacleAnswered, ObstacleAsked
from kept.improvement.models import Obstacle
from kept.improvement.rules import ANSWER_WITHIN_DAYS, LONGEST_WORDS
from kept.kit.hours import NeverOpen
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises

State = Obstacle.State


@transaction.atomic
def ask_leader(
    words: str, *, leader: Member, submit_id: UUID, by: Member, now: datetime
) -> Obstacle:
    """The leader owes an answer within ten working days, as a promise: so the house has it.

    Raises `NeedsWords`, `NobodyLeads`, `SentElsewhere`.
    """
    if made := Obstacle.objects.filter(submit_id=submit_id).first():
        if made.member_id != by.pk:
            raise SentElsewhere
        return made
    words = plain_text(words, LONGEST_WORDS)
    if not words:
        raise NeedsWords
    if not leaders(by).filter(pk=leader.pk).exists():
        raise NobodyLeads
    promise = promises.promise_among_us(
        words=_("Answer %(name)s about what stands in the way.") % {"name": by.name},
        due_at=_answer_by(now=now),
        to_member=by,
        by=leader,
        now=now,
    )
    asked = Obstacle.objects.create(
        member=by,
        leader=leader,
        words=words,
        promise=promise,
        submit_id=submit_id,
        asked_at=now,
    )
    fact = ObstacleAsked(obstacle=asked.pk, leader=leader.pk, promise=promise.pk)
    record(fact, about=[asked, by, leader], by=by, at=now)
    return asked


@transaction.atomic
def answer_obstacle(
    obstacle: Obstacle, *, state: str, answer: str, by: Member, now: datetime
) -> Obstacle:
    """Out of the way, or why it stays. The promise to answer is kept by it.

    Raises `NotAllowed`, `AlreadyDecided`, `NeedsReason`.
    """
    locked = Obstacle.objects.select_for_update(of=("self",)).select_related("promise", "member")
    obstacle = locked.get(pk=obstacle.pk)
    if by.pk != obstacle.leader_id and not (by.is_owner and by.pk != obstacle.member_id):
        raise NotAllowed
    if obstacle.state != State.ASKED:
        raise AlreadyDecided
    answer = plain_text(answer, LONGEST_WORDS)
    if not answer or state not in {State.REMOVED, State.STAYS}:
        raise NeedsReason
    obstacle.state, obstacle.answer, obstacle.answered_at = State(state), answer, now
    obstacle.save()
    if not obstacle.promise.is_settled:
        if obstacle.promise.keeper_id == by.pk:
            promises.keep(obstacle.promise, by=by, now=now)
        else:
            promises.keep_by_rule(obstacle.promise, by=SYSTEM, now=now)
    fact = ObstacleAnswered(obstacle=obstacle.pk, state=str(state))
    record(fact, about=[obstacle, obstacle.member], by=by, at=now)
    return obstacle


def _answer_by(*, now: datetime) -> datetime:
    calendar = house_calendar()
    if calendar is not None:
        try:
            return hours_of(calendar).add_days(now, ANSWER_WITHIN_DAYS)
        except NeverOpen:
            pass
    return now + timedelta(days=14)
