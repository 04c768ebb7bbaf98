"""What the clock says of promises, each in a transaction of its own, so a kill loses no more.

Every round reads an index that holds only what is still to be said, so it costs what is due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kept.promises.actions.locking import (
    SYSTEM,
    break_if_past,
    hold,
    lapse_if_past,
    presume_if_past,
    write,
)
from kept.promises.events import PromiseWarned
from kept.promises.models import Promise

AT_ONCE = 200

OPEN = RawSQL("'OPEN'", ())
OFFERED = RawSQL("'OFFERED'", ())


def break_due(*, now: datetime) -> int:
    """Write each break at the second it happened, however long ago that is."""
    past = Promise.objects.filter(outcome=OPEN, broken_at=None, paused_at=None, due_at__lt=now)
    return _each(past.order_by("due_at", "pk"), break_if_past, now=now)


def warn_due(*, now: datetime) -> int:
    """Warn of what comes near: once for each date, and not of what has passed meanwhile.

    A reminder is given however late, since a conversation rests until it is.
    """
    near = Promise.objects.filter(outcome=OPEN, paused_at=None, warn_at__lte=now)
    return _each(near.order_by("warn_at", "pk"), _warn, now=now)


def presume_due(*, now: datetime) -> int:
    """Take for a yes the silence of those who were asked whether it happened."""
    silent = Promise.objects.unconfirmed().filter(confirm_by__lte=now)
    return _each(silent.order_by("confirm_by", "pk"), presume_if_past, now=now)


def lapse_due(*, now: datetime) -> int:
    """Let offers lapse whose last time has passed."""
    past = Promise.objects.filter(outcome=OFFERED, due_at__lt=now)
    return _each(past.order_by("due_at", "pk"), lapse_if_past, now=now)


def _each(found: QuerySet[Promise], act: Callable[..., bool], *, now: datetime) -> int:
    done = 0
    for pk in list(found.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Looked at again once it is held: another worker, or a person, may have been faster.
            done += act(hold(pk), now=now)
    return done


def _warn(promise: Promise, *, now: datetime) -> bool:
    is_near = promise.outcome == Promise.Outcome.OPEN and promise.paused_at is None
    if not is_near or promise.warn_at is None or promise.warn_at > now:
        return False
    promise.warn_at = None
    promise.save(update_fields=["warn_at"])
    if now <= promise.due_at or promise.kind == Promise.Kind.REMINDER:
        write(PromiseWarned, promise, due_at=promise.due_at.isoformat(), by=SYSTEM, at=now)
    return True
