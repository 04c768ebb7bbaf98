"""Which letters that went out in somebody's name were no answers of theirs, as rooms above say it.

A room that sends such letters declares it in a module `answering` of its own, which is read as the
house starts. One's own mirror leaves them out, or it would show words that were sent to many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from kept.people.models import Member

Asked = Callable[[Member], QuerySet[Any, Any]]
_asked: list[Asked] = []


def no_answers(asked: Asked) -> Asked:
    """Ask this for ids of such letters in the name of a member, to be used within a query."""
    _asked.append(asked)
    return asked


def without_them(letters: QuerySet[Any], member: Member) -> QuerySet[Any]:
    """Of these letters in the name of a member those that answer somebody."""
    for asked in _asked:
        letters = letters.exclude(pk__in=asked(member))
    return letters
