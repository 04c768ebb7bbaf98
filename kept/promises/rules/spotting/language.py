"""A language, as the spotter sees it: the cues that promise, and what takes a promise back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

Pattern = re.Pattern[str]
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that promise. Groups: `who` the promisor, `verb` where the deed begins.

    `needs_time`: a promise only with a time to come. `opens`: says that a deed follows, which may be
    another cue (`leave it with me, I'll ...`). `confidence` is that without a time.
    """

    why: str
    pattern: Pattern
    confidence: float = 0.6
    needs_time: bool = False
    opens: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """Patterns are searched in a sentence whose quotations are blank and whose apostrophes straight.

    `hedge`, `habit` and `third_party` take a promise back where they stand in its clause; so does
    `condition` in front of it or behind, `said` right before it, and `doubt` anywhere after it.
    """

    cues: tuple[Cue, ...]
    hint: Pattern
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
    pronoun: Pattern
    question: Pattern
    tag_question: Pattern
    joint: Pattern
    goes_on: Pattern
    and_verb: Pattern
    fronted: Pattern
    opening: Pattern
    ensures: Pattern
    lead_in: Pattern
    before_clause: Pattern
    until_clause: Pattern
    other_clause: Pattern
    no_due_before: Pattern
    noun_before: Pattern
    close_of_business: Pattern
    next_of_kind: Pattern
    latest: Pattern
    loose_end: Pattern
    either: Pattern
    order: str


def compiled(words: Mapping[str, Any]) -> Language:
    """From a data file: strings become patterns, and what is not given never matches."""
    fields: dict[str, Any] = {}
    for name in Language.__slots__:
        if name == "cues":
            fields[name] = tuple(
                Cue(**{**cue, "pattern": _pattern(cue["pattern"])}) for cue in words["cues"]
            )
        elif name == "order":
            fields[name] = words.get(name, "{clock} {day}")
        else:
            fields[name] = _pattern(words[name]) if name in words else NEVER
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
    return compiled(module.WORDS)
