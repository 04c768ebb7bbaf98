"""Whether what is put right, and where contact ended, and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kept.conversations.models import Message
from kept.kit.findings import Finding
from kept.ledger.models import Event
from kept.recovery.models import Appeal, Boundary, Decision, Recovery, Step

_LEVELS = {
    "boundary.noted": "NOTED",
    "boundary.warned": "WARNED",
    "boundary.ended": "ENDED",
    "boundary.lifted": "LIFTED",
    "boundary.held_again": "",
}
"""Empty: as the fact says."""


def findings() -> Iterator[Finding]:
    yield from _recoveries()
    yield from _boundaries()
    yield from _looked_at_again()


def _recoveries() -> Iterator[Finding]:
    settled, told = _told()
    rows = defaultdict(set)
    steps = Step.objects.values_list("recovery", "step", "state")
    for recovery, step, state in steps.iterator(chunk_size=5_000):
        rows[recovery].add((step, state))
    found = Recovery.objects.order_by("pk").only("pk", "settled", "outcome", "denials")
    for one in found.iterator(chunk_size=5_000):
        about, counts = f"recovery:{one.pk}", told.get(one.pk, Counter())
        if counts["opened"] != 1:
            yield Finding("half-written", about, "was not opened once in the ledger")
        if settled.get(one.pk, set()) != rows[one.pk]:
            yield Finding("half-written", about, "has other steps than the ledger")
        if {step for step, _state in rows[one.pk]} != set(one.settled):
            yield Finding("recount", about, "counts its steps wrongly")
        if counts["denied"] != one.denials:
            yield Finding("recount", about, "counts wrongly how often it was denied")
        if counts["closed"] - counts["opened_again"] != (one.outcome != Recovery.Outcome.OPEN):
            yield Finding("half-written", about, "is closed by its row or the ledger alone")


def _told() -> tuple[dict[int, set[tuple[str, str]]], dict[int, Counter[str]]]:
    """What the ledger says: which steps are settled, and how often what happened."""
    settled: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    events = Event.objects.filter(kind__startswith="recovery.").order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        pk, word = int(facts["recovery"]), kind.removeprefix("recovery.")
        counts[pk][word] += 1
        if word in {"step_done", "step_skipped"}:
            state = "DONE" if word == "step_done" else "SKIPPED"
            settled[pk].add((facts["step"], state))
        elif word == "denied":
            settled[pk] = {row for row in settled[pk] if row[0] not in facts["steps"]}
    return dict(settled), dict(counts)


def _boundaries() -> Iterator[Finding]:
    levels: dict[int, str] = {}
    events = Event.objects.filter(kind__in=_LEVELS).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        levels[int(facts["boundary"])] = _LEVELS[kind] or facts["level"]
    rows = Boundary.objects.order_by("pk").values_list("pk", "level", "warning", "conversation")
    letters = dict(
        Message.objects.filter(pk__in=Boundary.objects.values("warning")).values_list("pk", "way")
    )
    for pk, level, warning, _there in rows.iterator(chunk_size=5_000):
        if levels.get(pk) != level:
            yield Finding("half-written", f"boundary:{pk}", "stands otherwise in the ledger")
        if warning and letters.get(warning) != Message.Way.OUT:
            yield Finding("half-written", f"boundary:{pk}", "was warned by no letter of ours")


def _looked_at_again() -> Iterator[Finding]:
    """Decisions and appeals: what came of them, and that an appeal stands where its matter does."""
    said: dict[tuple[str, int], str] = {}
    kinds = ["decision.told", "decision.reconsidered", "appeal.made", "appeal.answered"]
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        name = kind.partition(".")[0]
        waits = "" if facts.get("kind") == Decision.Kind.DECIDED else "WAITING"
        said[name, int(facts[name])] = str(facts.get("state", waits))
    decisions = Decision.objects.order_by("pk").values_list("pk", "state")
    for pk, state in decisions.iterator(chunk_size=5_000):
        if said.get(("decision", pk)) != state:
            yield Finding("half-written", f"decision:{pk}", "stands otherwise in the ledger")
    beside = ("boundary__conversation", "decision__recovery__conversation")
    appeals = Appeal.objects.order_by("pk").values_list("pk", "state", "conversation", *beside)
    for pk, state, there, of_boundary, of_decision in appeals.iterator(chunk_size=5_000):
        if said.get(("appeal", pk)) != state:
            yield Finding("half-written", f"appeal:{pk}", "stands otherwise in the ledger")
        if there not in {of_boundary, of_decision}:
            yield Finding("out-of-reach", f"appeal:{pk}", "is not where what it is about is")
