"""Ids as addresses and forms have them: anybody may type anything there."""

from __future__ import annotations

LONGEST = 18
"""Digits; no id of ours has more, and a database takes no more."""


def id_in(text: object) -> int:
    """The id that a text is; 0, which nothing has, for anything else."""
    typed = str(text)
    is_id = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST
    return int(typed) if is_id else 0
