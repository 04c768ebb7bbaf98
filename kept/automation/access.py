"""Who may keep rules, and where a rule may act."""

from __future__ import annotations

from collections.abc import Iterable

from kept.automation.models import Rule
from kept.conversations.models import Conversation, Desk
from kept.people.models import Member


def may_make(member: Member, desk: Desk | None) -> bool:
    """Managers, at desks they see; without a desk it is for those that they see, and no others."""
    if not member.is_active or not member.is_manager:
        return False
    return desk is None or Desk.objects.visible_to(member).filter(pk=desk.pk).exists()


def may_change(member: Member, rule: Rule) -> bool:
    """One for all desks is its keeper's, and the owners'."""
    if not may_make(member, rule.desk):
        return False
    return rule.desk_id is not None or _is_theirs(member, rule)


def changeable(member: Member, rules: Iterable[Rule]) -> set[int]:
    """The ids of those that the member may change: one query, however many they are."""
    if not member.is_active or not member.is_manager:
        return set()
    desks = set(Desk.objects.visible_to(member).values_list("pk", flat=True))
    return {
        rule.pk
        for rule in rules
        if (rule.desk_id in desks if rule.desk_id else _is_theirs(member, rule))
    }


def _is_theirs(member: Member, rule: Rule) -> bool:
    return member.is_owner or rule.keeper_id == member.pk


def may_answer_for(rule: Rule) -> bool:
    """Whether its keeper could still make it."""
    return may_make(rule.keeper, rule.desk)


def may_act_in(rule: Rule, conversation: Conversation) -> bool:
    """A rule does nothing where whoever answers for it could not."""
    if rule.desk_id not in {None, conversation.desk_id}:
        return False
    seen = Conversation.objects.visible_to(rule.keeper)
    return seen.filter(pk=conversation.pk).exists()
