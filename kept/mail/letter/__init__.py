"""The pure reading of mail: bytes in, a `Letter` out. No Django, no network, no file.

Every function here is total: foreign bytes never raise and cost linear time. `jail` runs the
reading in processes of its own, with limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kept.mail.letter.shapes import (
    Attachment,
    Automatic,
    Bounce,
    Failed,
    Invite,
    Letter,
    Person,
    Unreadable,
)


def read_letter(
    raw: bytes, *, own: Iterable[str] = (), sent: Sequence[bytes] = (), prefer: str = "text"
) -> Letter:
    """As it is told in `reading`, which takes a fifth of a start: only who reads has to load it."""
    from kept.mail.letter import reading

    return reading.read_letter(raw, own=own, sent=sent, prefer=prefer)


__all__ = [
    "Attachment",
    "Automatic",
    "Bounce",
    "Failed",
    "Invite",
    "Letter",
    "Person",
    "Unreadable",
    "read_letter",
]
