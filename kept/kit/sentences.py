"""Sentences that are stored, and told in whatever language their reader speaks.

What became of a letter, or why a mailbox does not open, is written down in English when it happens:
nobody knows then who will read it, and the log reads the same words. A screen tells it anew by
`kept.ui.wording.retold`. So such a sentence is marked, and stands in the catalogues. One with
places, such as `{host} takes too long to answer.`, is marked as its module is loaded: it is known
again by its shape.
"""

from __future__ import annotations

import re

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_shapes: dict[str, re.Pattern[str]] = {}


def sentence(english: str) -> str:
    """The same words, marked as stored ones. `{name}` stands where something else differs."""
    if "{" in english and english not in _shapes:
        _shapes[english] = re.compile(_PLACE.sub(r"(?P<\1>.*)", re.escape(english)), re.DOTALL)
    return english


def taken_apart(stored: str) -> tuple[str, dict[str, str]]:
    """Which sentence this was, and what stands in its places; itself where it has none."""
    for english, shape in _shapes.items():
        if found := shape.fullmatch(stored):
            return english, found.groupdict()
    return stored, {}


def sentences_with_places() -> set[str]:
    return set(_shapes)
