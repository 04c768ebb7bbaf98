"""Who may keep saved checklists in order. To use one, seeing the conversation is enough."""

from __future__ import annotations

from kept.conversations.models import Desk
from kept.people.models import Member


def may_keep(member: Member, desk: Desk | None) -> bool:
    """Managers: those of desks they see, and those for all."""
    if not member.is_active or not member.is_manager:
        return False
    return desk is None or Desk.objects.visible_to(member).filter(pk=desk.pk).exists()
