"""How likely a number of letters is by chance. Own formulas, so that no library of them is needed.

Letters of a theme come as in a Poisson process whose rate varies: the number in some time is
negative-binomial with variance `mean + spread * mean ** 2`; a spread of 0 is Poisson.
"""

from __future__ import annotations

import math

ENOUGH = 1e-12
"""What is less likely is told as this."""
MOST_TERMS = 20_000


def tail(number: int, mean: float, spread: float = 0.0) -> float:
    """How likely so many or more are."""
    if number <= 0:
        return 1.0
    if mean <= 0:
        return ENOUGH
    if number <= mean:
        return 1.0 - _sum_below(number, mean, spread)
    term = _exactly(number, mean, spread)
    found, at = term, number
    for _ in range(MOST_TERMS):
        term *= _next(at, mean, spread)
        at += 1
        found += term
        if term < found * 1e-9:
            break
    return min(1.0, max(found, ENOUGH))


def limit(mean: float, spread: float, chance: float) -> int:
    """The least number that is rarer than `chance`: the upper control limit."""
    deviation = math.sqrt(mean + spread * mean * mean)
    low, high = max(0, int(mean)), max(1, int(mean + 4 * deviation) + 1)
    while tail(high, mean, spread) >= chance:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if tail(middle, mean, spread) < chance:
            high = middle
        else:
            low = middle
    return high


def together(*spreads: float) -> float:
    """The spread of a rate that varies for several reasons, each by itself."""
    product = 1.0
    for one in spreads:
        product *= 1.0 + one
    return product - 1.0


def _sum_below(number: int, mean: float, spread: float) -> float:
    term = _exactly(0, mean, spread)
    found = 0.0
    for at in range(number):
        found += term
        term *= _next(at, mean, spread)
    return min(1.0, found)


def _exactly(number: int, mean: float, spread: float) -> float:
    """How likely it is to be exactly this many."""
    if spread <= 0:
        return math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
    size = 1.0 / spread
    return math.exp(
        math.lgamma(number + size)
        - math.lgamma(size)
        - math.lgamma(number + 1)
        + size * math.log(size / (size + mean))
        + number * math.log(mean / (size + mean))
    )


def _next(number: int, mean: float, spread: float) -> float:
    """How much more or less likely one more is."""
    if spread <= 0:
        return mean / (number + 1)
    size = 1.0 / spread
    return (number + size) / (number + 1) * mean / (mean + size)
