"""A promise is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.ledger import record
from kept.people.models import Member
from kept.promises.actions.locking import about, take_open
from kept.promises.events import PromiseKept
from kept.promises.models import Promise


@transaction.atomic
def keep(promise: Promise, *, by: Member, now: datetime) -> Promise:
    """Mark the promise as kept, early or late. Raises `NotAllowed`, `AlreadySettled`."""
    promise = take_open(promise, by=by)
    promise.outcome = Promise.Outcome.KEPT
    promise.settled_at = now
    promise.save(update_fields=["outcome", "settled_at"])
    record(
        PromiseKept(
            promise=promise.pk,
            conversation=promise.conversation_id,
            late_by=int((now - promise.due_at).total_seconds()),
        ),
        about=about(promise),
        by=by,
        at=now,
    )
    return promise
