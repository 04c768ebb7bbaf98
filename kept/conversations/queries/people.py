"""Who is on a conversation beside its customer."""

from __future__ import annotations

from dataclasses import dataclass, field

from kept.conversations.models import Conversation, Participant


@dataclass(frozen=True, slots=True)
class Seats:
    """`inside` get our answers; `offered` were named in a letter that proves nothing."""

    inside: list[Participant] = field(default_factory=list)
    offered: list[Participant] = field(default_factory=list)


def participants(conversation: Conversation) -> list[Participant]:
    """Those who are on it, the first to come first. The customer is none of them."""
    return seats(conversation).inside


def seats(conversation: Conversation) -> Seats:
    """Both kinds, by one query."""
    rows = Participant.objects.filter(conversation=conversation)
    rows = rows.exclude(state=Participant.State.OUT)
    found = Seats()
    for row in rows.select_related("added_by", "came_with__member").order_by("pk"):
        (found.inside if row.state == Participant.State.IN else found.offered).append(row)
    return found
