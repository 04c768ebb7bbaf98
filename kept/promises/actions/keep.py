"""The promisor says that a promise is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kept.people.models import Member
from kept.promises.actions.locking import at_last, take_open, write
from kept.promises.actions.pause import end_rest
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


def declare(promise: Promise, *, by: Member | str, now: datetime) -> None:
    """The same for a promise already held. `by` may be a rule."""
    now = at_last(promise, now=now)
    end_rest(promise, now=now)
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
    write(PromiseKept, promise, late_by=late_by, by=by, at=now)
