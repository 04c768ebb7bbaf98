"""Noted, warned, ended, looked at by a manager, lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations.actions.locking import take as take_conversation
from kept.conversations.models import Conversation
from kept.customers.links import PLACE
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.recovery import rules
from kept.recovery.access import judge_of, may_review
from kept.recovery.actions import letters
from kept.recovery.actions.breaks import offer_break
from kept.recovery.actions.errors import (
    AlreadyAnswered,
    HasEnded,
    NeedsWords,
    NobodyJudges,
    NotChecked,
    NotItsTurn,
    NotWarned,
)
from kept.recovery.actions.locking import plain
from kept.recovery.events import (
    BoundaryEnded,
    BoundaryHeldAgain,
    BoundaryLifted,
    BoundaryNoted,
    BoundaryReviewed,
    BoundaryWarned,
)
from kept.recovery.models import Boundary
from kept.recovery.models.decision import Verdict

Level, Check = Boundary.Level, Boundary.Check


@transaction.atomic
def note_boundary(conversation: Conversation, *, words: str, by: Member, now: datetime) -> Boundary:
    """What was said or done to us; only we read it. One ladder at a time.

    Raises `NotAllowed`, `NeedsWords`.
    """
    there = take_conversation(conversation, by=by)
    words = plain(words)
    if not words:
        raise NeedsWords
    found = Boundary.objects.exclude(level=Level.LIFTED).filter(conversation=there).first()
    if found:
        return found
    made = Boundary.objects.create(
        conversation=there, customer=there.customer, note=words, noted_by=by, noted_at=now
    )
    _tell(BoundaryNoted(boundary=made.pk, conversation=there.pk), made, by=by, now=now)
    return made


@transaction.atomic
def warn(
    boundary: Boundary,
    *,
    check: str,
    check_words: str = "",
    text: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Boundary:
    """Send the warning as it was typed: what would end the contact.

    Raises `NotAllowed`, `HasEnded`, `NotChecked`, `NeedsWords`, `NoRecipient`.
    """
    boundary, there = _take(boundary, by=by)
    if boundary.level != Level.NOTED:
        raise HasEnded
    boundary.warn_check, boundary.warn_check_words = _checked(check, check_words)
    text = _typed(text)
    boundary.warning = letters.send(
        there, text, to=boundary.customer, submit_id=submit_id, by=by, now=now
    )
    boundary.level, boundary.warned_by, boundary.warned_at = Level.WARNED, by, now
    boundary.save()
    fact = BoundaryWarned(
        boundary=boundary.pk,
        conversation=there.pk,
        message=boundary.warning.pk,
        check=boundary.warn_check,
    )
    _tell(fact, boundary, by=by, now=now)
    offer_break(boundary, by, now=now)
    return boundary


@transaction.atomic
def end_contact(
    boundary: Boundary,
    *,
    check: str,
    check_words: str = "",
    why: str,
    text: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Boundary:
    """It has come again: contact ends, told in a letter, and another manager looks at it.

    Raises `NotAllowed`, `NotWarned`, `HasEnded`, `NotChecked`, `NeedsWords`, `NobodyJudges`,
    `NoRecipient`.
    """
    boundary, there = _take(boundary, by=by)
    if boundary.level == Level.NOTED or boundary.warning_id is None:
        raise NotWarned
    if boundary.level != Level.WARNED:
        raise HasEnded
    boundary.end_check, boundary.end_check_words = _checked(check, check_words)
    if not rules.may_end(boundary.level, was_warned=True, is_checked=True):
        raise NotWarned
    text, boundary.end_why = _typed(text), _typed(why, most=rules.LONGEST)
    reviewer = judge_of(there, decider=by)
    if reviewer is None:
        raise NobodyJudges
    if PLACE not in text:
        text = f"{text}\n\n{PLACE}"
    boundary.ending = letters.send(
        there, text, to=boundary.customer, submit_id=submit_id, closes=True, by=by, now=now
    )
    there = Conversation.objects.get(pk=there.pk)
    # The house makes this promise for its managers, as it does where authority is asked for.
    boundary.review = promises.promise_among_us(
        words=_("Look at how contact ended in %(reference)s, and say whether it stays.")
        % {"reference": there.reference},
        due_at=there.desk.hours.add_days(now, rules.REVIEWED_WITHIN_DAYS),
        to_member=by,
        conversation=there,
        by=reviewer,
        now=now,
    )
    boundary.reviewer = reviewer
    boundary.level, boundary.ended_by, boundary.ended_at = Level.ENDED, by, now
    boundary.save()
    fact = BoundaryEnded(
        boundary=boundary.pk,
        conversation=there.pk,
        message=boundary.ending.pk,
        check=boundary.end_check,
        reviewer=reviewer.pk,
        promise=boundary.review.pk,
    )
    _tell(fact, boundary, by=by, now=now)
    offer_break(boundary, by, now=now)
    return boundary


@transaction.atomic
def review_boundary(
    boundary: Boundary, *, state: str, words: str, by: Member, now: datetime
) -> Boundary:
    """A manager has looked: it stays, or it is lifted. Their promise to look is kept.

    Raises `NotAllowed`, `NotItsTurn`, `AlreadyAnswered`, `NeedsWords`.
    """
    boundary, _there = _take(boundary, by=by)
    if boundary.ended_at is None:
        raise NotItsTurn
    if not may_review(by, boundary):
        raise NotAllowed
    if boundary.reviewed_at is not None:
        raise AlreadyAnswered
    _look_at(boundary, state, words=_typed(words, most=rules.LONGEST), by=by, now=now)
    if boundary.review_state == Verdict.CHANGED:
        lift_held(boundary, by=by, now=now)
    return boundary


@transaction.atomic
def lift(boundary: Boundary, *, by: Member, now: datetime) -> Boundary:
    """What was noted or warned of holds no longer. An end is lifted by its review or an appeal.

    Raises `NotAllowed`, `HasEnded`.
    """
    boundary, _there = _take(boundary, by=by)
    if boundary.level not in {Level.NOTED, Level.WARNED}:
        raise HasEnded
    lift_held(boundary, by=by, now=now)
    return boundary


def lift_held(boundary: Boundary, *, by: Member, now: datetime, cause: Any = None) -> None:
    if boundary.level == Level.LIFTED:
        return
    boundary.level, boundary.lifted_at = Level.LIFTED, now
    boundary.save(update_fields=["level", "lifted_at"])
    fact = BoundaryLifted(boundary=boundary.pk, conversation=boundary.conversation_id)
    _tell(fact, boundary, by=by, now=now, cause=cause)


def hold_again(boundary: Boundary, level: str, *, by: Member, now: datetime) -> None:
    """It had given way to another one, and stands by itself again as it was."""
    boundary.level, boundary.lifted_at = Level(level), None
    boundary.save(update_fields=["level", "lifted_at"])
    fact = BoundaryHeldAgain(
        boundary=boundary.pk, conversation=boundary.conversation_id, level=str(boundary.level)
    )
    _tell(fact, boundary, by=by, now=now)


def settle_review(boundary: Boundary, *, words: str, by: Member, now: datetime) -> None:
    """An appeal has changed it before a manager looked: that was their look, too."""
    if boundary.reviewed_at is None:
        _look_at(boundary, Verdict.CHANGED, words=words, by=by, now=now)


def _look_at(boundary: Boundary, state: str, *, words: str, by: Member, now: datetime) -> None:
    boundary.review_words, boundary.review_state = words, Verdict(state)
    boundary.reviewed_by, boundary.reviewed_at = by, now
    boundary.save()
    _keep_review(boundary, by=by, now=now)
    fact = BoundaryReviewed(
        boundary=boundary.pk,
        conversation=boundary.conversation_id,
        state=boundary.review_state,
    )
    _tell(fact, boundary, by=by, now=now)


def _keep_review(boundary: Boundary, *, by: Member, now: datetime) -> None:
    promise = boundary.review
    if promise is None or promise.outcome != Promise.Outcome.OPEN:
        return
    # Among us a promise stays with whoever made it: they keep it, whichever manager has looked.
    promises.keep(promise, by=promise.keeper or by, now=now)


def _take(boundary: Boundary, *, by: Member) -> tuple[Boundary, Conversation]:
    there = take_conversation(Conversation(pk=boundary.conversation_id), by=by)
    locked = Boundary.objects.select_for_update(of=("self",))
    found = locked.select_related("conversation", "customer", "review__keeper").get(pk=boundary.pk)
    return found, there


def _checked(check: str, words: str) -> tuple[str, str]:
    """Raises `NotChecked` where nobody has said whether they may be in need."""
    words = plain(words)
    if check not in Check.values or (check == Check.CARED and not words):
        raise NotChecked
    return check, words


def _typed(text: str, *, most: int = rules.LONGEST_LETTER) -> str:
    text = plain(text, most)
    if not text:
        raise NeedsWords
    return text


def _tell(fact: Any, boundary: Boundary, *, by: Member, now: datetime, cause: Any = None) -> None:
    there = boundary.conversation
    about = [boundary, there, f"customer:{boundary.customer_id}", by]
    record(fact, about=about, by=by, at=now, cause=cause)
