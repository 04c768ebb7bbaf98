"""Until when a change still comes early, measured in working time."""

from __future__ import annotations

from datetime import datetime

from kept.kit.hours.calendar import Hours

_TWO_HOURS = 2 * 3600.0


def renegotiate_by(made_at: datetime, due_at: datetime, hours: Hours) -> datetime:
    """The last moment at which a change still counts as early.

    Due minus the larger of two working hours and a fifth of the working span, never before it was
    made.
    """
    span = max(hours.between(made_at, due_at), 0)
    margin = max(_TWO_HOURS, span / 5)
    if span <= margin:
        return made_at
    return hours.add(made_at, span - margin)
