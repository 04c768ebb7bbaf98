"""What binds a conversation to others: merged, perhaps the same, or begun by the same letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from kept.conversations.models import Conversation, Message, Participant, Tie
from kept.customers.models import Address, Customer
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
    seen = Conversation.objects.visible_to(member)
    rows = Tie.objects.filter(
        Q(conversation=conversation, other__in=seen) | Q(other=conversation, conversation__in=seen),
        kind__in=[Tie.Kind.MAYBE, Tie.Kind.MERGED, Tie.Kind.SAME_MAIL, Tie.Kind.SPLIT],
    ).select_related("conversation__desk", "other__desk", "member")
    return [
        Bond(tie, tie.other if tie.conversation_id == conversation.pk else tie.conversation)
        for tie in rows.order_by("-pk")[:MOST]
    ]


def beside(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Whether each has ties, seats or a customer's dead address: most have none, and none is asked.

    As `has_ties`, `has_seats` and `has_dead`.
    """
    it = OuterRef("pk")
    dead = Address.objects.filter(customer=OuterRef("customer"), is_dead=True)
    return conversations.annotate(
        has_ties=Exists(Tie.objects.filter(Q(conversation=it) | Q(other=it))),
        has_seats=Exists(Participant.objects.filter(conversation=it)),
        has_dead=Exists(dead),
    )


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


def customers_here(conversation: Conversation) -> list[Customer]:
    """Whose it is, and then whoever else's own was merged into it, the first merged first."""
    found = {conversation.customer_id: conversation.customer}
    into = [conversation.pk]
    while into:
        rows = Conversation.objects.filter(merged_into__in=into).select_related("customer")
        merged = list(rows.order_by("pk"))
        for one in merged:
            found.setdefault(one.customer_id, one.customer)
        into = [one.pk for one in merged]
    return list(found.values())


def written_to(letter: Message) -> Customer:
    """Which of them a letter of ours went to: whose it is, unless it went to another alone."""
    people = customers_here(letter.conversation)
    if len(people) == 1:
        return people[0]
    to = {str(address).strip().lower() for address in letter.to}
    known = Address.objects.annotate(low=Lower("value")).filter(low__in=to, customer__in=people)
    reached = set(known.values_list("customer", flat=True))
    return next((one for one in people if one.pk in reached), people[0])
