"""The clock of a promise rests while the other side owes the next step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.promises.actions.dates import DATES, set_dates
from kept.promises.actions.locking import SYSTEM, break_if_past, hold, write
from kept.promises.events import PromisePaused, PromiseResumed
from kept.promises.models import Pause, Promise
from kept.promises.proposals import start_of


@transaction.atomic
def pause(promise: Promise, *, reason: str, now: datetime, cause: Any = None) -> bool:
    """Let the clock rest from `now` on; answers whether it does so by this.

    What is not open, rests already or has passed stays as it is.
    """
    promise = hold(promise.pk)
    break_if_past(promise, now=now)
    rests = promise.paused_at is not None
    if promise.outcome != Promise.Outcome.OPEN or rests or promise.broken_at:
        return False
    left = promise.hours.between(now, promise.due_at)
    Pause.objects.create(promise=promise, reason=reason, began_at=now, left_seconds=left)
    promise.paused_at = now
    promise.save(update_fields=["paused_at"])
    write(PromisePaused, promise, reason=str(reason), by=SYSTEM, at=now, cause=cause)
    return True


@transaction.atomic
def resume(promise: Promise, *, now: datetime, cause: Any = None) -> bool:
    """Let the clock go on: it is due when the working time that was left has passed."""
    return end_rest(hold(promise.pk), now=now, cause=cause)


def end_rest(promise: Promise, *, now: datetime, cause: Any = None) -> bool:
    """The same for a promise already held. Whoever settles or moves one ends its rest by that.

    No rest makes it due earlier, and one that did not move its date leaves its warning as it was.
    """
    if promise.paused_at is None:
        return False
    rest = promise.pauses.get(ended_at=None)
    rest.ended_at = max(now, rest.began_at)
    rest.save(update_fields=["ended_at"])
    due_at = max(promise.hours.add(now, rest.left_seconds), promise.due_at)
    moved_by = int((due_at - promise.due_at).total_seconds())
    promise.paused_at = None
    if due_at != promise.due_at:
        due_from = start_of(due_at, promise.due_from, promise.due_at, hours=promise.hours)
        set_dates(promise, due_from, due_at, now=now)
    promise.save(update_fields=["paused_at", *DATES])
    write(PromiseResumed, promise, moved_by=moved_by, by=SYSTEM, at=now, cause=cause)
    return True
