"""Pure decisions about conversations: no tables, no clock."""

from __future__ import annotations

PREVIEW_LENGTH = 160


def preview_of(text: str) -> str:
    """The first words of a letter on one line, for the list."""
    return " ".join(text[: 4 * PREVIEW_LENGTH].split())[:PREVIEW_LENGTH]


def reply_subject(subject: str) -> str:
    """The subject of an answer: `Re: ` once, however many the customer wrote."""
    rest = subject.strip()
    while rest[:3].lower() == "re:":
        rest = rest[3:].lstrip()
    return f"Re: {rest}" if rest else "Re:"
