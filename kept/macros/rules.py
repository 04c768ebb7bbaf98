"""Variables of a macro: a fixed table, and nothing else is ever filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

VARIABLES = (
    "customer.first_name",
    "customer.name",
    "customer.organisation",
    "member.first_name",
    "member.name",
    "desk.name",
    "house.name",
    "conversation.number",
    "conversation.subject",
)
LANGUAGES = ("en", "de", "fr", "es", "nl")
"""In which the words of a macro may be given besides those for everybody."""
UNDO_FOR = timedelta(hours=1)
"""So long the last macro that somebody put in can be undone."""

_BRACED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LONE = re.compile(r"\{\{|\}\}")


def unknown_in(text: str) -> list[str]:
    """What stands in double braces and is no variable, as it was typed; each once.

    A pair of braces that is open or closed alone is one too.
    """
    found = [one for one in _BRACED.findall(text) if one.strip() not in VARIABLES]
    lone = _LONE.findall(_BRACED.sub("", text))
    return list(dict.fromkeys([*(f"{{{{{one}}}}}" for one in found), *lone]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in, once: what a value holds is no variable."""
    return _BRACED.sub(lambda found: values.get(found[1].strip(), ""), text)


def missing_in(text: str, values: Mapping[str, str]) -> list[str]:
    """Variables of the text that have no value here."""
    named = dict.fromkeys(one.strip() for one in _BRACED.findall(text))
    return [name for name in named if not values.get(name)]


def first_name(name: str) -> str:
    """What somebody is called by: the first word of their name."""
    words = name.split()
    return words[0] if words else ""


def language_of_tag(tag: str) -> str:
    """`de` of `de-AT`; "" where we have no words of that language."""
    base = tag.partition("-")[0].lower()
    return base if base in LANGUAGES else ""


def put_in(text: str, words: str, at: int | None) -> str:
    """The words within a text at this place, on lines of their own; None: at its end."""
    text, words = text.replace("\r\n", "\n"), words.strip("\n")
    at = len(text) if at is None else max(0, min(at, len(text)))
    before, after = text[:at], text[at:]
    before = before.rstrip("\n") + "\n\n" if before.strip() else ""
    after = "\n\n" + after.lstrip("\n") if after.strip() else ""
    return before + words + after
