"""The line above what we quote: when they wrote it and who, in the language they wrote in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format

LOOKED_AT = 2_000

# Whoever reads the line is the customer, so it stands here in their languages and not in those of
# our own screens. Readers of mail know these forms again as the beginning of a quote.
_LINES = {
    "en": ("On {day} at {time}, {name} wrote:", "l j F Y"),
    "de": ("Am {day} um {time} schrieb {name}:", "l, j. F Y"),
    "fr": ("Le {day} à {time}, {name} a écrit :", "l j F Y"),
    "es": ("El {day} a las {time}, {name} escribió:", r"l j \d\e F \d\e Y"),
    "nl": ("Op {day} om {time} schreef {name}:", "l j F Y"),
}
_COMMON = {
    "en": "the and you to is have for with please not your we my thank of it this that are",
    "de": "der die und ich ist nicht sie wir das bitte mit den haben für ein eine danke von zu",
    "fr": "le la les et je vous est pas nous des pour une merci avec dans votre sur bonjour du",
    "es": "el los y que no por para una gracias con su está favor del hola mi es en lo",
    "nl": "de het een en ik niet van is wij u dat met voor bedankt graag mijn op zijn we",
}
_WORDS = {name: frozenset(words.split()) for name, words in _COMMON.items()}


def intro(at: datetime, name: str, *, text: str, language: str) -> str:
    """`at` by the clock of the reader. `language` is what we know of them, else the text tells."""
    known = language.partition("-")[0].lower()
    spoken = known if known in _LINES else language_of(text)
    line, shape = _LINES[spoken]
    with translation.override(spoken):
        day = date_format(at, shape)
    return line.format(day=day, time=f"{at:%H:%M}", name=name)


def language_of(text: str) -> str:
    """Which of these languages the commonest words speak; English where they tell nothing."""
    said = Counter(re.findall(r"[^\W\d_]+", text[:LOOKED_AT].lower()))
    counts = {name: sum(said[word] for word in words) for name, words in _WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > counts["en"] else "en"
