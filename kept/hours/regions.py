"""Countries by the names their readers know."""

from __future__ import annotations

from unicodedata import combining, normalize

from django.utils.translation import pgettext

from kept.kit.hours.public import countries


def named_countries() -> dict[str, str]:
    """The names of countries by two letters, in the language of the reader and in its order."""
    named = {code: pgettext("country", name) for code, name in countries().items()}
    return dict(sorted(named.items(), key=lambda one: _bare(one[1])))


def _bare(name: str) -> str:
    """Without marks above and below: Ägypten stands among the As."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
