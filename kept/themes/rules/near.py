"""Which letters are most like one, out of thousands, without looking at each. Pure.

For each piece there is one long number with a bit for each letter that has it. To add up what a
letter shares with all others, these numbers are added as columns of a sum in base two: a handful of
operations adds for all letters at once. Read from its highest digit the sum says who shares most,
and these few alone are then compared exactly (bit-sliced sums, O'Neil and Quass, 1997).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

Vector = Mapping[int, float]

CANDIDATES = 64
"""Letters that are compared exactly with one."""
DIGITS = 4
"""A piece weighs from 0 to 15 in the sum: what stands in nearly every letter says of none whom it
is like, and weighs nothing."""


class Near:
    """Letters as columns of bits; each piece weighs by the square of its rarity."""

    def __init__(self, vectors: Sequence[Vector], rarity: Mapping[int, float]) -> None:
        self._vectors = vectors
        self._all = (1 << len(vectors)) - 1
        there: defaultdict[int, list[int]] = defaultdict(list)
        for at, one in enumerate(vectors):
            for piece in one:
                there[piece].append(at)
        most = max((rarity.get(piece, 0.0) for piece in there), default=0.0) ** 2 or 1.0
        self._columns: dict[int, tuple[int, int]] = {}
        for piece, found in there.items():
            weight = round((2**DIGITS - 1) * rarity.get(piece, 0.0) ** 2 / most)
            if weight and len(found) > 1:
                bits = bytearray(len(vectors) // 8 + 1)
                for at in found:
                    bits[at >> 3] |= 1 << (at & 7)
                self._columns[piece] = (int.from_bytes(bits, "little"), weight)

    def to(self, at: int, size: int) -> list[tuple[float, int]]:
        """The nearest of letter `at` but itself, with how like they are, the most like first."""
        own = self._vectors[at]
        scores = []
        for other in self._candidates(own, self._all ^ (1 << at)):
            like = 0.0
            for piece, weight in self._vectors[other].items():
                if (mine := own.get(piece)) is not None:
                    like += mine * weight
            if like > 0:
                scores.append((like, other))
        scores.sort(reverse=True)
        return scores[:size]

    def _candidates(self, own: Vector, others: int) -> list[int]:
        columns = [self._columns[piece] for piece in own if piece in self._columns]
        sums = [0] * (sum(weight for _, weight in columns).bit_length() + 1)
        for column, weight in columns:
            for digit in range(DIGITS):
                carry, place = (column, digit) if weight >> digit & 1 else (0, 0)
                while carry:
                    before = sums[place]
                    sums[place] = before ^ carry
                    carry &= before
                    place += 1
        return _most(sums, others)


def _most(sums: Sequence[int], others: int) -> list[int]:
    """Those with the greatest sums; of equals at the end as many as there is room for."""
    chosen, equal, is_cut = 0, others, False
    for digit in reversed(sums):
        higher = equal & digit
        if (chosen | higher).bit_count() > CANDIDATES:
            equal, is_cut = higher, True
        else:
            chosen |= higher
            equal ^= higher
    found = _places(chosen, CANDIDATES)
    return found + _places(equal, CANDIDATES - len(found)) if is_cut else found


def _places(bits: int, most: int) -> list[int]:
    found: list[int] = []
    while bits and len(found) < most:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
