"""How sure one may be of a share. Pure."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054


def likely_range(good: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share, as fractions. Source: Wilson, 1927."""
    if of <= 0:
        return 0.0, 1.0
    share, z2 = good / of, Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)
