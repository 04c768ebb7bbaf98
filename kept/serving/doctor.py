"""`kept doctor`: does everything run as it should? Silence of a part is an error here.

Each check answers with one line a person can act on. Exit status 0: all well; 1: something is not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min

from kept.kit import clamd
from kept.kit.clock import now as current_time
from kept.ledger.models import Cursor, Stumble
from kept.ledger.reading import READERS, after
from kept.ledger.work import heartbeat
from kept.mail import spool
from kept.mail.alarms import advice_of, troubles, words_of
from kept.mail.models import Alarm, Delivery, HeldMail, Mailbox, Outgoing
from kept.mail.signing import BadKey, signer
from kept.serving.backup import VERIFIED
from kept.serving.start import waiting_migrations
from kept.themes import meaning

OLDEST_SQLITE = (3, 40, 0)
LEAST_FREE_SHARE = 0.10
MOST_CONNECTIONS = 0.85
"""Of those that the database server allows."""
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_SILENCE = timedelta(seconds=30)
LARGEST_SKEW = timedelta(seconds=5)
OLDEST_BACKUP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answer:
    check: str
    is_well: bool
    words: str


def well(check: str, words: str) -> Answer:
    return Answer(check, is_well=True, words=words)


def amiss(check: str, words: str) -> Answer:
    return Answer(check, is_well=False, words=words)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept doctor", description="Look whether everything runs as it should."
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a check")
    given = parser.parse_args(arguments)
    answers = list(examine(now=current_time()))
    width = max(len(answer.check) for answer in answers)
    for answer in answers:
        if given.json:
            print(json.dumps(asdict(answer)))
        else:
            print(
                f"{'ok' if answer.is_well else 'LOOK':<4}  {answer.check:<{width}}  {answer.words}"
            )
    return 0 if all(answer.is_well for answer in answers) else 1


def examine(*, now: datetime) -> Iterator[Answer]:
    """All checks. Those that need the database are left out when it does not answer."""
    yield _python()
    yield _disk()
    yield _secrets()
    yield _spool(now)
    yield from _scanner()
    yield _dkim()
    yield _themes()
    database = _database()
    yield database
    if not database.is_well:
        return
    yield from _connections()
    migrated = _migrations()
    yield migrated
    if migrated.is_well:
        for check in WITH_TABLES:
            yield from check(now)


def _python() -> Answer:
    version = ".".join(map(str, sys.version_info[:3]))
    is_well = sys.version_info >= (3, 11) and sqlite3.sqlite_version_info >= OLDEST_SQLITE
    return Answer("versions", is_well, f"Python {version}, SQLite {sqlite3.sqlite_version}")


def _disk() -> Answer:
    used = shutil.disk_usage(settings.DATA)
    share = used.free / used.total
    words = f"{used.free >> 20} MiB free, {share:.0%}, where {settings.DATA} lies"
    return Answer("disk", share >= LEAST_FREE_SHARE, words)


def _secrets() -> Answer:
    """What only we may read; the key may also come from the environment."""
    open_to_others = [
        path
        for path in [Path(settings.DATA), *Path(settings.DATA, "secrets").glob("*")]
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IWGRP | stat.S_IRWXO)
    ]
    if open_to_others:
        return amiss("secrets", f"others may read {open_to_others[0]}; chmod o= it")
    return Answer("secrets", bool(settings.SECRET_KEY), "there, and ours alone")


def _spool(now: datetime) -> Answer:
    """By the files alone, so that it speaks when the database does not."""
    folder = Path(settings.SPOOL)
    nearest = next(place for place in [folder, *folder.parents] if place.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return amiss("spool", f"{nearest} cannot be written: no mail can be taken")
    if torn := len(spool.torn()):
        return amiss("spool", f"{torn} files are not whole; the disk may be failing")
    waiting = [path.stat().st_mtime for path in spool.unsettled() if path.exists()]
    oldest = datetime.fromtimestamp(min(waiting), UTC) if waiting else None
    return _wait("spool", oldest, now, "oldest file waits", "nothing waits, mail can be stored")


def _dkim() -> Answer:
    """Whether the key loads, and what must stand in DNS for others to believe it."""
    try:
        ours = signer()
    except BadKey as error:
        return amiss("dkim", f"letters leave unsigned: {error}")
    if ours is None:
        return well("dkim", "not set up: letters leave unsigned, unless the mail server signs")
    name, value = ours.record
    return well("dkim", f'{ours.algorithm}; DNS needs {name} TXT "{value}"')


def _themes() -> Answer:
    found = meaning.state()
    if found is meaning.State.WRONG:
        return amiss(
            "themes",
            "found by words alone: the files of the extra are not those Kept was tried with; "
            "install it again from requirements/semantic.lock",
        )
    if found is meaning.State.ABSENT:
        return well("themes", "found by words; the extra for meaning is not installed")
    return well("themes", "found by what letters mean; the files of the extra are the right ones")


def _database() -> Answer:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return amiss("database", f"does not answer: {str(error).splitlines()[0]}")
    return well("database", f"{connection.vendor} answers")


def _connections() -> Iterator[Answer]:
    """Whether the server has some left; without, pages fail and mail waits in the spool."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity "
            "WHERE backend_type = 'client backend'"
        )
        used, most = cursor.fetchone()
    words = f"{used} of {most} in use"
    if used > most * MOST_CONNECTIONS:
        words += "; raise max_connections of the server"
    yield Answer("connections", used <= most * MOST_CONNECTIONS, words)


