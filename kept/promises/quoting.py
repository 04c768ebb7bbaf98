"""The words of a promise where they were said: a few lines of the letter around them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST = 320
_GAP = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """`words` as they stand in the text, and what of their paragraph stands on either side."""

    before: str
    words: str
    after: str


def around(text: str, words: str) -> Quote | None:
    """The paragraph of `text` that holds `words`, cut where it is long; None where none does."""
    at = text.find(words) if words else -1
    if at < 0:
        return None
    before = _GAP.split(text[:at])[-1].lstrip()
    after = _GAP.split(text[at + len(words) :], maxsplit=1)[0].rstrip()
    # Cut between two words, or within one that is all there is.
    if len(before) > _MOST:
        before = "…" + re.sub(r"^\S*\s+", "", before[-_MOST:])
    if len(after) > _MOST:
        after = re.sub(r"\s+\S*$", "", after[:_MOST]) + "…"
    return Quote(before, words, after)
