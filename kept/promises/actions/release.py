"""The promisee lets us off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.promises.actions.locking import about, take_open
from kept.promises.events import PromiseReleased
from kept.promises.models import Promise


class ReleaseNeedsWords(Refusal):
    code = "release_without_words"
    message = "Only the customer can let us off. Write where and how they said so."


@transaction.atomic
def release(promise: Promise, *, why: str, by: Member | None, now: datetime) -> Promise:
    """The customer no longer wants it. `by` None: they said so themselves, on their page.

    A member who notes it must say where the customer said so. Raises `NotAllowed`,
    `AlreadySettled`, `ReleaseNeedsWords`.
    """
    promise = take_open(promise, by=by)
    if by is not None and not why.strip():
        raise ReleaseNeedsWords
    promise.outcome = Promise.Outcome.RELEASED
    promise.settled_at = now
    promise.settled_why = why.strip()
    promise.save(update_fields=["outcome", "settled_at", "settled_why"])
    record(
        PromiseReleased(promise=promise.pk, conversation=promise.conversation_id),
        about=about(promise),
        by=by or f"customer:{promise.customer_id}",
        at=now,
    )
    return promise
