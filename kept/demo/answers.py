"""What came after the letters: what the clock said of promises, and what their promisees did."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from kept.demo.telling import Plan
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Promise

_CONFIRM, _DENY = 0.34, 0.03
_DENIALS = (
    "Nobody called me. Perhaps you have an old number?",
    "The parcel is not here yet, though you say it left.",
    "Half of it came. The second shade is missing.",
)
_HOURS_TO_ANSWER = (3.0, 60.0)


def say_what_the_clock_says(*, now: datetime) -> None:
    """As the worker would have done all along: breaks, offers that lapse, silence taken for yes."""
    for act in (sweep.break_due, sweep.lapse_due, sweep.presume_due, sweep.warn_due):
        while act(now=now):
            pass


def plan_answer(
    plan: Plan, promise: Promise, *, dice: random.Random, now: datetime, until: datetime
) -> None:
    """A third of the customers say that it happened; a few that it did not, and then it does."""
    roll, wait = dice.random(), timedelta(hours=dice.uniform(*_HOURS_TO_ANSWER))
    at = (now + wait).replace(second=0, microsecond=0)
    if roll > _DENY + _CONFIRM or at >= until:
        return
    if roll > _DENY:
        plan.at(at, lambda now: actions.confirm(promise, by=None, now=now))
        return
    words, keeper = dice.choice(_DENIALS), promise.keeper or promise.made_by
    plan.at(at, lambda now: actions.dispute(promise, words=words, by=None, now=now))
    mended, heard = at + timedelta(hours=20), at + timedelta(hours=44)
    if keeper is not None and heard < until:
        plan.at(mended, lambda now: actions.keep(promise, by=keeper, now=now))
        plan.at(heard, lambda now: actions.confirm(promise, by=None, now=now))
