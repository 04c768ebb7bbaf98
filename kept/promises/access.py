"""Who may do what with a promise."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kept.conversations.access import may_write
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member, Team
from kept.promises.models import Promise


def may_settle(member: Member, promise: Promise) -> bool:
    """Whether the member may say for the promisor what became of it.

    At a desk that is whoever may work on the conversation; among us, its keeper alone.
    """
    if promise.is_private or promise.desk_id is None:
        return keeps(member, promise)
    if promise.conversation is None:
        return Desk.objects.visible_to(member).filter(pk=promise.desk_id).exists()
    return may_write(member, promise.conversation)


def keeps(member: Member, promise: Promise) -> bool:
    """Whether the member is its keeper, or one of the team that keeps it."""
    return promise.keeper_id == member.pk or serves(member, promise.keeper_team_id)


def may_answer(member: Member, promise: Promise) -> bool:
    """Whether the member is the promisee: who alone confirms, disputes and lets off.

    Nobody of us may answer for a customer.
    """
    if promise.customer_id is not None:
        return False
    if promise.to_team_id is not None:
        return promise.keeper_id != member.pk and serves(member, promise.to_team_id)
    return promise.to_member_id == member.pk


def serves(member: Member, team_id: int | None) -> bool:
    if team_id is None:
        return False
    return Team.members.through.objects.filter(team=team_id, member=member).exists()


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
