"""Who may do what when something is put right."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kept.conversations.access import may_write
from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.access import keepers_of
from kept.recovery.models import Appeal, Boundary, Decision, Recovery

LEADS = ["MANAGER", "LEADER", "OWNER"]


def may_put_right(member: Member, recovery: Recovery) -> bool:
    """Whoever may work on the conversation."""
    return may_write(member, recovery.conversation)


def owners_of(recovery: Recovery) -> QuerySet[Member]:
    """Who else could put it right: they serve the desk and see it."""
    found = keepers_of(recovery.conversation)
    return found.exclude(pk=recovery.owner_id) if recovery.owner_id else found


def judges(conversation: Conversation, *, decider: Member) -> QuerySet[Member]:
    """Managers of the desk who see it, and owners: none of them decided it themselves."""
    unlimited = Q(sees_only_assigned=False) | Q(pk=conversation.assignee_id)
    near = Q(role__in=LEADS, teams__desks=conversation.desk_id) & unlimited
    able = Member.objects.active().exclude(pk=decider.pk)
    return able.filter(near | Q(role="OWNER")).distinct()


def judge_of(conversation: Conversation, *, decider: Member) -> Member | None:
    """The first by name of those who lead there; else of the owners."""
    found = judges(conversation, decider=decider).order_by("name", "pk")
    near = found.filter(teams__desks=conversation.desk_id)
    return near.exclude(role="OWNER").first() or found.first()


def may_judge(member: Member, appeal: Appeal) -> bool:
    """Any manager who sees it, but never whoever decided."""
    is_other = member.pk != appeal.decider_id
    return is_other and member.is_manager and may_write(member, appeal.conversation)


def may_review(member: Member, boundary: Boundary) -> bool:
    """Any manager who sees it, but not whoever ended the contact."""
    is_other = member.pk != boundary.ended_by_id
    return is_other and member.is_manager and may_write(member, boundary.conversation)


def may_reconsider(member: Member, decision: Decision) -> bool:
    """Whoever promised to, or a manager who sees it."""
    there = decision.recovery.conversation
    is_theirs = decision.member_id == member.pk or member.is_manager
    return is_theirs and may_write(member, there)
