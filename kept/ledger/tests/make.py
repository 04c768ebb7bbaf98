"""Facts that only tests know, and how they are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from kept.ledger import event, record
from kept.ledger.models import Event

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@event("test.happened")
@dataclass(frozen=True, slots=True)
class Happened:
    number: int


@event("test.echoed")
@dataclass(frozen=True, slots=True)
class Echoed:
    number: int


def happen(number: int = 1, *, about: list[str] | None = None, cause: Event | None = None) -> Event:
    """Record one fact in a transaction of its own."""
    with transaction.atomic():
        return record(
            Happened(number=number),
            about=["thing:1"] if about is None else about,
            by="system:test",
            at=NOON,
            cause=cause,
        )
