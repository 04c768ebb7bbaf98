"""Who may change the playbook. Everybody may propose."""

from __future__ import annotations

from kept.people.models import Member
from kept.playbook.models import Play


def may_change(member: Member, play: Play) -> bool:
    """Whoever wrote it, and managers."""
    return member.is_active and (member.is_manager or play.writer_id == member.pk)
