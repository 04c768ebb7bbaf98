"""Who may see and do what, where it is not simply `visible_to`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from kept.conversations.models import Conversation, Departure, Desk, Message
from kept.customers.models import Customer
from kept.people.models import Member, Team


def customers_visible_to(member: Member) -> QuerySet[Customer]:
    """Customers with at least one conversation the member may see."""
    seen = Conversation.objects.visible_to(member).filter(customer=OuterRef("pk"))
    return Customer.objects.filter(Exists(seen))


def messages_visible_to(member: Member) -> QuerySet[Message]:
    return Message.objects.filter(conversation__in=Conversation.objects.visible_to(member))


def departures_visible_to(member: Member) -> QuerySet[Departure]:
    """Letters that have not left yet: whoever sees the conversation sees them."""
    seen = Departure.objects.filter(conversation__in=Conversation.objects.visible_to(member))
    return seen.select_related("conversation", "member")


def who_sees(conversation: Conversation) -> QuerySet[Member]:
    """Everybody who sees it, by name: its desk's people and owners, so far as they see it.

    What `visible_to` says of one member, said of all; a test compares them.
    """
    serves = Desk.teams.through.objects.filter(
        desk=conversation.desk_id, team__members=OuterRef("pk")
    )
    unlimited = Q(sees_only_assigned=False) | Q(pk=conversation.assignee_id)
    sees = Q(role=Member.Role.OWNER) | Q(Exists(serves)) & unlimited
    return Member.objects.active().filter(sees).order_by("name", "pk")


def may_write(member: Member, conversation: Conversation) -> bool:
    """Whoever may see a conversation may work on it."""
    return Conversation.objects.visible_to(member).filter(pk=conversation.pk).exists()


def may_look_after(member: Member, conversation: Conversation) -> bool:
    """Whether `member` could be the one assigned: active, and on a team of this desk."""
    if not member.is_active:
        return False
    return member.is_owner or conversation.desk.teams.filter(members=member).exists()


def may_serve(team: Team, conversation: Conversation) -> bool:
    """Whether a team could have it: it serves this desk, and somebody is in it."""
    serves = conversation.desk.teams.filter(pk=team.pk).exists()
    return serves and team.members.filter(is_active=True).exists()


def may_keep_tags(member: Member) -> bool:
    """Rename, merge and retire the tags of the house. To put one on, seeing is enough."""
    return member.is_active and member.is_manager
