"""Words of a customer that make one look twice: anger, repetition, urgency, a threat to leave.

Nothing is learnt of anybody: a sentence is searched for words, and the words are the reason. What
takes them back (`not angry`, `no hurry`) counts. Source of the lists: letters we invented
(`playbook/tests/hints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

ANGER, REPEATED, URGENT, LEAVING = "ANGER", "REPEATED", "URGENT", "LEAVING"
KINDS = (ANGER, REPEATED, URGENT, LEAVING)
LANGUAGES = ("en", "de")
LONGEST = 6_000
"""Characters of a letter that are read: what somebody says in anger they say soon."""
LONGEST_WORDS = 60
ENOUGH = 1.0
LOUD = 0.4
"""What capitals, and marks in a heap, add to words of anger; alone they are none."""
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{4,}\b(?!\s?-?\d)")
_MARKS = re.compile(r"!{2,}|\?!|!\?|\?{2,}")


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` as they stand in the letter."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Cue:
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Of one language. `negation` stands before a cue and takes it back; `calm` all of urgency."""

    cues: dict[str, tuple[Cue, ...]]
    negation: re.Pattern[str]
    at_first: re.Pattern[str]
    calm: re.Pattern[str]


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    given = import_module(f"kept.playbook.rules.words.{language}")
    return Words(
        cues={
            kind: tuple(Cue(weight, _pattern(cue)) for weight, cue in getattr(given, kind))
            for kind in KINDS
        },
        negation=_pattern(given.NEGATION),
        at_first=_pattern(given.AT_FIRST),
        calm=_pattern(given.CALM),
    )


def hints_in(text: str, *, language: str) -> tuple[Reason, ...]:
    """A reason a kind, in the order of `KINDS`; none where we have no words of the language."""
    base = language.split("-")[0].lower()
    if base not in LANGUAGES:
        return ()
    found = []
    for kind in KINDS:
        weight, words = weigh(text, kind, language=base)
        if weight >= ENOUGH and words:
            found.append(Reason(kind, words[:LONGEST_WORDS]))
    return tuple(found)


def weigh(text: str, kind: str, *, language: str) -> tuple[float, str]:
    """How much in `text` speaks for that kind, and the words that say most of it."""
    said = text[:LONGEST].translate(_STRAIGHT)
    by = words_of(language)
    if kind == URGENT and by.calm.search(said):
        return 0.0, ""
    total, best, words = 0.0, 0.0, ""
    for sentence in _SENTENCE.split(said):
        for weight, match in _found(sentence, kind, by):
            total += weight
            if weight > best:
                best, words = weight, match
    if kind == ANGER and total:
        total += LOUD * (bool(_SHOUTED.search(said)) + bool(_MARKS.search(said)))
    return total, words


def _found(sentence: str, kind: str, by: Words) -> Iterator[tuple[float, str]]:
    """Each cue once a sentence, unless something before it takes it back."""
    if kind == ANGER and by.at_first.search(sentence):
        return
    for cue in by.cues[kind]:
        match = cue.pattern.search(sentence)
        if match is None:
            continue
        if kind == ANGER and by.negation.search(
            sentence, max(0, match.start() - 40), match.start()
        ):
            continue
        yield cue.weight, " ".join(match[0].split())


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.VERBOSE)
