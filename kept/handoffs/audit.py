"""Whether handoffs and the ledger tell the same story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kept.handoffs.models import Handoff
from kept.kit.findings import Finding
from kept.ledger.models import Event

State = Handoff.State
_STATES = {
    "handoff.offered": State.OFFERED,
    "handoff.asked_back": State.ASKED_BACK,
    "handoff.accepted": State.ACCEPTED,
    "handoff.withdrawn": State.WITHDRAWN,
}
_TOLD = "handoff.told"


@dataclass(slots=True)
class Story:
    """What the ledger says of one handoff. Facts of one stand in order: whoever writes holds it."""

    counts: Counter[str] = field(default_factory=Counter)
    state: str = ""


def findings() -> Iterator[Finding]:
    stories = _stories()
    rows = Handoff.objects.order_by("pk").values_list("pk", "state", "round", "told_at")
    for pk, state, round_, told_at in rows.iterator(chunk_size=5_000):
        story = stories.get(pk, Story())
        about = f"handoff:{pk}"
        if story.counts["handoff.offered"] != round_:
            yield Finding("recount", about, "counts its rounds wrongly")
        if story.state != state:
            yield Finding("half-written", about, f"is {state.lower()}, but not in the ledger")
        if story.counts[_TOLD] != (told_at is not None):
            yield Finding("half-written", about, "was told by its row and not once in the ledger")


def _stories() -> dict[int, Story]:
    stories: defaultdict[int, Story] = defaultdict(Story)
    events = Event.objects.filter(kind__in=[*_STATES, _TOLD]).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        story = stories[int(facts["handoff"])]
        story.counts[kind] += 1
        story.state = _STATES.get(kind, story.state)
    return dict(stories)
