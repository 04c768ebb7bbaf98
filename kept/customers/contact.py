"""With whom contact has ended, as rooms above say it: they get no letter that they did not ask for.

A room that has something to say declares it in a module `contact` of its own, which is read as the
house starts. It is asked before each such letter, so it answers with one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Asked = Callable[[Iterable[int]], set[int]]
_asked: list[Asked] = []


def where_contact_ended(asked: Asked) -> Asked:
    """Ask this of customers, by id. It answers with those whose contact has ended."""
    _asked.append(asked)
    return asked


def contact_ended(customers: Iterable[int]) -> set[int]:
    """Of these customers, by id, with whom contact has ended."""
    found = list(customers)
    return set().union(*(asked(found) for asked in _asked)) if found else set()
