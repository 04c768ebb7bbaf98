"""Whether promises and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.promises.counting import COLUMNS, counted_sums
from kept.promises.models import (
    CountedPromise,
    Dispute,
    Pause,
    Promise,
    PromiseTally,
    PromiseVersion,
)

Outcome = Promise.Outcome
Confirmation = Promise.Confirmation

SETTLED = {
    Outcome.KEPT: "kept",
    Outcome.BROKEN: "given_up",
    Outcome.LAPSED: "lapsed",
    Outcome.RELEASED: "released",
}
_COUNTED = {
    "renegotiated": "counts its changes wrongly",
    "disputed": "counts its disputes wrongly",
    "paused": "counts its rests wrongly",
    "resumed": "counts the ends of its rests wrongly",
}
_KINDS = [
    f"promise.{word}"
    for word in ("made", "agreed", "warned", "broken", "confirmed", *_COUNTED, *SETTLED.values())
]


@dataclass(slots=True)
class Told:
    """What the ledger says of one promise."""

    counts: Counter[str] = field(default_factory=Counter)
    breaks: list[datetime] = field(default_factory=list)
    confirmation: str = Confirmation.NONE
    warned: int = 0
    """Of the present date."""
    was_warned_twice: bool = False

    def hear(self, word: str, fact: dict[str, Any], at: datetime) -> None:
        self.counts[word] += 1
        if word == "broken":
            self.breaks.append(at)
        elif word == "confirmed":
            self.confirmation = Confirmation.PRESUMED if fact["presumed"] else "CONFIRMED"
        elif word in {"kept", "disputed"}:
            self.confirmation = Confirmation.NONE
        elif word == "warned":
            self.warned += 1
            self.was_warned_twice = self.was_warned_twice or self.warned > 1
        elif word in {"agreed", "renegotiated"} or (word == "resumed" and fact["moved_by"]):
            self.warned = 0


@dataclass(slots=True)
class Kept:
    """What the rows beside a promise say: how many there are, and where its old dates broke."""

    counts: Counter[str] = field(default_factory=Counter)
    breaks: list[datetime] = field(default_factory=list)
    rests_since: datetime | None = None


def findings() -> Iterator[Finding]:
    told, kept = _told(), _kept()
    for promise in Promise.objects.defer("words", "condition").iterator(chunk_size=5_000):
        wrong = _compare(promise, told.get(promise.pk, Told()), kept.get(promise.pk, Kept()))
        for kind, words in wrong:
            yield Finding(kind, f"promise:{promise.pk}", words)
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


def _compare(promise: Promise, told: Told, kept: Kept) -> Iterator[tuple[str, str]]:
    outcome = Outcome(promise.outcome)
    if told.counts["made"] != 1:
        yield "half-written", "was not made once in the ledger"
    for ended, word in SETTLED.items():
        # Each dispute followed a declaration of its own.
        times = (outcome == ended) + (promise.disputes if ended == Outcome.KEPT else 0)
        if told.counts[word] < times:
            yield "half-written", f"is {outcome.lower()}, but not in the ledger"
        elif told.counts[word] > times:
            yield "half-written", f"is {word} more often in the ledger than by its row"
    said = {"renegotiated": promise.changes, "disputed": promise.disputes}
    for word, words in _COUNTED.items():
        rows = kept.counts[word]
        if not told.counts[word] == rows == said.get(word, rows):
            yield "recount", words
    yield from _compare_breaks(promise, told, kept)
    waits = promise.confirmation == Confirmation.WAITING
    if told.confirmation != (Confirmation.NONE if waits else promise.confirmation):
        yield "half-written", f"is {promise.confirmation.lower()}, but not in the ledger"
    if promise.paused_at != kept.rests_since:
        yield "half-written", "rests by its row and not by its pauses, or the reverse"
    if told.was_warned_twice:
        yield "half-written", "was warned of twice for one date"


def _compare_breaks(promise: Promise, told: Told, kept: Kept) -> Iterator[tuple[str, str]]:
    breaks = [*kept.breaks, *([promise.broken_at] if promise.broken_at else [])]
    if told.breaks != breaks:
        yield "half-written", "broke at other times in the ledger than by its dates"
    given_up = promise.outcome == Outcome.BROKEN and promise.broken_at == promise.settled_at
    if promise.broken_at not in {None, promise.due_at} and not given_up:
        yield "half-written", "did not break when it was due"
    if promise.broken_at and promise.settled_at and promise.settled_at < promise.broken_at:
        yield "half-written", "was settled before it broke"


def _told() -> dict[int, Told]:
    """What the ledger says, by promise. Facts of one stand in the order of their numbers, since
    whoever writes one holds the promise.
    """
    told: defaultdict[int, Told] = defaultdict(Told)
    events = Event.objects.filter(kind__in=_KINDS).order_by("pk")
    rows = events.values_list("kind", "facts", "at")
    for kind, fact, at in rows.iterator(chunk_size=5_000):
        told[int(fact["promise"])].hear(kind.removeprefix("promise."), fact, at)
    return dict(told)


def _kept() -> dict[int, Kept]:
    kept: defaultdict[int, Kept] = defaultdict(Kept)
    versions = PromiseVersion.objects.order_by("pk").values_list("promise", "due_at", "broken_at")
    for pk, _due_at, broken_at in versions.iterator(chunk_size=5_000):
        kept[pk].counts["renegotiated"] += 1
        kept[pk].breaks += [broken_at] if broken_at else []
    for pk in Dispute.objects.values_list("promise", flat=True).iterator(chunk_size=5_000):
        kept[pk].counts["disputed"] += 1
    pauses = Pause.objects.values_list("promise", "began_at", "ended_at")
    for pk, began_at, ended_at in pauses.iterator(chunk_size=5_000):
        kept[pk].counts["paused"] += 1
        if ended_at is None:
            kept[pk].rests_since = began_at
        else:
            kept[pk].counts["resumed"] += 1
    return dict(kept)
