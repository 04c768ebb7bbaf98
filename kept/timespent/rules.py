"""Pure decisions: what was typed as a span of time, and which month is meant."""

from __future__ import annotations

import re
from datetime import date, timedelta

MOST = 24 * 60
"""Minutes of one entry: what is more belongs to another day."""
LONGEST_WORDS = 200

_PLAIN = re.compile(r"(\d{1,4})\s*(?:min|m|')?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})\s*[:h]\s*(\d{1,2})?\s*(?:min|m)?", re.IGNORECASE)


def minutes_in(typed: str) -> int | None:
    """`25`, `1:30`, `1 h 30`, `2h` as minutes; None for anything else, and for none or too many."""
    text = typed.strip()
    if found := _PLAIN.fullmatch(text):
        minutes = int(found[1])
    elif (found := _CLOCK.fullmatch(text)) and int(found[2] or 0) < 60:
        minutes = 60 * int(found[1]) + int(found[2] or 0)
    else:
        return None
    return minutes if 0 < minutes <= MOST else None


def month_in(text: str) -> date | None:
    """The first day of `2031-03`."""
    try:
        found = date.fromisoformat(f"{text}-01") if re.fullmatch(r"\d{4}-\d{2}", text) else None
    except ValueError:
        return None
    # Neither beside the edge of the calendar, so that a month has one before and one behind it.
    return found if found and 1 < found.year < 9999 else None


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
