"""What may follow on what, which of the five steps are done, whether a change helped. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import exp, lgamma, log

LONGEST_WORDS = 1_000
LONGEST_TEXT = 4_000
LONGEST_LETTER = 8_000
LONGEST_NAME = 120
MOST_IDEAS = 50
CHECK_AFTER = (30, 90, 180)
"""Days after its adoption at which a change is looked at again."""
ANSWER_WITHIN_DAYS = 10
"""Working days in which a leader answers what stands in somebody's way."""

RAISED, LISTED, DISCUSSED, TAKEN_UP, NOT_ADOPTED = (
    *("RAISED", "LISTED", "DISCUSSED", "TAKEN_UP"),
    "NOT_ADOPTED",
)
TRYING, ADOPTED, TOLD, CHECKED, KEPT, REVERTED = (
    *("TRYING", "ADOPTED", "TOLD", "CHECKED"),
    *("KEPT", "REVERTED"),
)

OF_FRICTION: Mapping[str, frozenset[str]] = {
    RAISED: frozenset({LISTED, NOT_ADOPTED}),
    LISTED: frozenset({DISCUSSED, NOT_ADOPTED}),
    DISCUSSED: frozenset({DISCUSSED, TAKEN_UP, NOT_ADOPTED}),
    TAKEN_UP: frozenset(),
    NOT_ADOPTED: frozenset(),
}
"""Where a friction may go from each state. Once a change has taken it up, the change goes on."""

OF_CHANGE: Mapping[str, frozenset[str]] = {
    TRYING: frozenset({ADOPTED, NOT_ADOPTED}),
    ADOPTED: frozenset({TOLD, REVERTED}),
    TOLD: frozenset({CHECKED, KEPT, REVERTED}),
    CHECKED: frozenset({CHECKED, KEPT, REVERTED}),
    NOT_ADOPTED: frozenset(),
    KEPT: frozenset(),
    REVERTED: frozenset(),
}

OPEN = frozenset({RAISED, LISTED, DISCUSSED})
"""Of a friction: nothing is decided yet."""
HOLDS = frozenset({ADOPTED, TOLD, CHECKED, KEPT})
"""Of a change: it is how we do it now."""


def may_move(moves: Mapping[str, frozenset[str]], state: str, to: str) -> bool:
    return to in moves[state]


def stage_of(friction: str, change: str | None) -> str:
    """What a friction's own state and that of the change that took it up come to."""
    return change if friction == TAKEN_UP and change else friction


def takes_voices(stage: str) -> bool:
    """Whether somebody may still say "me too". Afterwards it has come back, and is raised anew."""
    return stage in OPEN or stage == TRYING


STEPS = ("CONNECT", "RECOGNISE", "ANALYSE", "FOLLOW_UP", "TALK")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a friction: somebody spoke with its raiser, thanked them, found the cause,
    looked at what came of it, and it was talked about among us.
    """

    connected: bool
    thanked: bool
    analysed: bool
    followed_up: bool
    talked: bool

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """Each of the five steps, and whether it is done."""
        done = (self.connected, self.thanked, self.analysed, self.followed_up, self.talked)
        return list(zip(STEPS, done, strict=True))


def care_due(walked_on: date, every_days: int) -> date:
    return walked_on + timedelta(days=every_days)


_VARIABLE = re.compile(r"\{\{\s*(name|then|page)\s*\}\}")
VARIABLES = ("name", "then", "page")


def letter_to(text: str, *, name: str, then: str) -> str:
    """A letter that tells of a change: `{{name}}` and what happened `{{then}}` are put in.

    `{{page}}` stays, since only the post knows the link to somebody's page.
    """
    values = {"name": name, "then": then}
    return _VARIABLE.sub(lambda found: values.get(found[1], "{{page}}"), text)


@dataclass(frozen=True)
class RateRatio:
    """How often something came in as many days before and after; `at` is after over before.

    The interval is the exact 95 % one of a ratio of two Poisson rates: given both together, what
    came after is binomial, whose Clopper-Pearson bounds are carried over. Source: Przyborowski and
    Wilenski, 1940; Clopper and Pearson, 1934.
    """

    before: int
    after: int
    days: int

    @property
    def is_known(self) -> bool:
        return self.before + self.after > 0

    @property
    def at(self) -> float | None:
        """None where nothing came before: a ratio would have no end."""
        return self.after / self.before if self.before else None

    @cached_property
    def low(self) -> float:
        of = self.before + self.after
        share = bound(self.after, of - self.after + 1, 0.025) if self.after else 0.0
        return share / (1 - share)

    @cached_property
    def high(self) -> float | None:
        """None where it has no upper end."""
        if not self.before:
            return None
        share = bound(self.after + 1, self.before, 0.975)
        return share / (1 - share)

    @property
    def verdict(self) -> str:
        """`better` or `worse` where the interval leaves out one, `unclear` otherwise."""
        if not self.is_known:
            return "unclear"
        if self.high is not None and self.high < 1:
            return "better"
        return "worse" if self.low > 1 else "unclear"


def bound(a: float, b: float, share: float) -> float:
    """The point below which so much of the beta distribution lies, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _beta_below(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d or tiny)
    found = d
    for m in range(1, 2_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * found
