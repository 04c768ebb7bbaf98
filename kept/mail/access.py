"""Who may do what with mail, where it is not simply `visible_to`."""

from __future__ import annotations

from kept.conversations.models import Desk
from kept.mail.models import BlockedSender, Delivery
from kept.people.models import Member


def may_settle(member: Member, delivery: Delivery) -> bool:
    """Whoever sees a mail in the tray may decide what becomes of it."""
    return Delivery.objects.visible_to(member).filter(pk=delivery.pk).exists()


def may_file_at(member: Member, desk: Desk) -> bool:
    """At a desk they serve, so nobody puts a conversation where they cannot see it."""
    return Desk.objects.visible_to(member).filter(pk=desk.pk).exists()


def may_block(member: Member, desk: Desk | None) -> bool:
    """At a desk, whoever serves all of it; for the whole house, managers."""
    if not member.is_active:
        return False
    if desk is None:
        return member.is_manager
    sees_all = member.is_owner or not member.sees_only_assigned
    return sees_all and Desk.objects.visible_to(member).filter(pk=desk.pk).exists()


def may_unblock(member: Member, row: BlockedSender) -> bool:
    return may_block(member, row.desk)


def may_set_up(member: Member) -> bool:
    """Mailboxes and their passwords are an owner's matter."""
    return member.is_active and member.is_owner
