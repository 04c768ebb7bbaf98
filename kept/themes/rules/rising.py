"""Whether a theme rises: its letters of one day and of two, beside its own past. Pure.

What is expected of a theme is its share of all letters in the past, so a busy Monday raises none.
How rare a number may be before it counts is a budget: `FALSE_A_MONTH` over all themes and days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kept.themes.rules.chance import limit, tail, together

WINDOWS = (1, 2)
"""Days that are looked at together: what is strong shows in one, what is weaker in two."""
FALSE_A_MONTH = 2.0
"""By the sums. As letters are whole numbers and windows overlap, about a third of it is what comes:
see `bench/README.md`."""
OF_DESKS = 0.5
"""The part of this budget that single desks have, where there are several."""
OF_ALL = 0.5
"""So much of what a desk has more than usual the house must have more, too: what only changed its
desk is no news."""
DAYS_A_MONTH = 30
LEAST_NUMBER = 6
"""Letters within the days; fewer are told of nobody's theme."""
LEAST_TIMES = 1.5
"""Times the usual number; less is no news, however sure."""
LEAST_PAST = 14
"""Days of past, without which nothing is usual yet."""
MOST_PAST = 35
LEAST_SPREAD = 0.01
"""A rate is never quite the same from day to day."""
ENOUGH_LETTERS = 30.0
"""Letters of one weekday, from which on its own past says more of it than all days do."""
AS_IF = 0.5
"""A theme without any past is expected as if it had had half a letter."""


@dataclass(frozen=True, slots=True)
class Day:
    """Letters of one day: of the theme, and of all. `weekday` is 0 on a Monday."""

    number: int
    of: int
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Rise:
    """`number` letters in the last `days`, where `usual` were expected and less than `limit`."""

    days: int
    number: int
    usual: float
    limit: int
    chance: float


def chance_for(themes: int, *, part: float = 1.0) -> float:
    """How rare it has to be, so that all tests of a month together raise few by chance.

    `part` of the budget is theirs.
    """
    tests = max(themes, 1) * DAYS_A_MONTH * len(WINDOWS)
    return part * FALSE_A_MONTH / tests


def usual_of(past: Sequence[Day], now: Sequence[Day]) -> tuple[float, float]:
    """How many letters are to be expected in these days, and how far that is known (a spread).

    A theme has weekdays of its own, so far as its past says so (`_weekdays`).
    """
    number = sum(day.number for day in past) + AS_IF
    share = number / (sum(day.of for day in past) or 1)
    turns = _weekdays(past, share)
    usual = sum(share * day.of * turns.get(day.weekday, 1.0) for day in now)
    return usual, together(LEAST_SPREAD, 1.0 / number)


def _weekdays(past: Sequence[Day], share: float) -> dict[int, float]:
    """How much more of a weekday's letters are of the theme, drawn to 1 where little is known."""
    seen: dict[int, list[float]] = {}
    for day in past:
        sums = seen.setdefault(day.weekday, [0.0, 0.0])
        sums[0] += day.number
        sums[1] += share * day.of
    return {
        weekday: (number + ENOUGH_LETTERS) / (usual + ENOUGH_LETTERS)
        for weekday, (number, usual) in seen.items()
    }


def rise_of(
    days: Sequence[Day], *, themes: int, spread: float = 0.0, part: float = 1.0
) -> Rise | None:
    """Whether the last of these days, oldest first, hold more than chance explains."""
    chance = chance_for(themes, part=part)
    best: Rise | None = None
    for window in WINDOWS:
        past, now = days[:-window][-MOST_PAST:], days[-window:]
        if len(past) < LEAST_PAST or len(now) < window:
            continue
        usual, known = usual_of(past, now)
        varies = together(known, spread)
        number = sum(day.number for day in now)
        if number < LEAST_NUMBER or number < LEAST_TIMES * usual:
            continue
        found = tail(number, usual, varies)
        if found < chance and (best is None or found < best.chance):
            best = Rise(window, number, usual, limit(usual, varies, chance), found)
    return best


def is_more_of_all(days: Sequence[Day], found: Rise) -> bool:
    """Whether what a desk has more than usual is more in all these days of the house, too."""
    past, now = days[: -found.days][-MOST_PAST:], days[-found.days :]
    usual, _known = usual_of(past, now)
    more = sum(day.number for day in now) - usual
    return more >= OF_ALL * (found.number - found.usual)


def spread_of(themes: Mapping[int, Sequence[Day]]) -> float:
    """How much more days differ than by chance, over all themes: the spread that explains it."""
    above, weight = 0.0, 0.0
    for days in themes.values():
        whole = sum(day.of for day in days)
        number = sum(day.number for day in days)
        if number < 20 or len(days) < LEAST_PAST:
            continue
        for day in days:
            usual = number * day.of / whole
            # A day of a rise must not make the next one look usual.
            gone = min((day.number - usual) ** 2, 9 * usual + 9) - usual
            above += gone
            weight += usual * usual
    return max(0.0, above / weight) if weight else 0.0
