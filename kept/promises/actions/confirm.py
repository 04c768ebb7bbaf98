"""What the promisee says to a promise that was declared done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.access import may_answer
from kept.promises.actions.errors import NotDeclared
from kept.promises.actions.hand_on import hand_back_if_unseen
from kept.promises.actions.keep import declare
from kept.promises.actions.locking import (
    break_if_past,
    hold,
    must_be_by_hand,
    must_be_owed,
    promisee,
    say_what_passed,
    write,
)
from kept.promises.events import PromiseConfirmed, PromiseDisputed
from kept.promises.models import Dispute, Promise


@transaction.atomic
def confirm(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    """The promisee says that it happened; `by` None is the customer, by their own link.

    Of a promise still open that is a declaration and its confirmation in one: nobody knows better.
    Confirming twice changes nothing. Raises `NotAllowed`, `AlreadySettled`.
    """
    promise = _heard(promise, by=by, now=now)
    if promise.confirmation == Promise.Confirmation.CONFIRMED:
        return promise
    if promise.outcome != Promise.Outcome.KEPT:
        must_be_owed(promise)
        declare(promise, by=promisee(promise, by), now=now)
    now = max(now, promise.settled_at or now)  # who waited for the lock says yes to what was said
    promise.confirmation, promise.confirm_by = Promise.Confirmation.CONFIRMED, None
    promise.save(update_fields=["confirmation", "confirm_by"])
    write(PromiseConfirmed, promise, presumed=False, by=promisee(promise, by), at=now)
    return promise


@transaction.atomic
def dispute(promise: Promise, *, words: str = "", by: Member | None, now: datetime) -> Promise:
    """The promisee says that it has not happened: it is open again, by the date it had.

    So one whose date has passed meanwhile is broken, since that second. A yes that was only
    presumed may still be disputed. Raises `NotAllowed`, `NotDeclared`.
    """
    promise = _heard(promise, by=by, now=now)
    said = promise.confirmation in {
        Promise.Confirmation.WAITING,
        Promise.Confirmation.PRESUMED,
    }
    if not said or promise.settled_at is None:
        raise NotDeclared
    now = max(now, promise.settled_at)  # who waited for the lock denies what was said meanwhile
    Dispute.objects.create(
        promise=promise, said_at=now, declared_at=promise.settled_at, words=words.strip()
    )
    promise.outcome = Promise.Outcome.OPEN
    promise.settled_at, promise.confirm_by = None, None
    promise.confirmation = Promise.Confirmation.NONE
    promise.disputes += 1
    promise.save(update_fields=["outcome", "settled_at", "confirm_by", "confirmation", "disputes"])
    write(PromiseDisputed, promise, by=promisee(promise, by), at=now)
    break_if_past(promise, now=now)
    hand_back_if_unseen(promise, now=now)
    return promise


def _heard(promise: Promise, *, by: Member | None, now: datetime) -> Promise:
    locked = hold(promise.pk)
    if by is None and locked.customer_id is None:
        raise NotAllowed
    if by is not None and not may_answer(by, locked):
        raise NotAllowed
    must_be_by_hand(locked)
    say_what_passed(locked, now=now)
    return locked
