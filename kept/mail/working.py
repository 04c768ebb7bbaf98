"""What the post does by the clock, as steps of `kept work`. Each round may be killed."""

from __future__ import annotations

from datetime import datetime

from kept.ledger.work import step
from kept.mail import drawn, loops
from kept.mail.accept import sweep_spool
from kept.mail.actions.alarms import watch_mailboxes
from kept.mail.filing import AT_ONCE, file_due
from kept.mail.imap import fetch_due
from kept.mail.round_trips import send_round_trips
from kept.mail.scanning import scan_wanted
from kept.mail.sender import release_leases, send_due
from kept.mail.spool import tidy


@step(every_seconds=5.0)
def sweep(now: datetime) -> int:
    """Rows for spooled mail that has none; files of settled mail out of the way."""
    return sweep_spool(now=now)


@step(every_seconds=0.5, full=2 * AT_ONCE)
def file(now: datetime) -> int:
    return file_due(now=now)


@step(every_seconds=3.0)
def fetch(now: datetime) -> int:
    return fetch_due(now=now)


@step(every_seconds=1.0, after="mail")
def send(now: datetime) -> int:
    return send_due(now=now)


@step(every_seconds=2.0)
def send_tests(now: datetime) -> int:
    return send_round_trips(now=now)


@step(every_seconds=30.0)
def watch(now: datetime) -> int:
    """Alarms where a mailbox fails, is silent, or is about to be shut out."""
    return watch_mailboxes(now=now)


@step(every_seconds=10.0)
def release(now: datetime) -> int:
    return release_leases(now=now)


@step(every_seconds=2.0)
def scan(now: datetime) -> int:
    """Files that somebody looked at before the virus scanner had."""
    return scan_wanted(now=now)


@step(every_seconds=3600.0)
def tidy_up(now: datetime) -> int:
    tidy(now=now)
    loops.tidy(now=now)
    return 0


@step(every_seconds=3600.0)
def sweep_pictures(now: datetime) -> int:
    drawn.sweep(now=now)
    return 0
