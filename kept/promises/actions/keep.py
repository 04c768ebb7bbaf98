"""The promisor says that a promise is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kept.people.models import Member
from kept.promises.actions.locking import at_last, break_if_past, hold, take_open, write
from kept.promises.actions.pause import end_rest
from kept.promises.actions.release import let_go
from kept.promises.events import PromiseKept
from kept.promises.models import Promise

_ASKED = {
    Promise.Kind.PROMISE,
    Promise.Kind.CALLBACK,
    Promise.Kind.FOLLOW_UP,
    Promise.Kind.COLLEAGUE,
}
"""Kinds whose promisee is asked whether it happened. A rule's clock is its own witness."""


@transaction.atomic
def keep(promise: Promise, *, by: Member, now: datetime) -> Promise:
    """Declare the promise done, early or late. Raises `NotAllowed`, `AlreadySettled`.

    Its promisee may confirm or dispute it; after `PRESUMED_AFTER_DAYS` their silence is taken for
    a yes, and counted apart from one.
    """
    promise = take_open(promise, by=by, now=now)
    declare(promise, by=by, now=now)
    return promise


@transaction.atomic
def keep_by_rule(promise: Promise, *, by: str, now: datetime, cause: Any = None) -> bool:
    """The same where a rule saw that it was done, at `now`; answers whether that settled it."""
    promise = hold(promise.pk)
    break_if_past(promise, now=now)
    if promise.outcome != Promise.Outcome.OPEN or now < promise.made_at:
        return False
    declare(promise, by=by, now=now, cause=cause)
    return True


@transaction.atomic
def let_go_by_rule(
    promise: Promise, *, why: str, by: str, now: datetime, cause: Any = None
) -> bool:
    """Nothing more is owed, and the rule that made the promise says why. Neither kept nor broken.

    What the clock broke before stays broken. Answers whether that settled it.
    """
    promise = hold(promise.pk)
    break_if_past(promise, now=now)
    if promise.outcome != Promise.Outcome.OPEN or now < promise.made_at:
        return False
    let_go(promise, why=why, by=by, now=now, cause=cause)
    return True


def declare(promise: Promise, *, by: Member | str, now: datetime, cause: Any = None) -> None:
    """The same for a promise already held. `by` may be a rule."""
    now = at_last(promise, now=now)
    # Where the clock rested it goes on first, or what was done in time would count as late.
    end_rest(promise, now=now, cause=cause)
    promise.outcome = Promise.Outcome.KEPT
    promise.settled_at, promise.settled_why = now, ""
    if promise.kind in _ASKED and not promise.is_to_oneself:
        promise.confirmation = Promise.Confirmation.WAITING
        promise.confirm_by = now + timedelta(days=settings.PRESUMED_AFTER_DAYS)
    promise.save(
        update_fields=[
            "outcome",
            "settled_at",
            "settled_why",
            "confirmation",
            "confirm_by",
        ]
    )
    late_by = int((now - promise.due_at).total_seconds())
    write(PromiseKept, promise, late_by=late_by, by=by, at=now, cause=cause)
