"""Words of a customer that make one look twice: anger, repetition, urgency, a threat to leave.

Nothing is learnt of anybody: a sentence is searched for words, and the words are the reason. What
takes them back (`not angry`, `no hurry`) counts. Source of the lists: letters we invented
(`playbook/tests/hints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
CLEAR = 0.6
"""At least one word says so much by itself; many that say little are no reason."""
LOUD = 0.4
"""What capitals, and marks in a heap, add to words of anger; alone they are none."""
KINDNESS = 0.2
"""What a kind word takes away where nothing plain was said; irony says it plainly beside them."""
PLAIN = 0.8
MOST_KIND = 3
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

    @property
    def is_of_a_sentence(self) -> bool:
        """Whether it looks at where a sentence begins or ends: no letter tells that at once."""
        source = self.pattern.pattern.replace("[^", "")
        return any(mark in source for mark in ("^", "$", "(?!", "(?<!"))


@dataclass(frozen=True, slots=True)
class Words:
    """Of one language. `negation` stands before a cue and takes it back; `calm` all of urgency.

    `kind` words speak a little against anger, `at_first` takes it back that has passed.
    """

    cues: dict[str, tuple[Cue, ...]]
    negation: re.Pattern[str]
    at_first: re.Pattern[str]
    kind: re.Pattern[str]
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
        kind=_pattern(given.KIND),
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
    found: dict[Cue, str] = {}
    # Most cues are nowhere in a letter: to ask that once is cheaper than to ask each sentence.
    cues = [cue for cue in by.cues[kind] if cue.is_of_a_sentence or cue.pattern.search(said)]
    for sentence in _SENTENCE.split(said) if cues else ():
        for cue, match in _found(sentence, kind, by, cues):
            found.setdefault(cue, match)
    # Said twice it is no more than said once: letters are of any length.
    total = sum(cue.weight for cue in found)
    best = max((cue.weight for cue in found), default=0.0)
    words = next((said for cue, said in found.items() if cue.weight == best >= CLEAR), "")
    if kind == ANGER and total:
        total += LOUD * (bool(_SHOUTED.search(said)) + bool(_MARKS.search(said)))
    if kind == ANGER and best < PLAIN:
        total -= KINDNESS * min(MOST_KIND, len(by.kind.findall(said)))
    return total, words


def _found(sentence: str, kind: str, by: Words, cues: Sequence[Cue]) -> Iterator[tuple[Cue, str]]:
    """Each of these cues in a sentence, unless something before it takes it back."""
    if kind == ANGER and by.at_first.search(sentence):
        return
    for cue in cues:
        match = cue.pattern.search(sentence)
        if match is None:
            continue
        begin = match.start()
        if kind != URGENT and by.negation.search(sentence, max(0, begin - 40), begin):
            continue
        yield cue, " ".join(match[0].split())


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.VERBOSE)
