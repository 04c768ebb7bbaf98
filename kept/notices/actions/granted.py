"""Somebody is told that authority is proposed to them, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.charter.models import Grant
from kept.ledger import record
from kept.notices.actions.tell import SYSTEM, send_out
from kept.notices.events import NoticeOfGrant
from kept.notices.models import Notice


@transaction.atomic
def tell_of_grant(grant: Grant, *, by: str, now: datetime, cause: Any = None) -> list[Notice]:
    """Tell whom it is proposed to, while that is so. Safe to repeat."""
    member = grant.member
    if member is None or not member.is_active or f"member:{member.pk}" == by:
        return []
    if grant.state != Grant.State.PROPOSED or Notice.objects.filter(grant=grant).exists():
        return []
    notice = Notice(
        member=member,
        kind=Notice.Kind.GRANT,
        grant=grant,
        actor_id=int(by[7:]) if by.startswith("member:") else None,
        due_at=now,
        at=now,
    )
    notice.save()
    send_out([notice], desk=grant.desk_id, now=now)
    record(
        NoticeOfGrant(grant=grant.pk, kind=notice.kind, members=[member.pk]),
        about=[grant, member],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
    return [notice]


def settle_grant(grant: int, *, now: datetime) -> int:
    """Answered or ended: what was told of it asks for nothing any more."""
    return Notice.objects.filter(grant=grant, seen_at=None).update(seen_at=now)
