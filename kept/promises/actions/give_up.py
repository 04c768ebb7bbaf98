"""A promise will not be kept, and we say so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.people.models import Member
from kept.promises.actions.locking import SYSTEM, at_last, take_open, write
from kept.promises.actions.pause import end_rest
from kept.promises.events import PromiseBroken, PromiseGivenUp
from kept.promises.models import Promise


@transaction.atomic
def give_up(promise: Promise, *, why: str, by: Member, now: datetime) -> Promise:
    """Say that the promise will not be kept. It is broken now, if it was not before.

    Raises `NotAllowed`, `AlreadySettled`.
    """
    promise = take_open(promise, by=by, now=now)
    now = at_last(promise, now=now)
    end_rest(promise, now=now)
    if promise.broken_at is None:
        promise.broken_at = now
        write(PromiseBroken, promise, was_told=promise.was_told, by=SYSTEM, at=now)
    promise.outcome = Promise.Outcome.BROKEN
    promise.settled_at, promise.settled_why = now, why.strip()
    promise.save(update_fields=["outcome", "settled_at", "settled_why", "broken_at"])
    write(PromiseGivenUp, promise, was_told=promise.was_told, by=by, at=now)
    return promise
