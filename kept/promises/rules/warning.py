"""When to warn the keeper of a promise. Pure."""

from __future__ import annotations

from datetime import datetime

from kept.kit.hours import Hours

_AHEAD = 3600.0


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
