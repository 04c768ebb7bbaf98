"""The dates that follow from when a promise is due, and from when its keeper is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kept.conversations.queries import member_hours_at
from kept.hours.models import Absence
from kept.hours.queries import member_hours
from kept.kit.hours import Hours, renegotiate_by
from kept.people.models import Member
from kept.promises.models import Promise
from kept.promises.rules.warning import warn_at, warn_while_there

DATES = ["due_from", "due_at", "renegotiate_by", "warn_at"]

_CLOSED_BEHIND = timedelta(days=4)
"""An absence and the days behind it on which nobody works either."""


def set_dates(
    promise: Promise, due_from: datetime | None, due_at: datetime, *, now: datetime
) -> None:
    """Give the promise this window, counted from `now`; the caller saves it.

    Until when a change is early is the desk's measure, whoever is away. When to warn is not: who
    will not be there is warned while they still are.
    """
    hours = promise.hours
    promise.due_from, promise.due_at = due_from, due_at
    promise.renegotiate_by = renegotiate_by(now, due_at, hours)
    if promise.kind == Promise.Kind.REMINDER and due_from is not None:
        promise.warn_at = due_from  # that is what a reminder is for
    else:
        promise.warn_at = warn_at(now, promise.renegotiate_by, due_at, hours)
        warn_earlier(promise, now=now)


def warn_earlier(promise: Promise, *, there: Hours | None = None, now: datetime) -> bool:
    """Warn its keeper while they are `there`, where that is sooner; the caller saves it."""
    keeper, hours = promise.keeper, promise.hours
    if keeper is None or promise.warn_at is None or promise.kind == Promise.Kind.REMINDER:
        return False
    there = there or _there(promise, keeper, now=now)
    if there == hours:
        return False
    sooner = warn_while_there(now, promise.due_at, hours, there)
    if sooner is None or sooner >= promise.warn_at:
        return False
    promise.warn_at = sooner
    return True


def _there(promise: Promise, keeper: Member, *, now: datetime) -> Hours:
    """When its keeper works."""
    if promise.desk is not None:
        return member_hours_at(promise.desk, keeper, now=now)
    return member_hours(keeper, otherwise=promise.hours, since=now)


@transaction.atomic
def warn_before(absence: Absence, *, now: datetime) -> int:
    """Warn of what falls due in an absence, or just behind it, before it begins. Answers of how
    many; what was warned of already was said.
    """
    falls: Any = Promise.objects.open().filter(
        keeper=absence.member_id,
        warn_at__isnull=False,
        due_at__gt=max(now, absence.begins_at),
        due_at__lte=absence.ends_at + _CLOSED_BEHIND,
    )
    found = falls.select_for_update(of=("self",)).select_related("keeper", "desk__calendar")
    sooner = []
    # One and the same keeper: at one desk their hours are those of all that falls due there.
    at_desk: dict[int, Hours] = {}
    for promise in found.order_by("pk"):
        there = at_desk.get(promise.desk_id or 0)
        if there is None and promise.desk_id and promise.keeper:
            there = at_desk[promise.desk_id] = _there(promise, promise.keeper, now=now)
        if warn_earlier(promise, there=there, now=now):
            sooner.append(promise)
    Promise.objects.bulk_update(sooner, ["warn_at"])
    return len(sooner)
