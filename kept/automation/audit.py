"""Whether rules, their runs and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kept.automation.models import Rule, Run
from kept.kit.findings import Finding
from kept.ledger.models import Event


def findings() -> Iterator[Finding]:
    made, retired = _told("rule.made", "rule"), _told("rule.retired", "rule")
    for pk, retired_at in Rule.objects.order_by("pk").values_list("pk", "retired_at"):
        if made[pk] != 1:
            yield Finding("half-written", f"rule:{pk}", "was not made once in the ledger")
        if retired[pk] != (retired_at is not None):
            yield Finding("half-written", f"rule:{pk}", "is retired by its row or by the ledger")
    ran = _told("rule.ran", "run")
    # What was cut off did nothing, so there is no fact of it.
    runs = Run.objects.exclude(came=Run.Came.LOOP).order_by("pk").values_list("pk", flat=True)
    for pk in runs.iterator(chunk_size=5_000):
        if ran[pk] != 1:
            yield Finding("half-written", f"run:{pk}", "does not stand once in the ledger")


def _told(kind: str, of: str) -> Counter[int]:
    """How often the ledger tells of each."""
    facts = Event.objects.filter(kind=kind).values_list(f"facts__{of}", flat=True)
    return Counter(int(pk) for pk in facts.iterator(chunk_size=5_000))
