"""From the ledger to nudges: which members are told of what, at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from kept.ledger.models import Event
from kept.ledger.reading import Position, after, tip
from kept.live.audience import Told, reach

MOST = 1_000
"""Events told of one by one. Whoever is further behind is told to look at everything anew."""


RELOAD = "reload"


@dataclass(frozen=True, slots=True)
class Nudge:
    """One event as it is told. `topics` holds, for each member, what they may hear named."""

    position: Position
    kind: str
    topics: dict[int, tuple[str, ...]]

    @property
    def is_reload(self) -> bool:
        return self.kind == RELOAD

    def topics_for(self, member: int) -> tuple[str, ...] | None:
        """None: this is not for them."""
        return () if self.is_reload else self.topics.get(member)


def reload_at(position: Position) -> Nudge:
    """Tells everybody to look at everything anew."""
    return Nudge(position, RELOAD, {})


def nudges_after(position: Position) -> list[Nudge]:
    """What is to be told behind a position, by rights as they are now."""
    events: list[Event] = list(after(*position)[: MOST + 1])
    if len(events) > MOST:
        return [reload_at(tip())]
    prefetch_related_objects(events, "mentions")
    return list(_nudges(events))


def _nudges(events: list[Event]) -> Iterator[Nudge]:
    told = [
        Told(
            position=(event.transaction, event.pk),
            kind=event.kind,
            facts=event.facts,
            mentions=tuple(mention.name for mention in event.mentions.all()),
        )
        for event in events
    ]
    for event, topics in zip(told, reach(told), strict=True):
        by_member: dict[int, list[str]] = {}
        for topic, members in topics.items():
            for member in members:
                by_member.setdefault(member, []).append(topic)
        yield Nudge(
            event.position,
            event.kind,
            {member: tuple(sorted(named)) for member, named in by_member.items()},
        )
