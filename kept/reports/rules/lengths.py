"""Lengths of time by bucket, so that sums of many still tell a median. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

BOUNDS = (
    *(5, 15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 960, 1440, 2400, 2880),
    *(4320, 7200, 10080, 20160, 43200),
)
"""Minutes up to which each bucket reaches, both clocks alike; the last bucket has no end.

Narrow where people wait for an answer, and with an end at 8, 16, 24 and 40 hours, which are days
of work, and at whole days of the clock.
"""
BUCKETS = len(BOUNDS) + 1
WORTH_A_MEDIAN = 10
"""Below this many a median would say more than we know."""
_Z_HALF = 0.98
"""Half of 1.96: how far the ranks around a median reach, in roots of the number."""
_Z_AMONG_MANY = 1.5


def bucket_of(seconds: float) -> int:
    """The place of a length, from 0. What ends exactly on a bound still belongs below it."""
    return bisect_left(BOUNDS, seconds / 60)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many lengths fell into each bucket."""

    counts: tuple[int, ...] = (0,) * BUCKETS

    @property
    def of(self) -> int:
        return sum(self.counts)

    @property
    def is_worth_it(self) -> bool:
        return self.of >= WORTH_A_MEDIAN

    def at(self, share: float) -> float:
        """Minutes below which this share of them lies, as if each bucket were filled evenly."""
        wanted, below = max(0.0, min(1.0, share)) * self.of, 0
        for place, count in enumerate(self.counts):
            if count and below + count >= wanted:
                begin = BOUNDS[place - 1] if place else 0
                end = BOUNDS[min(place, BUCKETS - 2)]
                return begin + (end - begin) * max(0.0, wanted - below) / count
            below += count
        return 0.0

    @property
    def median(self) -> float:
        return self.at(0.5)

    def likely(self, *, among_many: bool = False) -> tuple[float, float]:
        """Between which minutes the true median lies, 95 times in 100, by its ranks.

        `among_many` reaches further: who looks at a hundred of them finds one by chance.
        """
        half = (_Z_AMONG_MANY if among_many else _Z_HALF) / sqrt(self.of) if self.of else 0.5
        return self.at(0.5 - half), self.at(0.5 + half)

    def within(self, minutes: int) -> int:
        """How many took no longer. `minutes` is one of `BOUNDS`."""
        return sum(self.counts[: BOUNDS.index(minutes) + 1])

    def __add__(self, other: Lengths) -> Lengths:
        return Lengths(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))


def lengths(counts: Sequence[int | None]) -> Lengths:
    return Lengths(tuple(count or 0 for count in counts))


def summed(several: Iterable[Lengths]) -> Lengths:
    """All of them together."""
    columns = [one.counts for one in several]
    return Lengths(tuple(map(sum, zip(*columns, strict=True)))) if columns else Lengths()


def differ(now: Lengths, before: Lengths, *, among_many: bool = False) -> str:
    """`unknown` where either is too few, `none` where the likely medians meet, `more`, `less`."""
    if not now.is_worth_it or not before.is_worth_it:
        return "unknown"
    own, other = now.likely(among_many=among_many), before.likely(among_many=among_many)
    if own[0] > other[1]:
        return "more"
    return "less" if own[1] < other[0] else "none"


def counts_differ(now: int, before: int) -> str:
    """The same for two numbers of things that come one by one; source: Poisson, 95 %."""
    if now + before < WORTH_A_MEDIAN:
        return "unknown"
    if abs(now - before) <= 1.96 * sqrt(now + before):
        return "none"
    return "more" if now > before else "less"
