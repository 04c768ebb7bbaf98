"""Who is asked."""

from __future__ import annotations

from kept.people.models import Member


def is_asked(member: Member) -> bool:
    """Whoever leads."""
    return member.is_active and member.is_manager
