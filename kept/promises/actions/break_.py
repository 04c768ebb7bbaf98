"""A promise is broken, and we say so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.ledger import record
from kept.people.models import Member
from kept.promises.actions.locking import about, take_open
from kept.promises.events import PromiseBroken
from kept.promises.models import Promise


@transaction.atomic
def break_(promise: Promise, *, why: str, by: Member, now: datetime) -> Promise:
    """Say that the promise will not be kept. Raises `NotAllowed`, `AlreadySettled`."""
    promise = take_open(promise, by=by)
    promise.outcome = Promise.Outcome.BROKEN
    promise.settled_at = now
    promise.settled_why = why.strip()
    promise.save(update_fields=["outcome", "settled_at", "settled_why"])
    record(
        PromiseBroken(
            promise=promise.pk, conversation=promise.conversation_id, was_told=promise.was_told
        ),
        about=about(promise),
        by=by,
        at=now,
    )
    return promise
