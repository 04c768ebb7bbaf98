"""Plays for tests."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.models import Event
from kept.ledger.reading import READERS
from kept.people.models import Member
from kept.playbook import actions
from kept.playbook.models import Play
from tests.cast import NOON, make_manager

WORDS = "What would you call fair after [what happened]?"
MINE = "Dear Cy, what would you call fair after the cracked shade?"


def make_play(
    name: str = "Ask them",
    *,
    by: Member | None = None,
    now: datetime = NOON,
    **more: object,
) -> Play:
    values: dict[str, object] = {
        "situation": "FAIR",
        "feeling": "ANGRY",
        "language": "en",
        "phrasings": [WORDS, "Tell me what would put it right."],
        "steps": [("DECIDE", "Give it within your limit."), ("SAY", "Their name first.")],
    } | more
    terms = actions.PlayTerms(name=name, **values)  # type: ignore[arg-type]
    return actions.write_play(None, terms, by=by or make_manager(), now=now)


def hear() -> None:
    """All that has happened, told to the playbook. What is heard twice changes nothing."""
    reactions = READERS["playbook"].reactions
    for event in Event.objects.filter(kind__in=list(reactions)).order_by("pk"):
        reactions[event.kind](event)
