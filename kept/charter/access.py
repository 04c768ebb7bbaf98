"""Who may settle what of the charter."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kept.charter.models import AuthorityRequest, Gesture, Grant, Policy, PolicyQuestion
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member, Team


def may_write_policy(member: Member, policy: Policy | None, desk: Desk | None) -> bool:
    """Managers: those of the house, and those of desks they see. And whoever answers for it."""
    answers = policy is not None and policy.owner_id == member.pk
    if not member.is_active or not (member.is_manager or answers):
        return False
    if policy and not Policy.objects.visible_to(member).filter(pk=policy.pk).exists():
        return False
    return desk is None or Desk.objects.visible_to(member).filter(pk=desk.pk).exists()


def may_settle_values(member: Member) -> bool:
    return member.is_active and member.is_manager


def grantees(manager: Member) -> QuerySet[Member]:
    """Whom a manager may give authority: others of their own teams; an owner everybody.

    A manager's own comes from somebody else, as the answer to their request does.
    """
    people = Member.objects.active().order_by("name", "pk")
    if manager.is_owner:
        return people
    seats = Team.members.through.objects
    teams = seats.filter(member=manager).values("team")
    return people.filter(pk__in=seats.filter(team__in=teams).values("member")).exclude(
        pk=manager.pk
    )


def may_end(member: Member, grant: Grant) -> bool:
    """Whoever has it lays it down; a manager who sees it takes it back."""
    if grant.member_id == member.pk:
        return True
    return member.is_manager and Grant.objects.visible_to(member).filter(pk=grant.pk).exists()


def may_answer_question(member: Member, asked: PolicyQuestion) -> bool:
    """Whoever was asked, whoever may write the policy; but nobody their own."""
    if not member.is_active or asked.member_id == member.pk:
        return False
    seen = Policy.objects.visible_to(member).filter(pk=asked.policy_id)
    return seen.exists() and (
        asked.owner_id == member.pk or may_write_policy(member, asked.policy, None)
    )


def may_review(member: Member, gesture: Gesture) -> bool:
    """Another member, who sees where it was given."""
    seen = Gesture.objects.visible_to(member).filter(pk=gesture.pk)
    return gesture.member_id != member.pk and seen.exists()


def may_answer(member: Member, asked: AuthorityRequest) -> bool:
    """Any manager who sees it, but nobody their own."""
    seen = AuthorityRequest.objects.visible_to(member).filter(pk=asked.pk)
    return member.is_manager and asked.member_id != member.pk and seen.exists()


def who_hears(conversation: Conversation, *, asker: Member) -> Member | None:
    """A manager of the desk's teams who sees it, the first by name; else an owner."""
    able = Member.objects.active().exclude(pk=asker.pk)
    unlimited = Q(sees_only_assigned=False) | Q(pk=conversation.assignee_id)
    near = able.filter(
        unlimited, role__in=["MANAGER", "LEADER", "OWNER"], teams__desks=conversation.desk_id
    )
    owners = able.filter(role="OWNER")
    return _first(near) or _first(owners)


def _first(found: QuerySet[Member]) -> Member | None:
    return found.distinct().order_by("name", "pk").first()
