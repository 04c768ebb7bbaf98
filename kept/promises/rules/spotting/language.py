"""A language, as the spotter sees it: the cues that promise, and what takes a promise back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from kept.promises.rules.spotting import words
from kept.promises.rules.spotting.weighing import Weights, weights_of

Pattern = re.Pattern[str]
NEVER = re.compile(r"(?!)")
LONGEST = 600  # characters that tell the language


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that promise. Groups: `who` the promisor, `verb` where the deed begins.

    `needs_time`: a promise only with a time to come. `opens`: says that a deed follows, which may be
    another cue (`leave it with me, I'll ...`). `denies`: promises that something will not be done.
    `confidence` is that without a time. Where `near` is
    given, one of these small words must be there: looking for them costs next to nothing.
    """

    why: str
    pattern: Pattern
    confidence: float = 0.6
    needs_time: bool = False
    opens: bool = False
    denies: bool = False
    who: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """Patterns are searched in a sentence whose quotations are blank and whose apostrophes straight.

    `hedge`, `habit` and `third_party` take a promise back where they stand in its clause; so does
    `condition` in front of it or behind, `said` right before it, and `doubt` anywhere after it.
    """

    common: frozenset[str]
    weights: Weights | None
    cues: tuple[Cue, ...]
    near: frozenset[str]
    hedge: Pattern
    hedge_before: Pattern
    doubt: Pattern
    habit: Pattern
    condition_before: Pattern
    condition_behind: Pattern
    far_joint: Pattern
    relative: Pattern
    said: Pattern
    third_party: Pattern
    by_another: Pattern
    ourselves: Pattern
    pronoun: Pattern
    unsaid: Pattern
    speaker: Pattern
    question: Pattern
    tag_question: Pattern
    joint: Pattern
    goes_on: Pattern
    and_verb: Pattern
    doing: Pattern
    and_doing: Pattern
    and_thing: Pattern
    follow_up: Pattern
    assures: Pattern
    bounded: Pattern
    fronted: Pattern
    opening: Pattern
    ensures: Pattern
    lead_in: Pattern
    before_clause: Pattern
    until_clause: Pattern
    other_clause: Pattern
    no_due_before: Pattern
    noun_before: Pattern
    noun_behind: Pattern
    close_of_business: Pattern
    next_of_kind: Pattern
    long_weekend: Pattern
    latest: Pattern
    their_clock: Pattern
    working_day: Pattern
    same_time: Pattern
    closing: Pattern
    close_of: Pattern
    wait_for: Pattern
    refers: Pattern
    no_lead: Pattern
    met_when: Pattern
    loose_end: Pattern
    either: Pattern
    from_now: Pattern
    aside: Pattern
    courtesy: Pattern
    verbal: Pattern
    instead: Pattern
    beside_time: Pattern
    asks_when: Pattern
    article: Pattern
    negated: Pattern


def compiled(given: Mapping[str, Any]) -> Language:
    """From a data file: strings become patterns, and what is not given never matches."""
    fields: dict[str, Any] = {}
    for name in Language.__slots__:
        if name == "cues":
            fields[name] = tuple(
                Cue(**{**cue, "pattern": _pattern(cue["pattern"])}) for cue in given["cues"]
            )
        elif name == "weights":
            fields[name] = None
        elif name == "near":
            fields[name] = frozenset(word for cue in fields["cues"] for word in cue.near)
        elif name == "common":
            fields[name] = frozenset(given[name].split())
        else:
            fields[name] = _pattern(given[name]) if name in given else NEVER
    return Language(**fields)


def _pattern(words: str) -> Pattern:
    return re.compile(words, re.IGNORECASE | re.VERBOSE)


@lru_cache(maxsize=32)
def language_of(tag: str) -> Language | None:
    """The language of a BCP 47 tag; None where we have no words: better silent than wrong."""
    base = tag.replace("_", "-").split("-")[0].lower()
    if not (base.isascii() and base.isalpha() and len(base) in {2, 3}):
        return None
    try:
        module = import_module(f"kept.promises.rules.spotting.words.{base}")
    except ModuleNotFoundError:
        return None
    return replace(compiled(module.WORDS), weights=weights_of(base))


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """All that we have words for."""
    names = sorted(module.name for module in iter_modules(words.__path__))
    return {name: found for name in names if (found := language_of(name))}


def spoken_in(text: str, *, otherwise: str = "en") -> str:
    """The language of `text` as its commonest words tell; `otherwise` where they tell nothing."""
    said = Counter(re.findall(r"[^\W\d_]+", text[:LONGEST].lower()))
    counts = {name: sum(said[word] for word in one.common) for name, one in languages().items()}
    best = max(counts, key=lambda name: (counts[name], name == otherwise))
    return best if counts[best] else otherwise
