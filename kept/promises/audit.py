"""Whether promises and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.promises.counting import COLUMNS, counted_sums
from kept.promises.models import CountedPromise, Promise, PromiseTally

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
    yield from _miscounted()


def _miscounted() -> Iterator[Finding]:
    """Tallies that are not the sum of what they sum up."""
    cell = ("desk", "month", "kind")
    counted = CountedPromise.objects.filter(desk__isnull=False).order_by().values(*cell)
    sums = counted.annotate(**counted_sums()).values_list(*cell, *COLUMNS)
    told = {row[:3]: row[3:] for row in PromiseTally.objects.values_list(*cell, *COLUMNS)}
    true = {row[:3]: row[3:] for row in sums}
    nothing = (0,) * len(COLUMNS)
    for desk, month, kind in sorted(told.keys() | true.keys()):
        place = (desk, month, kind)
        if told.get(place, nothing) != true.get(place, nothing):
            words = f"tallies {kind.lower()} of {month:%Y-%m} wrongly"
            yield Finding("recount", f"desk:{desk}", words)


def _told() -> Counter[tuple[int, str]]:
    """How often the ledger says what of which promise."""
    kinds = ["promise.made", "promise.renegotiated", *SETTLED.values()]
    facts = Event.objects.filter(kind__in=kinds).values_list("kind", "facts")
    return Counter((int(fact["promise"]), kind) for kind, fact in facts.iterator(chunk_size=5_000))
