"""Who may settle when we work, and read why somebody does not."""

from __future__ import annotations

from kept.hours.models import Absence
from kept.people.models import Member


def may_settle_hours(member: Member) -> bool:
    """Calendars hold for many: a manager's work."""
    return member.is_active and member.is_manager


def may_note_absence(member: Member, of: Member) -> bool:
    """One's own, or that of those one plans for."""
    return member.is_active and (member.pk == of.pk or member.is_manager)


def may_read_kind(member: Member, absence: Absence) -> bool:
    return may_note_absence(member, absence.member)


def may_read_note(member: Member, absence: Absence) -> bool:
    """What was written stays between who wrote it and whom it is about."""
    return member.is_active and member.pk in {absence.member_id, absence.noted_by_id}
