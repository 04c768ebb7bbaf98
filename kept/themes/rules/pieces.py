"""What a letter says, as a set of pieces: stems of words, or pairs of characters where a script has
no spaces. Each is a number, so that no word of anybody's can be read from what a theme remembers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from kept.kit.languages import language_of
from kept.kit.words import plain_words, stem_of

MOST = 80
"""Pieces of one letter; whoever writes more has said what it is about by then."""
LONGEST = 6_000
LEAST = 3
"""With fewer a letter says too little to be alike to any: a thanks, a yes."""
_AGAIN = re.compile(r"^(?:\s*(?:re|aw|wg|fwd?|antw|sv|vs|tr|rv)\s*:)+\s*", re.IGNORECASE)


def pieces(text: str, subject: str = "") -> tuple[int, ...]:
    """The pieces of a letter in their order, each once.

    `text` is what its writer wrote themselves; `subject` is given where the letter began it.
    """
    whole = f"{_AGAIN.sub('', subject)}\n{text[:LONGEST]}".strip()
    tag = language_of(whole) or "en"
    found: dict[int, None] = {}
    for word in plain_words(whole):
        # A number is of one letter alone: an order, a date, a telephone.
        if not word.isdigit():
            found.setdefault(piece_of(tag, word))
            if len(found) >= MOST:
                break
    return tuple(found)


@lru_cache(maxsize=200_000)
def piece_of(tag: str, word: str) -> int:
    return crc32(stem_of(tag, word).encode())
