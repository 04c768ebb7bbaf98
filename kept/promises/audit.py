"""Whether promises and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.promises.models import Promise

SETTLED = {
    Promise.Outcome.KEPT: "promise.kept",
    Promise.Outcome.BROKEN: "promise.given_up",
    Promise.Outcome.LAPSED: "promise.lapsed",
    Promise.Outcome.RELEASED: "promise.released",
}


def findings() -> Iterator[Finding]:
    told = _told()
    rows = Promise.objects.values_list("pk", "outcome", "changes")
    for pk, outcome, changes in rows.iterator(chunk_size=5_000):
        about = f"promise:{pk}"
        if told[pk, "promise.made"] != 1:
            yield Finding("half-written", about, "was not made once in the ledger")
        settled = SETTLED.get(Promise.Outcome(outcome))
        if settled and not told[pk, settled]:
            yield Finding("half-written", about, f"is {outcome.lower()}, but not in the ledger")
        if told[pk, "promise.renegotiated"] != changes:
            yield Finding("recount", about, "counts its changes wrongly")


def _told() -> Counter[tuple[int, str]]:
    """How often the ledger says what of which promise."""
    kinds = ["promise.made", "promise.renegotiated", *SETTLED.values()]
    facts = Event.objects.filter(kind__in=kinds).values_list("kind", "facts")
    return Counter((int(fact["promise"]), kind) for kind, fact in facts.iterator(chunk_size=5_000))
