"""Who is told of themes, and who settles what they are called.

Themes tell of whole desks, as reports do, and to the same people; what stands in letters is shown
through the gate of conversations alone.
"""

from __future__ import annotations

from kept.people.models import Member
from kept.themes.models import desks_of


def may_keep(member: Member) -> bool:
    """Name, merge, dismiss: whoever leads."""
    return member.is_active and member.is_manager


__all__ = ["desks_of", "may_keep"]
