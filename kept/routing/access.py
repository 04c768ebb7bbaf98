"""Who may say how conversations find somebody."""

from __future__ import annotations

from kept.conversations.models import Desk
from kept.people.models import Member


def may_route(member: Member, desk: Desk) -> bool:
    """Managers, of the desks they see."""
    seen = Desk.objects.visible_to(member).filter(pk=desk.pk)
    return member.is_active and member.is_manager and seen.exists()


def people_led_by(member: Member) -> list[int]:
    """Members of the teams that serve a desk in this manager's sight; for anybody else none."""
    if not member.is_active or not member.is_manager:
        return []
    desks = Desk.objects.visible_to(member)
    found = Member.objects.active().filter(teams__desks__in=desks)
    return list(found.distinct().values_list("pk", flat=True))


def may_lead(by: Member, member: Member) -> bool:
    """Whether `by` may say how much `member` can hold at most, and what they can."""
    return member.pk in people_led_by(by)
