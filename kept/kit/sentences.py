"""Sentences that are stored, and told in whatever language their reader speaks.

What became of a letter, or why a mailbox does not open, is written down in English when it happens:
nobody knows then who will read it, and the log reads the same words. A screen tells it anew by
`kept.ui.wording.retold`, which must find out what was said. So such a sentence is marked here; one
with places, such as `{host} takes too long to answer.`, is marked when its module is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_shapes: dict[str, re.Pattern[str]] = {}
_plain: set[str] = set()


@dataclass(frozen=True, slots=True)
class Told:
    """A stored text taken apart: `rest` is what follows, such as the words of a server."""

    sentence: str
    values: dict[str, str]
    rest: str = ""


def sentence(english: str) -> str:
    """The same words, marked as stored ones. `{name}` stands where something else differs."""
    if "{" not in english:
        _plain.add(english)
    elif english not in _shapes:
        _shapes[english] = re.compile(_PLACE.sub(r"(?P<\1>.*)", re.escape(english)), re.DOTALL)
    return english


def told_apart(stored: str) -> Told | None:
    """Which sentence this was, and with what in its places; None where it is none of ours."""
    if stored in _plain:
        return Told(stored, {})
    for english, shape in _shapes.items():
        if found := shape.fullmatch(stored):
            return Told(english, found.groupdict())
    begun = [english for english in _plain if stored.startswith(f"{english} ")]
    if not begun:
        return None
    longest = max(begun, key=len)
    return Told(longest, {}, stored[len(longest) :])


def known_sentences() -> set[str]:
    return _plain | set(_shapes)
