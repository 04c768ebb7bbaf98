"""How far a grant reaches. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_NAME = 120
LONGEST_RULE = 4_000
LONGEST_REASON = 1_000
MOST_ALTERNATIVES = 20
MOST_VALUES = 12
HEARD_WITHIN_DAYS = 10
"""Working days in which a request for authority is heard."""
ANSWERED_WITHIN_DAYS = 5
"""Working days in which whoever answers for a policy answers a question about it."""
WIDEN_AFTER = 5
"""Good uses in a row after which a wider grant is proposed, unless the grant says otherwise."""
MOST_WIDEN_AFTER = 100
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


def dates_fit(announced_on: date, practice_on: date | None, effective_on: date) -> bool:
    """A version is announced first, then practised, if at all, and then takes effect."""
    if practice_on is not None and not announced_on <= practice_on <= effective_on:
        return False
    return announced_on <= effective_on


def covers(
    *,
    kind: str,
    amount: int | None,
    currency: str,
    by_kind: str,
    by_currency: str,
    left: int | None,
    times_left: int | None,
) -> bool:
    """Whether what is left of a grant gives an alternative: its kind, in its currency, at all.

    How much of the alternative's `amount` is given is said when it is used.
    """
    if not kind or kind != by_kind or left == 0 or times_left == 0:
        return False
    return amount is None or left is None or currency == by_currency


def without_names(text: str, names: list[str]) -> str:
    """The text without these names, in any case: whoever reads it shall not know whose it was."""
    parts = {part for name in names for part in [name, *name.split()] if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


def median(lengths: list[float]) -> float | None:
    """The one in the middle, or the mean of the two; None of nothing."""
    found = sorted(lengths)
    if not found:
        return None
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2