def _migrations() -> Answer:
    if waiting := waiting_migrations():
        return amiss("migrations", f"{waiting} wait; run kept migrate")
    return well("migrations", "all applied")


def _clock(now: datetime) -> Iterator[Answer]:
    if connection.vendor == "sqlite":
        # Its clock is ours. The file system's may not be.
        probe = Path(settings.DATA) / f".clock-{os.getpid()}"
        probe.touch()
        theirs = datetime.fromtimestamp(probe.stat().st_mtime, UTC)
        probe.unlink()
        ours = current_time()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (theirs,) = cursor.fetchone()
        ours = current_time()
    skew = abs(ours - theirs)
    yield Answer("clock", skew <= LARGEST_SKEW, f"{skew.total_seconds():.1f} s from the store's")


def _mail_in(now: datetime) -> Iterator[Answer]:
    oldest = Delivery.objects.waiting().aggregate(at=Min("received_at"))["at"]
    yield _wait("mail in", oldest, now, "oldest letter waits", "nothing waits to be read")
    if in_tray := Delivery.objects.in_tray().count():
        yield amiss("tray", f"{in_tray} letters could not be filed and wait for a person")
    for mailbox in Mailbox.objects.filter(is_on=True):
        yield _mailbox(mailbox, now)
        # Asked anew, since a worker that stands still raises no alarm.
        for kind in sorted(troubles(mailbox, now=now) - {Alarm.Kind.FAILING}):
            words = f"{words_of(mailbox, kind, now=now)} {advice_of(mailbox, kind)}"
            yield amiss(f"mailbox {mailbox.pk}", words)


def _mailbox(mailbox: Mailbox, now: datetime) -> Answer:
    name = f"mailbox {mailbox.pk}"
    if mailbox.failing_since:
        since = ago(now - mailbox.failing_since)
        return amiss(name, f"{mailbox.user}: failing for {since}: {mailbox.problem}")
    if mailbox.fetched_at is None:
        return amiss(name, f"{mailbox.user}: not fetched yet")
    age = now - mailbox.fetched_at
    return Answer(name, age <= LONGEST_WAIT, f"{mailbox.user}: fetched {ago(age)} ago")


def _mail_out(now: datetime) -> Iterator[Answer]:
    oldest = Outgoing.objects.due(now=now).aggregate(at=Min("not_before"))["at"]
    if oldest and not settings.SMTP_URL:
        yield amiss("mail out", "answers wait: KEPT_SMTP_URL is not set")
    else:
        yield _wait("mail out", oldest, now, "oldest answer waits", "nothing waits to be sent")
    in_doubt = Outgoing.objects.filter(state=Outgoing.State.IN_DOUBT).count()
    if held := HeldMail.objects.filter(at__gt=now - timedelta(days=1)).count():
        words = f"{held} held back since yesterday: see Mailboxes; two programs may be talking"
        yield amiss("automatic mail", words)
    if in_doubt:
        yield amiss("in doubt", f"{in_doubt} answers may or may not have arrived")


def _readers(now: datetime) -> Iterator[Answer]:
    places = {cursor.reader: cursor for cursor in Cursor.objects.all()}
    for name in sorted(READERS):
        place = places.get(name)
        position = (place.transaction, place.event_id) if place else (0, 0)
        first_unread = after(*position).values_list("at", flat=True).first()
        yield _wait(f"reader {name}", first_unread, now, "behind by", "has read everything")
    if stumbles := Stumble.objects.count():
        yield amiss(
            "stumbles", f"{stumbles} events could not be carried; kept retry tries them again"
        )


def _worker(now: datetime) -> Iterator[Answer]:
    """What `kept work` last wrote about itself."""
    try:
        told = json.loads(heartbeat().read_text(encoding="utf-8"))
        age = now - datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError):
        yield amiss("worker", "does not run here; kept serve starts it")
        return
    yield Answer("worker", age <= LONGEST_SILENCE, f"gave a sign {ago(age)} ago")
    for name, failure in told["failing"].items():
        since = ago(now - datetime.fromisoformat(failure["since"]))
        yield amiss(f"step {name}", f"failing for {since}: {failure['error']}")
    for name in told["long"]:
        yield amiss(f"step {name}", "takes unusually long")


def _scanner() -> Iterator[Answer]:
    if not settings.CLAMD:
        return
    if clamd.answers(settings.CLAMD):
        yield well("scanner", "The virus scanner answers.")
    else:
        yield amiss("scanner", "The virus scanner (KEPT_CLAMD) does not answer: files go unseen.")


def _backup(now: datetime) -> Iterator[Answer]:
    try:
        told = json.loads((Path(settings.DATA) / "backups" / VERIFIED).read_text(encoding="utf-8"))
        age = now - datetime.fromisoformat(told["made_at"])
    except (OSError, ValueError, KeyError):
        yield amiss("backup", "none has been verified; kept backup, then --verify")
        return
    yield Answer("backup", age <= OLDEST_BACKUP, f"last verified one is {ago(age)} old")


def _wait(check: str, since: datetime | None, now: datetime, waiting: str, nothing: str) -> Answer:
    if since is None:
        return well(check, nothing)
    return Answer(check, now - since <= LONGEST_WAIT, f"{waiting} {ago(now - since)}")


def ago(age: timedelta) -> str:
    """A span in its largest whole unit: `3 min`."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


WITH_TABLES: list[Callable[[datetime], Iterator[Answer]]] = [
    _clock,
    _mail_in,
    _mail_out,
    _readers,
    _worker,
    _backup,
]
