"""The dates that follow from when a promise is due."""

from __future__ import annotations

from datetime import datetime

from kept.kit.hours import renegotiate_by
from kept.promises.models import Promise
from kept.promises.rules.warning import warn_at

DATES = ["due_from", "due_at", "renegotiate_by", "warn_at"]


def set_dates(
    promise: Promise, due_from: datetime | None, due_at: datetime, *, now: datetime
) -> None:
    """Give the promise this window, counted from `now`; the caller saves it."""
    hours = promise.hours
    promise.due_from, promise.due_at = due_from, due_at
    promise.renegotiate_by = renegotiate_by(now, due_at, hours)
    if promise.kind == Promise.Kind.REMINDER and due_from is not None:
        promise.warn_at = due_from  # that is what a reminder is for
    else:
        promise.warn_at = warn_at(now, promise.renegotiate_by, due_at, hours)
