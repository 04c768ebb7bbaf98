"""Shares that carry their doubt. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kept.kit.shares import likely_range

WORTH_A_SHARE = 10
"""Below this many a share would say more than we know."""


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
