"""Who may give, and who may answer."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kept.conversations.models import Conversation
from kept.handoffs.models import Handoff
from kept.people.models import Member, Team
from kept.promises.access import keepers_of
from kept.promises.models import Promise


def receivers(conversation: Conversation, *, giver: Member) -> QuerySet[Member]:
    """Who could get it: they serve the desk and see it already. Nobody reads a pack otherwise."""
    return keepers_of(conversation).exclude(pk=giver.pk)


def receiving_teams(conversation: Conversation) -> QuerySet[Team]:
    return conversation.desk.teams.filter(members__is_active=True).distinct()


def may_receive(member: Member, handoff: Handoff) -> bool:
    """Whether it is theirs to answer: the one it is for, or one of the team, who sees it."""
    if handoff.to_team_id is not None:
        is_for = Team.members.through.objects.filter(team=handoff.to_team_id, member=member)
        if handoff.giver_id == member.pk or not is_for.exists():
            return False
    elif handoff.to_member_id != member.pk:
        return False
    seen = Conversation.objects.visible_to(member)
    return seen.filter(pk=handoff.conversation_id).exists()


def may_withdraw(member: Member, handoff: Handoff) -> bool:
    """The giver; a manager where the giver is not there to do it."""
    seen = Conversation.objects.visible_to(member).filter(pk=handoff.conversation_id)
    return (handoff.giver_id == member.pk or member.is_manager) and seen.exists()


def open_promises(conversation: Conversation) -> QuerySet[Promise]:
    """What is promised there and not settled, the first due first; no reminders to oneself."""
    found: QuerySet[Promise] = Promise.objects.open().filter(
        Q(desk__isnull=False), conversation=conversation
    )
    found = found.exclude(kind=Promise.Kind.REMINDER).select_related("keeper", "desk")
    return found.order_by("due_at", "pk")
