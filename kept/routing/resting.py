"""Who is to be brought nothing for now, as rooms above say it.

A room that has something to say declares it in a module `resting` of its own, which is read as the
house starts. It is asked whenever somebody is chosen, so it answers with one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from kept.people.models import Member

Asked = Callable[[Iterable[Member], datetime], set[int]]
_asked: list[Asked] = []


def whoever_rests(asked: Asked) -> Asked:
    """Ask this before a conversation is given. It answers with ids of those who rest."""
    _asked.append(asked)
    return asked


def resting(members: Iterable[Member], *, now: datetime) -> set[int]:
    found = list(members)
    return set().union(*(asked(found, now) for asked in _asked))
