"""How far a grant reaches. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_NAME = 120
LONGEST_RULE = 4_000
LONGEST_REASON = 1_000
MOST_ALTERNATIVES = 20
MOST_VALUES = 12
HEARD_WITHIN_DAYS = 10
"""Working days in which a request for authority is heard."""
ALWAYS = date(2000, 1, 1)
"""Where the period of a grant without an end begins."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`amount` in minor units and `times` in a period; None is no limit of that sort."""

    amount: int | None
    times: int | None

    def has_room(self, *, used: int, times: int, amount: int) -> bool:
        if self.times is not None and times >= self.times:
            return False
        return self.amount is None or used + amount <= self.amount


def period_begins(period: str, on: date) -> date:
    """The first day of the period that `on` lies in."""
    match period:
        case "DAY":
            return on
        case "WEEK":
            return on - timedelta(days=on.weekday())
        case "MONTH":
            return on.replace(day=1)
        case "YEAR":
            return on.replace(month=1, day=1)
    return ALWAYS


def lines_of(typed: str, *, most: int) -> list[str]:
    """One a line, empty ones left out, each once."""
    lines = [" ".join(line.replace("\0", "").split()) for line in typed.splitlines()]
    return list(dict.fromkeys(line[:300] for line in lines if line))[:most]
