"""Whether routing and the ledger tell the same story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.routing.models import Capacity, DeskRouting, Queued, Turn


def findings() -> Iterator[Finding]:
    yield from _elsewhere()
    yield from _turns()
    yield from _settled()


def _elsewhere() -> Iterator[Finding]:
    strays = Queued.objects.exclude(conversation__desk=F("desk")).order_by("pk")
    for pk in strays.values_list("pk", flat=True):
        yield Finding("half-written", f"conversation:{pk}", "waits in line at another desk")


def _turns() -> Iterator[Finding]:
    """Whoever had a turn got something at that moment."""
    given: set[tuple[int, datetime]] = set()
    routed = Event.objects.filter(kind="conversation.routed").values_list("facts", "at")
    for facts, at in routed.iterator(chunk_size=5_000):
        given.add((int(facts["to"]), at))
    for pk, member, at in Turn.objects.order_by("pk").values_list("pk", "member", "given_at"):
        if (member, at) not in given:
            yield Finding("half-written", f"turn:{pk}", "is not in the ledger")


def _settled() -> Iterator[Finding]:
    """What holds is what was said last."""
    ways, capacities = _last("routing.changed", "desk"), _last("capacity.changed", "member")
    for pk, way in DeskRouting.objects.order_by("pk").values_list("pk", "way"):
        if ways.get(pk, {}).get("way") != way:
            yield Finding("half-written", f"deskrouting:{pk}", "routes as the ledger does not say")
    for row in Capacity.objects.order_by("pk"):
        # Of the usual limit, which is nobody's choice, the ledger need not know.
        is_usual = row.own is None and row.most is None
        said = capacities.get(row.pk, {"takes": True, "limit": None})
        if row.takes != said["takes"] or not (is_usual or row.limit == said["limit"]):
            yield Finding("half-written", f"capacity:{row.pk}", "is not as the ledger says")


def _last(kind: str, of: str) -> dict[int, dict[str, Any]]:
    """The newest facts of a kind, by what they are about: each was written holding that row."""
    events = Event.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True)
    return {int(facts[of]): facts for facts in events.iterator(chunk_size=5_000)}
