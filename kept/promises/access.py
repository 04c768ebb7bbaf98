"""Who may do what with a promise."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.models import Promise


def may_settle(member: Member, promise: Promise) -> bool:
    """Whoever may work on the conversation may say what became of a promise in it."""
    return may_write(member, promise.conversation)


def may_keep(member: Member, conversation: Conversation) -> bool:
    """Whether `member` could be the keeper of a promise made here: who keeps it must see it."""
    return Conversation.objects.visible_to(member).filter(pk=conversation.pk).exists()


def keepers_of(conversation: Conversation) -> QuerySet[Member]:
    """Those of the desk's teams who may keep a promise made here, by name."""
    sees_it = (
        Q(sees_only_assigned=False) | Q(role=Member.Role.OWNER) | Q(pk=conversation.assignee_id)
    )
    serving = Member.objects.active().filter(sees_it, teams__desks=conversation.desk_id)
    return serving.distinct().order_by("name", "pk")
