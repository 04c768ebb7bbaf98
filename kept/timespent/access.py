"""Who may switch it at a desk and look at its sums. To write one's own, seeing is enough."""

from __future__ import annotations

from kept.conversations.models import Desk
from kept.people.models import Member


def may_keep(member: Member, desk: Desk) -> bool:
    """Managers, of desks they see."""
    if not member.is_active or not member.is_manager:
        return False
    return Desk.objects.visible_to(member).filter(pk=desk.pk).exists()
