"""The private address of a member's calendar: made anew, and withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kit import tokens
from kept.notices.models import CalendarLink
from kept.people.models import Member


@transaction.atomic
def make_calendar_link(*, by: Member, now: datetime) -> str:
    """A fresh secret, stored nowhere; the former one opens nothing from now on."""
    secret = tokens.fresh_secret()
    CalendarLink.objects.update_or_create(
        member=by, defaults={"secret_digest": tokens.digest(secret), "made_at": now}
    )
    return secret


def withdraw_calendar_link(*, by: Member, now: datetime) -> None:
    CalendarLink.objects.filter(member=by).delete()
