"""A promise to hear or answer somebody is kept, whoever of us did it."""

from __future__ import annotations

from datetime import datetime

from kept.promises import actions as promises
from kept.promises.models import Promise


def keep_for_its_keeper(promise: Promise, *, now: datetime) -> None:
    """What the house has promised in somebody's name is kept in it, though another did it, or they
    have left: promises among us stay with whoever gave them.
    """
    if promise.keeper is not None and not promise.is_settled:
        promises.keep(promise, by=promise.keeper, now=now)
