"""Whether what is written down and the ledger tell the same story. No sum is stored."""

from __future__ import annotations

from collections.abc import Iterator

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.timespent.models import Entry


def findings() -> Iterator[Finding]:
    told: dict[int, int] = {}
    kinds = ["time.written", "time.corrected", "time.taken_back"]
    facts = Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", "facts")
    for kind, fact in facts.iterator(chunk_size=5_000):
        told[fact["entry"]] = 0 if kind == "time.taken_back" else fact["minutes"]
    rows = Entry.objects.order_by("pk").values_list("pk", "minutes", "taken_back_at")
    for pk, minutes, taken_back_at in rows.iterator(chunk_size=5_000):
        if told.get(pk) != (0 if taken_back_at else minutes):
            yield Finding("half-written", f"time:{pk}", "is another in the ledger")
