"""The one way in. `accept` returns when the mail is durable, and not before.

Every door uses it: whatever it raises, the door answers "try later". A database that is down or
held by somebody else refuses nothing, since the spool alone is enough; `sweep_spool` makes the
rows that are missing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction

from kept.kit.together import Together
from kept.mail import spool
from kept.mail.models import Delivery
from kept.mail.rules import LONGEST_ADDRESS, storable
from kept.mail.spool import Spooled

logger = logging.getLogger(__name__)

LARGEST_BYTES = 64 * 1024 * 1024
PATIENCE_MS = 300
"""How long a door waits for the database before it leaves the row to the sweep."""
REST_SECONDS = 5.0
SWEEP_AT_ONCE = 500
ROWS_AT_ONCE = 100

_resting_until = 0.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """`delivery` is None where the row is still to come; the mail is durable all the same."""

    spooled: Spooled
    delivery: Delivery | None


class TooLarge(Exception):
    """More than 64 MiB: no door takes it."""


def accept(
    raw: bytes,
    *,
    source: str,
    source_key: str | None = None,
    recipients: Sequence[str] = (),
    envelope_from: str = "",
    now: datetime,
) -> Accepted:
    """Take responsibility for a mail: durable spool file first, then its row.

    Raises whatever the disk raises, and `TooLarge`; then nothing was accepted.
    """
    if len(raw) > LARGEST_BYTES:
        raise TooLarge(f"{len(raw)} bytes")
    spooled = spool.write(
        raw,
        source=source,
        source_key=source_key,
        recipients=tuple(storable(address)[:LONGEST_ADDRESS] for address in recipients),
        envelope_from=storable(envelope_from)[:LONGEST_ADDRESS],
        now=now,
    )
    return Accepted(spooled, _row_if_possible(spooled))


def sweep_spool(*, now: datetime) -> int:
    """Make the rows that spool files lack, and move files that are settled. Answers how many."""
    done = 0
    unsettled = spool.unsettled()
    while batch := list(islice(unsettled, SWEEP_AT_ONCE)):
        done += _swept(batch, now=now)
    return done


def replay_spool() -> int:
    """After a restore: rows for all mail the spool holds and the database does not know."""
    made = 0
    paths = iter(spool.everything())
    while batch := list(islice(paths, SWEEP_AT_ONCE)):
        known = set(_states(batch))
        lacking = filter(None, (_whole(path) for path in batch if path.name not in known))
        made += len(put_down_all(list(lacking)))
    return made


def _swept(paths: list[Path], *, now: datetime) -> int:
    done = 0
    states = _states(paths)
    lacking = [path for path in sorted(paths) if path.name not in states]
    for start in range(0, len(lacking), ROWS_AT_ONCE):
        spooled = filter(None, map(_whole, lacking[start : start + ROWS_AT_ONCE]))
        done += len(put_down_all(list(spooled)))
    for path in paths:
        match states.get(path.name):
            case None | Delivery.State.SPOOLED:
                pass
            case Delivery.State.TRAY:
                spool.keep_for_person(path.name)
            case _:
                spool.settle(path.name)
    return done


def _states(paths: Iterable[Path]) -> dict[str, str]:
    names = [path.name for path in paths]
    rows = Delivery.objects.filter(spool_name__in=names).values_list("spool_name", "state")
    return dict(rows)


def _whole(path: Path) -> Spooled | None:
    """What a file says of itself, where it is whole."""
    try:
        spooled, _ = spool.read(path.name)
    except FileNotFoundError:
        return None
    except spool.Torn:
        logger.exception("a spool file is not whole and was laid aside")
        spool.mark_torn(path.name)
        return None
    return spooled


def put_down_all(several: Sequence[Spooled]) -> list[Delivery]:
    """The rows of spooled mails, in one transaction where none of them is there already."""
    if len(several) > 1:
        try:
            with transaction.atomic():
                return Delivery.objects.bulk_create(
                    _delivery(spooled, spooled.source_key) for spooled in several
                )
        except IntegrityError:
            pass
    return [put_down(spooled) for spooled in several]


def put_down(spooled: Spooled) -> Delivery:
    """The row of a spooled mail, made or found. The same handing over is one row."""
    delivery, made = _insert_or_find(spooled, spooled.source_key)
    if made or delivery.spool_name == spooled.name:
        return delivery
    if delivery.sha256 == spooled.sha256 and spool.find(delivery.spool_name):
        spool.drop(spooled.name)
        return delivery
    # A server that gives one number to two mails: both are mail.
    key = f"{spooled.source_key[:130]}#{spooled.sha256}"
    delivery, made = _insert_or_find(spooled, key)
    if not made and delivery.spool_name != spooled.name and spool.find(delivery.spool_name):
        spool.drop(spooled.name)
    return delivery


def _insert_or_find(spooled: Spooled, key: str) -> tuple[Delivery, bool]:
    row = _delivery(spooled, key)
    try:
        # Nearly every handing over is new, so it is written first and looked for only then.
        with transaction.atomic():
            row.save(force_insert=True)
            return row, True
    except IntegrityError:
        return Delivery.objects.get(source_key=row.source_key), False


def _delivery(spooled: Spooled, key: str) -> Delivery:
    return Delivery(
        source_key=key[:200],
        source=spooled.source[:40],
        sha256=spooled.sha256,
        spool_name=spooled.name,
        size=spooled.size,
        recipients=list(spooled.recipients),
        envelope_from=spooled.envelope_from,
        received_at=spooled.received_at,
    )


def _row_if_possible(spooled: Spooled) -> Delivery | None:
    if connection.in_atomic_block:
        return _rows_if_possible([spooled])[0]
    return _rows.do(spooled)


def _rows_if_possible(several: Sequence[Spooled]) -> Sequence[Delivery | None]:
    global _resting_until
    if time.monotonic() < _resting_until:
        return [None] * len(several)
    try:
        with _little_patience():
            return put_down_all(several)
    except (DatabaseError, InterfaceError, OSError) as error:
        # Asking a database that is down once a mail would hold up the door.
        _resting_until = time.monotonic() + REST_SECONDS
        logger.warning("the rows of mails are left to the sweep: %s", error)
        return [None] * len(several)


# Several sessions of a busy door share a commit, which costs each of them a sync of the disk.
_rows: Together[Spooled, Delivery | None] = Together(_rows_if_possible)


@contextmanager
def _little_patience() -> Iterator[None]:
    """A short wait for locks; the usual one would be longer than a sending server waits."""
    if connection.in_atomic_block:
        yield
        return
    # For SQLite there is a line to stand in, and then the lock itself.
    line: Any = connection if connection.vendor == "sqlite" else None
    usual = line.patience if line else 0.0
    if line:
        before = f"PRAGMA busy_timeout = {PATIENCE_MS}"
        after = f"PRAGMA busy_timeout = {int(usual * 1000)}"
        line.patience = PATIENCE_MS / 1000
    else:
        before = f"SET lock_timeout = {PATIENCE_MS}; SET statement_timeout = {10 * PATIENCE_MS}"
        after = "RESET lock_timeout; RESET statement_timeout"
    try:
        with connection.cursor() as cursor:
            cursor.execute(before)
        yield
    finally:
        if line:
            line.patience = usual
        try:
            with connection.cursor() as cursor:
                cursor.execute(after)
        except (DatabaseError, InterfaceError):
            connection.close()
