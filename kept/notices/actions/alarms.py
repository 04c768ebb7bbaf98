"""Owners, and the managers of its desk, are told of what is the matter with a mailbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kept.ledger import record
from kept.mail.models import Alarm
from kept.notices.events import AlarmTold
from kept.notices.models import AlarmNotice
from kept.people.models import Member

SYSTEM = "system:notices"
Role = Member.Role


@transaction.atomic
def tell_of_alarm(alarm: Alarm, *, by: str, now: datetime, cause: Any = None) -> list[AlarmNotice]:
    """Tell each once, in the app; owners by mail too. Safe to repeat."""
    known = set(alarm.notices.values_list("member", flat=True))
    ignorant = [member for member in _hearers(alarm) if member.pk not in known]
    if not ignorant:
        return []
    told = AlarmNotice.objects.bulk_create(
        AlarmNotice(
            member=member,
            alarm=alarm,
            at=now,
            mail_not_before=now if member.is_owner else None,
        )
        for member in ignorant
    )
    members = [member.pk for member in ignorant]
    record(
        AlarmTold(alarm=alarm.pk, members=members),
        about=[f"mailbox:{alarm.mailbox_id}", *ignorant],
        by=by,
        at=now,
        cause=cause,
    )
    return told


@transaction.atomic
def settle_alarm(alarm: Alarm, *, by: str, now: datetime, cause: Any = None) -> int:
    """What was told of it asks for nothing any more; those who were told see that at once."""
    notices = alarm.notices.all()
    members = list(notices.order_by("member").values_list("member", flat=True))
    settled = notices.filter(seen_at=None).update(seen_at=now)
    if members:
        record(
            AlarmTold(alarm=alarm.pk, members=members),
            about=[f"mailbox:{alarm.mailbox_id}", *(f"member:{pk}" for pk in members)],
            by=by,
            at=now,
            cause=cause,
        )
    return settled


def mark_alarm_seen(notice: AlarmNotice, *, by: Member, now: datetime) -> None:
    """What somebody has read is no fact for the ledger. The alarm goes on ringing on Today."""
    AlarmNotice.objects.filter(pk=notice.pk, member=by, seen_at=None).update(seen_at=now)


def _hearers(alarm: Alarm) -> list[Member]:
    leads = Q(role__in=[Role.MANAGER, Role.LEADER], teams__desks=alarm.mailbox.desk_id)
    found = Member.objects.active().filter(leads | Q(role=Role.OWNER))
    return list(found.distinct().order_by("pk"))
