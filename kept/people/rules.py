"""Which settings fit some words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.kit.words import fold

LONGEST_ASKED = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A setting as it is compared: its name, what it does, other words for it."""

    name: str
    words: str
    also: str


def ranked(text: str, settings: Sequence[Found]) -> list[int]:
    """The places of those that hold every word, as a part of one of theirs; none where none asks.

    Names before other words for them, these before what it does.
    """
    asked = fold(text[:LONGEST_ASKED]).split()
    if not asked:
        return []
    scored = []
    for at, setting in enumerate(settings):
        places = [_place(word, setting) for word in asked]
        if None not in places:
            scored.append((sum(place or 0 for place in places), at))
    return [at for _score, at in sorted(scored)]


def _place(word: str, setting: Found) -> int | None:
    """How near the name a word stands; None where it is nowhere."""
    for distance, part in enumerate((setting.name, setting.also, setting.words)):
        folded = fold(part)
        if any(one.startswith(word) for one in folded.replace(",", " ").split()):
            return 2 * distance
        if word in folded:
            return 2 * distance + 1
    return None
