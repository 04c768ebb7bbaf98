"""Who is asked before the clock speaks: a room that makes promises by rule.

Such a room follows letters as they come by, a moment after they do or, after a rest, hours later.
The clock would then call broken what was kept in time, and nobody can take that back.
"""

from __future__ import annotations

from collections.abc import Callable

from kept.promises.models import Promise

Witness = Callable[[Promise], None]

_WITNESSES: list[Witness] = []


def witness(function: Witness) -> Witness:
    """Call the function with a held promise that is past its date, before that is written down.

    It may settle the promise, or let it rest, by what it knows until then.
    """
    _WITNESSES.append(function)
    return function


def ask(promise: Promise) -> None:
    """Let them say what they know of a promise made by rule, and read it again."""
    if not promise.is_by_rule or not _WITNESSES:
        return
    for one in _WITNESSES:
        one(promise)
    promise.refresh_from_db()
