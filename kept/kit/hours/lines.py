"""Counting along a line on which some places are open, and finding them again by their number.

Places are whole numbers: ticks of the clock, or days. A `Cycle` is what comes back for ever, as a
week does. A `Line` is made of pieces, each a cycle seen through a shift, as a zone's clock is
shifted against UTC. Both answer two questions by bisection, however far apart the places are:
how many open places lie before this one, and where is the open place with this number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Cycle:
    """Spans (start, end) that come back every `length` places; they are in order and apart."""

    __slots__ = ("_before", "_ends", "_starts", "length", "total")

    def __init__(self, length: int, spans: Iterable[tuple[int, int]]) -> None:
        self.length = length
        self.total = 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(self.total)
            self.total += end - start

    def count(self, place: int) -> int:
        """How many open places lie in [0, place); negative before 0."""
        rounds, rest = divmod(place, self.length)
        at = bisect_right(self._starts, rest) - 1
        if at < 0:
            return rounds * self.total
        inside = min(rest, self._ends[at]) - self._starts[at]
        return rounds * self.total + self._before[at] + inside

    def find(self, number: int) -> int:
        """The place that has `number` open ones before it and is open itself."""
        rounds, rest = divmod(number, self.total)
        at = bisect_right(self._before, rest) - 1
        return rounds * self.length + self._starts[at] + rest - self._before[at]

    def span_at(self, place: int) -> tuple[int, int]:
        """The span that holds this open place."""
        rounds, rest = divmod(place, self.length)
        at = bisect_right(self._starts, rest) - 1
        return rounds * self.length + self._starts[at], rounds * self.length + self._ends[at]


class Piece(NamedTuple):
    """From `start` on, place p of the line is place p + shift of the cycle."""

    start: int
    shift: int
    cycle: Cycle


class Line:
    """Pieces one after the other, up to `end`. Open places are numbered from its beginning."""

    __slots__ = ("_bases", "_numbers", "_starts", "end", "pieces", "total")

    def __init__(self, pieces: list[Piece], end: int) -> None:
        self.pieces = pieces
        self.end = end
        self.total = 0
        self._starts = [piece.start for piece in pieces]
        self._numbers: list[int] = []
        self._bases: list[int] = []
        for (start, shift, cycle), until in zip(pieces, [*self._starts[1:], end], strict=True):
            base = self.total - cycle.count(start + shift)
            self._numbers.append(self.total)
            self._bases.append(base)
            self.total = base + cycle.count(until + shift)

    def count(self, place: int) -> int:
        at = bisect_right(self._starts, place) - 1
        _, shift, cycle = self.pieces[at]
        return self._bases[at] + cycle.count(place + shift)

    def find(self, number: int) -> int:
        """The open place with this number, which lies in [0, total)."""
        at = bisect_right(self._numbers, number) - 1
        _, shift, cycle = self.pieces[at]
        return cycle.find(number - self._bases[at]) - shift

    def at(self, place: int) -> int:
        """The index of the piece that holds `place`."""
        return bisect_right(self._starts, place) - 1

    def is_open(self, place: int) -> bool:
        return self.count(place + 1) > self.count(place)
