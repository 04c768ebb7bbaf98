"""Words as a search compares them: without case and accents, and with their stems.

One analysis for every database, so that both find the same. A script without spaces is cut into
pairs of characters, which are looked for in their order.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from kept.kit.marks import normalized

LONGEST = 40
MOST = 20_000
"""Words of one text that are looked at; nobody writes more, and a database takes no more."""

STEMMED = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
}
_STEMMERS = {tag: snowballstemmer.stemmer(name) for tag, name in STEMMED.items()}
# A stemmer works on itself, one word at a time.
_one_at_a_time = threading.Lock()

# What has no accent to lose and is yet written without its stroke by many.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"[^\W_]+")
# Han, kana, Thai, Lao, Burmese, Khmer: written without spaces.
_DENSE = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\U00020000-\U0003ffff]+"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in their order, and `=en:kettl` for each stem that is not a word itself."""

    plain: tuple[str, ...]
    stems: tuple[str, ...]


def words_of(text: str, language: str | None) -> Words:
    """The words of a text, with their stems in its language (English where nobody knows it)."""
    tag = language if language in STEMMED else "en"
    plain: list[str] = []
    stems: dict[str, None] = {}
    for written in _written(text):
        parts, stem = _analysed(tag, written)
        plain += parts
        if stem:
            stems[stem] = None
    return Words(tuple(plain[:MOST]), tuple(stems))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, in their order."""
    return tuple(part for written in _written(text) for part in _parts(written))[:MOST]


def stems_of(word: str) -> tuple[str, ...]:
    """What one word may stand under, in every language: as a word, and as a stem."""
    written = normalized("NFKC", word.casefold())
    found: dict[str, None] = {}
    for tag in STEMMED:
        stem = _stem(tag, written) or fold(written)
        found.setdefault(stem)
        found.setdefault(f"={tag}:{stem}")
    return tuple(found)


def stem_of(tag: str, word: str) -> str:
    """The stem of a word in a language, without case and accents; the word where it has none."""
    written = normalized("NFKC", word.casefold())
    known = tag if tag in STEMMED else "en"
    return _stem(known, written) or fold(written)


def is_dense(word: str) -> bool:
    """Whether it is of a script without spaces."""
    return _DENSE.match(word) is not None


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    parts = normalized("NFKD", word.casefold())
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return normalized("NFC", bare.translate(_PLAIN))


def _written(text: str) -> list[str]:
    return _WORD.findall(normalized("NFKC", text.casefold()))[:MOST]


@lru_cache(maxsize=200_000)
def _analysed(tag: str, written: str) -> tuple[tuple[str, ...], str]:
    """A word's parts and, where it has one, its stem as the index keeps it."""
    stem = _stem(tag, written)
    return _parts(written), f"={tag}:{stem}" if stem else ""


@lru_cache(maxsize=100_000)
def _parts(written: str) -> tuple[str, ...]:
    """One run of letters as words: the pairs of a dense script, and what stands between them."""
    if written.isascii():
        return (written[:LONGEST],)
    parts: list[str] = []
    at = 0
    for run in _DENSE.finditer(written):
        if run.start() > at:
            parts.append(fold(written[at : run.start()])[:LONGEST])
        parts += [run[0][n : n + 2] for n in range(len(run[0]))]
        at = run.end()
    if at < len(written):
        parts.append(fold(written[at:])[:LONGEST])
    return tuple(part for part in parts if part)


def _stem(tag: str, written: str) -> str:
    """The stem of a word; "" where it is the word itself, or nothing a stemmer knows."""
    if len(written) > LONGEST or len(written) < 4 or not written.isalpha() or is_dense(written):
        return ""
    with _one_at_a_time:
        stem = fold(_STEMMERS[tag].stemWord(written))
    return "" if stem == fold(written) else stem
