"""Scenes for the tests of notices."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection

from kept.ledger.reading import READERS, catch_up
from kept.notices import mailing
from kept.notices.mailing import mail_due
from kept.notices.models import Notice
from kept.people.models import Member
from kept.promises.actions import sweep
from tests.cast import NOON

told_by_the_ledger = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
"""For tests in which a reader is carried: on PostgreSQL it sees what is committed, and no more."""

HOUR = timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


def hear(*, now: datetime = NOON) -> int:
    """The reader of notices carries what is new."""
    return catch_up(READERS["notices"], now=now)


def clock_goes(*, now: datetime) -> None:
    """A whole round of the worker: what the clock says of promises, then who is told, and mail."""
    while sweep.warn_due(now=now) + sweep.break_due(now=now):
        pass
    hear(now=now)
    mail(now=now)


def mail(*, now: datetime) -> int:
    mailing._resting_until = 0.0
    return mail_due(now=now)


def told(member: Member | None = None) -> list[tuple[str, str]]:
    """Who was told what, in order."""
    rows = Notice.objects.order_by("pk").select_related("member")
    if member is not None:
        rows = rows.filter(member=member)
    return [(row.member.name, row.kind) for row in rows]


def mails_in(folder: Path) -> list[EmailMessage]:
    """What was laid down as mail, in order."""
    return [
        message_from_bytes(path.read_bytes().replace(b"\r\n", b"\n"), policy=policy.default)  # type: ignore[misc]
        for path in sorted(folder.glob("*.eml"))
    ]
