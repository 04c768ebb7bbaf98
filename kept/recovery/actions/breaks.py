"""A rest after a boundary: offered to whoever drew it, and theirs to take.

Who took one is no fact, as who was in focus is none (ADR 30): it is nobody else's to know.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.recovery.actions.errors import NoBreak
from kept.recovery.models import Boundary, Break
from kept.recovery.rules import BREAKS


def offer_break(boundary: Boundary, member: Member, *, now: datetime) -> None:
    """Once at a time, however often."""
    if not Break.objects.filter(member=member, is_open=True).exists():
        Break.objects.create(boundary=boundary, member=member, offered_at=now)


@transaction.atomic
def take_break(offered: Break, *, minutes: int, by: Member, now: datetime) -> Break:
    """Nothing new comes to them for so long. Raises `NotAllowed`, `NoBreak`."""
    row = _mine(offered, by=by)
    if minutes not in BREAKS:
        raise NoBreak
    row.is_open, row.until = False, now + timedelta(minutes=minutes)
    row.save(update_fields=["is_open", "until"])
    return row


@transaction.atomic
def decline_break(offered: Break, *, by: Member) -> Break:
    """Raises `NotAllowed`, `NoBreak`."""
    row = _mine(offered, by=by)
    row.is_open = False
    row.save(update_fields=["is_open"])
    return row


def _mine(offered: Break, *, by: Member) -> Break:
    row = Break.objects.select_for_update().get(pk=offered.pk)
    if row.member_id != by.pk:
        raise NotAllowed
    if not row.is_open:
        raise NoBreak
    return row
