"""Whether the ledger is whole: nothing missing in the sequence, no effect before its cause."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from kept.kit.findings import Finding
from kept.ledger.models import Cursor, Event, Mention
from kept.ledger.recording import DEEPEST_CHAIN, places_missing


def findings() -> Iterator[Finding]:
    yield from _gaps()
    too_early = Event.objects.filter(
        Q(cause__gte=F("pk")) | Q(cause__transaction__gt=F("transaction"))
    )
    for pk in too_early.values_list("pk", flat=True):
        yield Finding("sequence", f"event:{pk}", "stands before its own cause")
    for pk in Event.objects.filter(depth__gt=DEEPEST_CHAIN).values_list("pk", flat=True):
        yield Finding("sequence", f"event:{pk}", "stands in a chain longer than is allowed")
    # The database itself does not hold mentions to their events, so that recording is quick.
    lost = Mention.objects.filter(~Exists(Event.objects.filter(pk=OuterRef("event_id"))))
    for pk in lost.values_list("pk", flat=True):
        yield Finding("sequence", f"mention:{pk}", "names an event that does not exist")
    if missing := places_missing():
        yield Finding(
            "sequence", "ledger", f"new events would stand {missing} places too early; kept migrate"
        )
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for cursor in Cursor.objects.filter(event_id__gt=newest):
        yield Finding("sequence", f"cursor:{cursor.reader}", "has read events that do not exist")


def _gaps() -> Iterator[Finding]:
    # PostgreSQL spends an id on every transaction that is rolled back, so a gap says nothing there.
    if connection.vendor != "sqlite":
        return
    told = Event.objects.aggregate(last=Max("pk"), count=Count("pk"))
    if missing := (told["last"] or 0) - told["count"]:
        yield Finding("sequence", "ledger", f"{missing} events are missing")
