"""Who may give what to whom."""

from __future__ import annotations

from kept.people.models import Invitation, Member

_RANK = {role: rank for rank, role in enumerate(Member.Role.values)}


def may_manage_people(member: Member) -> bool:
    """Invite, change and deactivate: an owner's work."""
    return member.is_active and member.is_owner


def may_settle_house(member: Member) -> bool:
    """Desks, statuses and what else holds for all: an owner's work too."""
    return may_manage_people(member)


def may_give_role(member: Member, role: str) -> bool:
    """Nobody gives a role above their own."""
    return may_manage_people(member) and role in _RANK and _RANK[role] <= _RANK[member.role]


def stands_behind(invitation: Invitation) -> bool:
    """Whether whoever invited could still do so: no right outlives its giver's."""
    giver = invitation.invited_by
    return giver is None or may_give_role(giver, invitation.role)
