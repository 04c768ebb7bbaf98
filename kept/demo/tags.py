"""The tags of Northmoor Lamps, and which of them a letter gets by its subject."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.actions.tags import make_tag
from kept.people.models import Member

TAGS = (
    ("Breakage", "RED", ("crack", "schirm", "missing", "wrong colour")),
    ("Gift", "VIOLET", ("present", "wedding")),
    ("Invoice", "BLUE", ("invoice", "rechnung", "charged", "statement", "late fee")),
    ("Return", "AMBER", ("return", "rückgabe", "refund")),
    ("Trade", "TEAL", ("trade", "plan for", "lighting for", "hotel", "samples")),
    ("Praise", "GREEN", ("thank", "packers")),
    ("Repair", "GREY", ("spare", "repair", "arm of", "hums", "buzzes")),
)
"""Name, colour, and the words of a subject it stands for."""


def make_tags(*, by: Member, now: datetime) -> None:
    for name, colour, _words in TAGS:
        make_tag(name=name, colour=colour, by=by, now=now)


def tags_for(subject: str) -> tuple[str, ...]:
    low = subject.lower()
    return tuple(name for name, _colour, words in TAGS if any(word in low for word in words))
