"""Shares that carry their doubt. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
WORTH_A_SHARE = 10
"""Below this many a share would say more than we know."""


def likely_range(good: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share, as fractions. Source: Wilson, 1927."""
    if of <= 0:
        return 0.0, 1.0
    share, z2 = good / of, Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `of`. It may be called a share only where `is_worth_it`."""

    good: int
    of: int

    @property
    def is_worth_it(self) -> bool:
        return self.of >= WORTH_A_SHARE

    @property
    def at(self) -> float:
        """The share itself, as a fraction."""
        return self.good / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        return likely_range(self.good, self.of)[0]

    @property
    def high(self) -> float:
        return likely_range(self.good, self.of)[1]

    @property
    def percent(self) -> int:
        return round(100 * self.at)

    @property
    def low_percent(self) -> int:
        return round(100 * self.low)

    @property
    def high_percent(self) -> int:
        return round(100 * self.high)


def difference(now: Share, before: Share) -> str:
    """`unknown` where either is too small, `none` where their intervals meet, else `more`, `less`.

    Intervals that meet may still belong to different shares: this errs towards saying nothing.
    """
    if not now.is_worth_it or not before.is_worth_it:
        return "unknown"
    if now.low > before.high:
        return "more"
    return "less" if now.high < before.low else "none"
