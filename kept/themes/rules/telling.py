"""What a theme is called while nobody has named it, and the sentence of a letter that says most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from kept.kit.languages import SETS, language_of
from kept.themes.rules.pieces import piece_of

WORDS = 3
GREETINGS = (
    "hello dear thank thanks kind best regards wishes hallo liebe viele grüße tag guten are our who"
)
SMALL = frozenset().union(*SETS.values()) | {*GREETINGS.split()}
"""Words that every letter has, and no theme is called by."""
LONGEST_SENTENCE = 240
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+|\n+")


def label(texts: Sequence[str], centre: Mapping[int, float]) -> str:
    """The words of these letters that weigh most in the theme, as they were written most often."""
    weighs: Counter[int] = Counter()
    written: dict[int, Counter[str]] = {}
    for text in texts:
        tag = language_of(text) or "en"
        for word in _WORD.findall(text[:2_000]):
            piece = piece_of(tag, word)
            if len(word) > 2 and word.lower() not in SMALL and (weight := centre.get(piece, 0.0)):
                weighs[piece] += weight  # type: ignore[assignment]
                written.setdefault(piece, Counter())[word.lower()] += 1
    best = [piece for piece, _ in weighs.most_common(WORDS)]
    return " · ".join(written[piece].most_common(1)[0][0] for piece in best)


def example(text: str, centre: Mapping[int, float]) -> str:
    """The sentence of a letter that is most like the theme."""
    tag = language_of(text) or "en"
    sentences = [part.strip() for part in _SENTENCE.split(text[:6_000]) if part.strip()]
    if not sentences:
        return ""

    def says(sentence: str) -> float:
        words = {piece_of(tag, word) for word in _WORD.findall(sentence)}
        return sum(centre.get(piece, 0.0) for piece in words)

    best = max(sentences, key=says)
    cut = best[:LONGEST_SENTENCE]
    return cut if len(cut) == len(best) else f"{cut.rstrip()} …"
