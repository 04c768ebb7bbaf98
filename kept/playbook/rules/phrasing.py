"""Whether somebody has made a phrasing their own. Pure."""

from __future__ import annotations

import re

from kept.kit.typed import plain_text

LONGEST_NAME = 120
LONGEST_WHEN = 300
LONGEST_PHRASING = 1_000
LONGEST_THOUGHT = 2_000
LONGEST_STEP = 200
MOST_PHRASINGS = 8
MOST_STEPS = 6
_BLANK = re.compile(r"\[[^\[\]\n]{1,60}\]")


def lines_of(text: str, *, most: int, longest: int) -> list[str]:
    """One a paragraph, parted by an empty line; each once."""
    parts = re.split(r"\n\s*\n", plain_text(text, most * (longest + 2)))
    kept = (part.strip()[:longest].strip() for part in parts)
    return list(dict.fromkeys(part for part in kept if part))[:most]


def is_edited(text: str, phrasing: str) -> bool:
    """Whether more has changed than spaces, capitals and marks."""
    return bool(_bare(text)) and _bare(text) != _bare(phrasing)


def blanks_left(text: str, phrasing: str) -> list[str]:
    """Blanks such as `[what happened]` that stand in the phrasing and still in the text."""
    return [blank for blank in dict.fromkeys(_BLANK.findall(phrasing)) if blank in text]


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
