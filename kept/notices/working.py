"""What notices do by the clock, as steps of `kept work`. Each round may be killed.

Mail and pushes have a lane each, so that a slow push service holds up no mail.
"""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.notices.alarms import mail_alarms
from kept.notices.mailing import mail_due
from kept.notices.pushing import push_due
from kept.notices.sender import release_leases


@step(every_seconds=2.0, after="notices")
def mail(now: datetime) -> int:
    return mail_due(now=now)


@step(every_seconds=2.0, after="notices")
def push(now: datetime) -> int:
    return push_due(now=now)


@step(every_seconds=5.0, after="notices")
def mail_of_alarms(now: datetime) -> int:
    return mail_alarms(now=now)


@step(every_seconds=10.0)
def release(now: datetime) -> int:
    return release_leases(now=now)
