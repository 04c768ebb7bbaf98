"""Who may be told of an event. This room knows no conversation: rooms above say who sees what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kept.ledger.reading import Position

Reach = dict[str, frozenset[int]]
"""The topics of one event, each with the ids of the members who may see what it names."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as rooms are asked about it. `mentions` are names such as `conversation:7`."""

    position: Position
    kind: str
    facts: dict[str, Any]
    mentions: tuple[str, ...]

    def ids(self, name: str) -> list[int]:
        """Ids of the rows called `name` that it mentions."""
        return [
            int(mention.rpartition(":")[2])
            for mention in self.mentions
            if mention.startswith(f"{name}:")
        ]


Audience = Callable[[Sequence[Told]], Iterable[Reach]]

AUDIENCES: list[Audience] = []


def audience(function: Audience) -> Audience:
    """Ask this function too who may be told. It answers one `Reach` an event, in their order.

    It is asked anew each time, so rights that were taken away hold at once.
    """
    AUDIENCES.append(function)
    return function


def reach(events: Sequence[Told]) -> list[Reach]:
    """For each event, what may be named to whom. What no room knows is named to nobody."""
    merged: list[Reach] = [{} for _ in events]
    for ask in AUDIENCES:
        for whole, part in zip(merged, ask(events), strict=True):
            for topic, members in part.items():
                whole[topic] = whole.get(topic, frozenset()) | members
    return merged


@audience
def themselves(events: Sequence[Told]) -> Iterable[Reach]:
    """A member hears of what mentions them."""
    return ({f"member:{pk}": frozenset({pk}) for pk in event.ids("member")} for event in events)
