"""What binds a conversation to others: merged, perhaps the same, or begun by the same letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from kept.conversations.models import Conversation, Tie
from kept.people.models import Member

MOST = 20


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie as seen from one of its two conversations; `there` is the other one."""

    tie: Tie
    there: Conversation

    @property
    def kind(self) -> str:
        return self.tie.kind


def bonds(member: Member, conversation: Conversation) -> list[Bond]:
    """Ties of a conversation, as far as the member may see what is at their other end."""
    wanted = [Tie.Kind.MAYBE, Tie.Kind.MERGED, Tie.Kind.SAME_MAIL]
    rows = Tie.objects.filter(Q(conversation=conversation) | Q(other=conversation))
    rows = rows.filter(kind__in=wanted).select_related(
        "conversation__desk", "other__desk", "member"
    )
    found = [
        Bond(tie, tie.other if tie.conversation_id == conversation.pk else tie.conversation)
        for tie in rows.order_by("-pk")[:MOST]
    ]
    if not found:
        return []
    ends = [bond.there.pk for bond in found]
    seen = Conversation.objects.visible_to(member).filter(pk__in=ends)
    visible = set(seen.values_list("pk", flat=True))
    return [bond for bond in found if bond.there.pk in visible]


def merged_here(bonds_: Sequence[Bond]) -> list[Conversation]:
    """The conversations that were merged into the one these bonds are of."""
    return [
        bond.there for bond in bonds_ if bond.kind == Tie.Kind.MERGED and bond.there.merged_into_id
    ]


def standing_for(conversation: Conversation) -> Conversation:
    """The conversation where this one is to be found: itself, or what it was merged into."""
    while conversation.merged_into is not None:
        conversation = conversation.merged_into
    return conversation
