"""Words become classes: a language is a table of classes, values and the phrases that say them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import Any

from kept.kit.marks import normalized

PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")

Meaning = dict[str, Any]
Branch = dict[str, Any]
Table = dict[str, dict[Any, str]]


def bare(word: str) -> str:
    """Without accents: people leave them out."""
    return "".join(c for c in normalized("NFD", word) if not unicodedata.combining(c))


def folded(text: str) -> str:
    return text.lower().replace("’", "'").replace("‘", "'").replace("`", "'")


class Lexicon:
    """`single` maps a word to its meaning; `phrases` is a tree of words, the meaning at an empty word."""

    def __init__(self, table: Table, options: dict[str, Any]) -> None:
        self.single: dict[str, Meaning] = {}
        self.phrases: dict[str, Branch] = {}
        self.options = options
        table = {**table, "sign": {1: "<|>"}}
        found: dict[tuple[str, ...], Meaning] = {}
        for name, values in table.items():
            for value, sayings in values.items():
                for saying in sayings.split("|"):
                    words = tuple(PIECE.findall(folded(saying)))
                    found.setdefault(words, {})[name] = value
                    plain = tuple(bare(word) for word in words)
                    if plain != words and len(saying) > 2:
                        found.setdefault(plain, {}).setdefault(name, value)
        for words, meaning in found.items():
            if len(words) == 1:
                self.single[words[0]] = meaning
            else:
                branch = self.phrases
                for word in words:
                    branch = branch.setdefault(word, {})
                branch[""] = meaning
        self.compounds = self._compounds() if options.get("compounds") else None

    def _compounds(self) -> re.Pattern[str]:
        """German writes `Montagabend` as one word."""

        def words(name: str) -> str:
            given = (word for word, meaning in self.single.items() if name in meaning)
            return "|".join(sorted(map(re.escape, given), key=len, reverse=True))

        return re.compile(f"({words('weekday')}|{words('dayrel')})({words('part')})")


@lru_cache(maxsize=32)
def lexicon(language: str) -> Lexicon:
    """The words of a BCP 47 tag; a language we have no words for still reads figures."""
    base = language.split("-")[0].lower()
    if not (base.isascii() and base.isalpha() and len(base) in {2, 3}):
        return Lexicon({}, {})
    try:
        module = import_module(f"kept.promises.rules.dates.words.{base}")
    except ModuleNotFoundError:
        return Lexicon({}, {})
    return Lexicon(module.TABLE, module.OPTIONS)
