"""What of a note calls somebody. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

MOST = 50
"""Mentions read in one note."""
_AT = re.compile(r"(?<![\w.@/])@(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Said:
    """One mention: `words` as written, with their @; `name` is "" where it calls nobody."""

    words: str
    name: str


def plain(text: str) -> str:
    """As names are compared: letter by letter, without accents or case, as long as before."""
    return "".join(
        normalize("NFKD", sign)[0].lower()[:1] or sign for sign in normalize("NFC", text)
    )


def mentions_in(text: str, names: Mapping[str, object]) -> list[Said]:
    """The mentions of a text in their order, each kind of words once; `names` are `plain`.

    The longest name that stands there is meant: “@Bea Lind” is her, not another Bea. What follows
    a letter, as in an address, is none.
    """
    text = normalize("NFC", text)
    lengths = sorted({len(name) for name in names}, reverse=True)
    found: dict[str, Said] = {}
    for at in _AT.finditer(text):
        begins = at.end()
        window = plain(text[begins : begins + (lengths[0] if lengths else 0) + 1])
        name = next((window[:n] for n in lengths if window[:n] in names and _ends(window, n)), "")
        if not name:
            word = _WORD.match(text, begins)
            words = word[0] if word else ""
        else:
            words = text[begins : begins + len(name)]
        found.setdefault(words, Said(f"@{words}", name))
        if len(found) == MOST:
            break
    return list(found.values())


def _ends(window: str, at: int) -> bool:
    return at >= len(window) or not (window[at].isalnum() or window[at] == "_")
