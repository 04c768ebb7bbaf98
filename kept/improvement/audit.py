"""Whether improvement and the ledger tell the same story, and everybody was told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kept.improvement.models import (
    Change,
    Denial,
    Friction,
    Halt,
    Huddle,
    Obstacle,
    TellBack,
)
from kept.kit.findings import Finding
from kept.ledger.models import Event


def findings() -> Iterator[Finding]:
    yield from _others()
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


_OTHERS = {
    "line.stopped": ("halt", "stopped"),
    "line.started": ("halt", "started"),
    "obstacle.asked": ("obstacle", "ASKED"),
    "obstacle.answered": ("obstacle", ""),
    "huddle.planned": ("huddle", "PLANNED"),
    "huddle.opened": ("huddle", "OPEN"),
    "huddle.closed": ("huddle", "CLOSED"),
    "policy.refused_customer": ("denial", "noted"),
}


def _others() -> Iterator[Finding]:
    """Stops, obstacles, huddles and refusals: how the ledger last told of each."""
    said: dict[tuple[str, int], str] = {}
    events = Event.objects.filter(kind__in=list(_OTHERS)).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        name, state = _OTHERS[kind]
        said[name, facts[name]] = state or facts["state"]
    halts = Halt.objects.order_by("pk").values_list("pk", "ended_at")
    rows = [("halt", pk, "started" if end else "stopped") for pk, end in halts]
    for name, found in (("obstacle", Obstacle.objects), ("huddle", Huddle.objects)):
        rows += [(name, *row) for row in found.order_by("pk").values_list("pk", "state")]
    denials = Denial.objects.order_by("pk").values_list("pk", flat=True)
    rows += [("denial", pk, "noted") for pk in denials.iterator(chunk_size=5_000)]
    for name, pk, state in rows:
        if said.get((name, pk)) != state:
            yield Finding("half-written", f"{name}:{pk}", "stands otherwise in the ledger")
