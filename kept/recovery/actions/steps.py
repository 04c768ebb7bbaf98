"""The steps of the ladder, each at its turn, done by somebody at some time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.recovery import rules
from kept.recovery.actions.errors import NeedsReason, NeedsWords, NotItsTurn
from kept.recovery.actions.locking import mark, must_be_its_turn, plain, take_open, tell
from kept.recovery.events import RecoveryDenied
from kept.recovery.models import Recovery, Step

IN_WORDS = {rules.ACKNOWLEDGE, rules.APOLOGISE}
"""Steps that are done by saying something."""


@transaction.atomic
def do_step(recovery: Recovery, step: str, *, words: str, by: Member, now: datetime) -> Recovery:
    """It was acknowledged, or apologised for, in these words.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    if step not in IN_WORDS:
        raise NotItsTurn
    words = _said(words)
    mark(recovery, step, words=words, by=by, now=now)
    return recovery


@transaction.atomic
def skip(recovery: Recovery, step: str, *, why: str, by: Member, now: datetime) -> Recovery:
    """Passed over, with a reason. Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`,
    `NeedsReason`.
    """
    recovery = take_open(recovery, by=by)
    if step not in rules.STEPS:
        raise NotItsTurn
    why = plain(why)
    if not why:
        raise NeedsReason
    mark(recovery, step, words=why, is_skipped=True, by=by, now=now)
    return recovery


@transaction.atomic
def agree(
    recovery: Recovery, *, words: str, due_at: datetime, by: Member, now: datetime
) -> Recovery:
    """What we do, and by when: it becomes a promise to the customer.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`, `BadWindow`, `CannotKeep`.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.AGREE)
    words = _said(words)
    recovery.fix = promises.make(
        recovery.conversation,
        words=words,
        due_at=due_at,
        keeper=recovery.owner or by,
        customer=recovery.customer,
        by=by,
        now=now,
    )
    recovery.agreed = words
    mark(recovery, rules.AGREE, words=words, by=by, now=now)
    return recovery


@transaction.atomic
def fix(
    recovery: Recovery, *, words: str, keeps_first: bool = False, by: Member, now: datetime
) -> Recovery:
    """It is done: what was agreed is kept, and with `keeps_first` what was broken before too.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.FIX)
    words = _said(words)
    for promise in (recovery.fix, recovery.promise if keeps_first else None):
        if promise and promise.outcome == Promise.Outcome.OPEN and not promise.is_by_rule:
            promises.keep(promise, by=by, now=now)
    mark(recovery, rules.FIX, words=words, by=by, now=now)
    return recovery


@transaction.atomic
def confirm_fixed(
    recovery: Recovery, *, words: str = "", by: Member | None, now: datetime
) -> Recovery:
    """The customer says that it is fixed; `by` None on their page, else `words` say where.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.CONFIRM)
    words = plain(words) if by is None else _said(words)
    promise = recovery.fix
    if by is None and promise and promise.waits_for_confirmation:
        promises.confirm(promise, by=None, now=now)
    mark(recovery, rules.CONFIRM, words=words, by=by, now=now)
    return recovery


@transaction.atomic
def deny_fixed(
    recovery: Recovery, *, words: str = "", by: Member | None, now: datetime
) -> Recovery:
    """It is not fixed, says the customer: then it is to be fixed, and confirmed, once more.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, and for a member `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    words = plain(words) if by is None else _said(words)
    if rules.FIX not in recovery.settled:
        raise NotItsTurn
    promise = recovery.fix
    said = {Promise.Confirmation.WAITING, Promise.Confirmation.PRESUMED}
    if by is None and promise and promise.confirmation in said:
        promises.dispute(promise, words=words, by=None, now=now)
    undo_fix(recovery, words=words, by=by, now=now)
    return recovery


def undo_fix(recovery: Recovery, *, words: str, by: Member | None, now: datetime) -> None:
    """What `deny_fixed` does to a recovery that is held."""
    again = [step for step in (rules.FIX, rules.CONFIRM) if step in recovery.settled]
    Step.objects.filter(recovery=recovery, step__in=again).delete()
    recovery.settled = [step for step in recovery.settled if step not in again]
    recovery.denials += 1
    recovery.denied, recovery.last_at = words, now
    recovery.save()
    fact = RecoveryDenied(recovery=recovery.pk, conversation=recovery.conversation_id, steps=again)
    tell(fact, recovery, by=by, now=now)


@transaction.atomic
def plan_follow_up(
    recovery: Recovery, *, words: str, due_at: datetime, by: Member, now: datetime
) -> Recovery:
    """Promise to ask again on a day. The step is done once that is kept; planned twice it is one.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`, `BadWindow`, `CannotKeep`.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.FOLLOW_UP)
    if recovery.follow and not recovery.follow.is_settled:
        return recovery
    recovery.follow = promises.make(
        recovery.conversation,
        words=_said(words),
        due_at=due_at,
        keeper=recovery.owner or by,
        kind=Promise.Kind.FOLLOW_UP,
        customer=recovery.customer,
        by=by,
        now=now,
    )
    recovery.last_at = now
    recovery.save()
    return recovery


@transaction.atomic
def follow_up(recovery: Recovery, *, words: str, by: Member, now: datetime) -> Recovery:
    """Somebody asked again, and this is what they heard.

    Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`.
    """
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.FOLLOW_UP)
    words = _said(words)
    if recovery.follow and recovery.follow.outcome == Promise.Outcome.OPEN:
        promises.keep(recovery.follow, by=by, now=now)
    mark(recovery, rules.FOLLOW_UP, words=words, by=by, now=now)
    return recovery


@transaction.atomic
def log_cause(recovery: Recovery, *, cause: str, words: str, by: Member, now: datetime) -> Recovery:
    """Why it came to that. Raises `NotAllowed`, `AlreadyClosed`, `NotItsTurn`, `NeedsWords`."""
    recovery = take_open(recovery, by=by)
    must_be_its_turn(recovery, rules.CAUSE)
    words = _said(words)
    recovery.cause = Recovery.Cause(cause)
    mark(recovery, rules.CAUSE, words=words, by=by, now=now)
    return recovery


def _said(words: str) -> str:
    words = plain(words)
    if not words:
        raise NeedsWords
    return words
