"""Who is on a conversation beside its customer."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models.functions import Lower

from kept.conversations.models import Conversation, Message, Participant


@dataclass(frozen=True, slots=True)
class Seats:
    """`inside` get our answers; `offered` were named in a letter that proves nothing;
    `outside` were taken out by a member.
    """

    inside: list[Participant] = field(default_factory=list)
    offered: list[Participant] = field(default_factory=list)
    outside: list[Participant] = field(default_factory=list)


def answered_to(conversation: Conversation) -> list[str]:
    """Whom an answer goes to: whoever wrote last and is proven, else the customer.

    Never somebody a member has taken out, nor whoever answered what was forwarded to them.
    """
    letters = Message.objects.filter(
        conversation=conversation, way=Message.Way.IN, automatic="", is_aside=False
    )
    gone = Participant.objects.filter(conversation=conversation, state=Participant.State.OUT)
    out = gone.annotate(low=Lower("address")).values("low")
    proven = letters.filter(standing=Message.Standing.KNOWN).exclude(from_address="")
    proven = proven.annotate(low=Lower("from_address")).exclude(low__in=out)
    last = proven.order_by("-pk").values_list("from_address", flat=True).first()
    if last:
        return [last]
    alive = conversation.customer.addresses.filter(is_dead=False)
    return list(alive.values_list("value", flat=True)[:1])


def seats(conversation: Conversation) -> Seats:
    """All kinds, by one query."""
    rows = Participant.objects.filter(conversation=conversation)
    found = Seats()
    kinds = {
        Participant.State.IN: found.inside,
        Participant.State.OFFERED: found.offered,
        Participant.State.OUT: found.outside,
    }
    for row in rows.select_related("added_by", "came_with__member").order_by("pk"):
        kinds[Participant.State(row.state)].append(row)
    return found
