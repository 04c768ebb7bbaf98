"""When to warn the keeper of a promise. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.kit.hours import Hours, NeverOpen
from kept.kit.hours import renegotiate_by as early_until

_AHEAD = 3600.0
_A_SECOND = timedelta(seconds=1)


def warn_at(
    begun_at: datetime, renegotiate_by: datetime, due_at: datetime, hours: Hours
) -> datetime:
    """One working hour before the last moment at which a change is still early.

    Then there is time to keep it and time to speak up. What is due so soon that no such hour is
    left is warned of half-way to its due moment.
    """
    if renegotiate_by > begun_at:
        ahead = hours.add(renegotiate_by, -_AHEAD)
        if ahead > begun_at:
            return ahead
    return begun_at + (due_at - begun_at) / 2


def warn_while_there(
    begun_at: datetime, due_at: datetime, hours: Hours, there: Hours
) -> datetime | None:
    """When to warn a keeper who does not work just before it is due, though the desk does.

    `hours` are the desk's, `there` the keeper's own without their absences. They are warned as if
    it were due when they go, and at once where they have gone; None where they are there.
    """
    try:
        goes_at = there.add(due_at, -1) + _A_SECOND
    except NeverOpen:
        return begun_at
    if hours.between(max(goes_at, begun_at), due_at) <= 0:
        return None
    if goes_at <= begun_at:
        return begun_at
    return warn_at(begun_at, early_until(begun_at, goes_at, there), goes_at, there)
