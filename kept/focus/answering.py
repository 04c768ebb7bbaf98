"""Which letters that went out in somebody's name were no answers of theirs, as rooms above say it.

A room that sends such letters declares it in a module `answering` of its own, which is read as the
house starts. One's own mirror leaves them out, or it would show words that were sent to many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, QuerySet

Rows = Callable[[], QuerySet[Any, Any]]
_asked: list[Rows] = []


def no_answers(rows: Rows) -> Rows:
    """Ask this for rows, found by `OuterRef("pk")` of a letter, where it is such a one."""
    _asked.append(rows)
    return rows


def without_them(letters: QuerySet[Any]) -> QuerySet[Any]:
    """Of these letters those that answer somebody."""
    for rows in _asked:
        letters = letters.filter(~Exists(rows()))
    return letters
