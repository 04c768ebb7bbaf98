"""Who may set what holds for the house."""

from __future__ import annotations

from kept.people.models import Member

_SETS = {Member.Role.LEADER, Member.Role.OWNER}


def may_settle_standard(member: Member) -> bool:
    """Owners and leaders: how we serve is led, not only administered. Managers read it."""
    return member.is_active and member.role in _SETS
