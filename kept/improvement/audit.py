"""Whether improvement and the ledger tell the same story, and everybody was told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kept.improvement.models import Change, Friction, TellBack
from kept.kit.findings import Finding
from kept.ledger.models import Event


def findings() -> Iterator[Finding]:
    yield from _states("change.begun", "change.moved", "change", dict(_changes()))
    yield from _states("friction.raised", "friction.moved", "friction", dict(_frictions()))
    told: Counter[tuple[int, int]] = Counter()
    events = Event.objects.filter(kind="change.told_customer").order_by("pk")
    for facts in events.values_list("facts", flat=True).iterator(chunk_size=5_000):
        told[facts["change"], facts["customer"]] += 1
    sent = TellBack.objects.filter(state="SENT").order_by("pk")
    for change, customer in sent.values_list("change", "customer").iterator(chunk_size=5_000):
        if told.pop((change, customer), 0) != 1:
            about = f"customer:{customer}"
            yield Finding("told-once", about, f"was not told once of change {change}")
    for change, customer in told:
        about = f"customer:{customer}"
        yield Finding("half-written", about, f"was told of change {change}, and no row says so")


def _changes() -> Iterator[tuple[int, str]]:
    yield from Change.objects.values_list("pk", "state")


def _frictions() -> Iterator[tuple[int, str]]:
    yield from Friction.objects.values_list("pk", "state")


def _states(begun: str, moved: str, name: str, rows: dict[int, str]) -> Iterator[Finding]:
    """What the last fact of each says, beside what its row says."""
    first = {"change": "TRYING", "friction": "RAISED"}[name]
    said: dict[int, str] = {}
    events = Event.objects.filter(kind__in=[begun, moved]).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        said[facts[name]] = first if kind == begun else facts["to"]
    for pk, state in rows.items():
        if said.get(pk) != state:
            words = f"is {state.lower()}, and the ledger says otherwise"
            yield Finding("half-written", f"{name}:{pk}", words)
