"""Which clause applies, and dates of reviews. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Clock(Protocol):
    @property
    def minutes(self) -> int: ...

    @property
    def is_for_partner(self) -> bool: ...


C = TypeVar("C", bound=Clock)


def is_about(wanted: str, subject: str) -> bool:
    """Whether the subject has one of the `wanted` words, which stand apart by commas.

    Whole words in any case; a wanted one may be several words long. None wanted: any subject.
    """
    words = [" ".join(word.split()).casefold() for word in wanted.split(",") if word.strip()]
    told = " ".join(subject.split()).casefold()
    return not words or any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told) is not None for word in words
    )


def strictest(clauses: Iterable[C]) -> C | None:
    """The clause with the least time; of two alike the one agreed with the partner.

    A promise to everybody is one to the partner too, so a slower one beside it changes nothing.
    """
    return min(clauses, key=lambda c: (c.minutes, not c.is_for_partner), default=None)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
