"""A few words around what was found, with what was found marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kept.kit.words import fold, is_dense, stems_of

BEFORE = 50
LENGTH = 170
LONG_WORD = 25
MOST = 50_000
"""Signs of a text that are looked through for the place to show."""

_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """What is marked: these words or stems, and words that begin so."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def has(self, written: str) -> bool:
        word = fold(written)
        if word in self.words or (self.beginnings and word.startswith(self.beginnings)):
            return True
        return not self.words.isdisjoint(stems_of(written))


def snippet(text: str, sought: Sought) -> list[Piece]:
    """A line of the text around the first place that matches; its beginning where none does."""
    text = " ".join(text[:MOST].split())
    places = _first_places(text, sought)
    begin = max(places[0][0] - BEFORE, 0) if places else 0
    if begin:
        begin = text.rfind(" ", 0, begin) + 1
    end = min(begin + LENGTH, len(text))
    if end < len(text):
        # Whole words, unless one has no end within sight.
        gap = text.rfind(" ", end - LONG_WORD, end + 1)
        end = gap if gap > begin else end
    pieces: list[Piece] = [Piece("… ")] if begin else []
    at = begin
    for start, stop in places:
        if start >= end:
            break
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:stop], is_match=True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def _first_places(text: str, sought: Sought) -> list[tuple[int, int]]:
    """The places that can stand in one line: no more of a long text is looked through than that."""
    places: list[tuple[int, int]] = []
    for place in _places(text, sought):
        if places and place[0] >= places[0][0] + LENGTH:
            break
        places.append(place)
    return places


def _places(text: str, sought: Sought) -> Iterator[tuple[int, int]]:
    known: dict[str, bool] = {}
    for found in _RUN.finditer(text):
        written = found[0]
        if is_dense(written):
            yield from _dense_places(written, found.start(), sought)
            continue
        if written not in known:
            known[written] = sought.has(written)
        if known[written]:
            yield found.span()


def _dense_places(written: str, at: int, sought: Sought) -> Iterator[tuple[int, int]]:
    """Where pairs of a script without spaces match; neighbours are one place."""
    begin = end = -1
    for n in range(len(written)):
        pair = written[n : n + 2]
        if pair in sought.words or (sought.beginnings and pair.startswith(sought.beginnings)):
            if n > end and begin >= 0:
                yield at + begin, at + end
                begin = -1
            begin = n if begin < 0 else begin
            end = n + (1 if pair not in sought.words else len(pair))
    if begin >= 0:
        yield at + begin, at + end
