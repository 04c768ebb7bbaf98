"""Whether what plays count, their uses and the ledger tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.playbook.models import Hint, Play, PlayUse

State = PlayUse.State


def findings() -> Iterator[Finding]:
    counted: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for use in PlayUse.objects.order_by("pk").iterator(chunk_size=5_000):
        if use.counts and use.state != State.PUT_IN:
            row = counted[use.play_id, use.number]
            row[0] += 1
            row[1] += use.state == State.RESOLVED
            row[2] += use.state == State.CAME_BACK
    for play in Play.objects.order_by("pk").iterator(chunk_size=5_000):
        if counted[play.pk, play.number] != [play.uses, play.resolved, play.came_back]:
            yield Finding("recount", f"play:{play.pk}", "counts otherwise than its uses")
    known = set()
    events = Event.objects.filter(kind="complaint.confirmed").order_by("pk")
    for facts in events.values_list("facts", flat=True).iterator(chunk_size=5_000):
        known.add(facts["hint"])
    confirmed = Hint.objects.filter(state=Hint.State.CONFIRMED).order_by("pk")
    for pk in confirmed.values_list("pk", flat=True).iterator(chunk_size=5_000):
        if pk not in known:
            yield Finding("half-written", f"hint:{pk}", "is a complaint, and not in the ledger")
