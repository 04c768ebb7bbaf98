"""Readers: who follows the ledger, and how none of them ever misses a fact.

A reader handles events in order, in a transaction together with its cursor, so a crash repeats at
most work that was not committed. As many share a transaction as fit into a moment: whoever waits
for what it holds waits no longer than that. What fails is tried five times with growing pauses;
then a `Stumble` shows it to the owner and the reader goes on. A disk or database in trouble is not
the event's fault: then the reader waits, however long it takes.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, connection, transaction

if TYPE_CHECKING:
    from kept.ledger.models import Cursor, Event, Stumble

logger = logging.getLogger(__name__)

TRIES = 5
REST = timedelta(seconds=10)
BATCH = 200
RUN_SECONDS = 0.05
"""So long one reader may hold SQLite's only pen, or rows that a page waits for."""

Reaction = Callable[["Event"], None]
Position = tuple[int, int]
"""Transaction and id of an event: where it stands in reading order."""


@dataclass(slots=True)
class Reader:
    """Whoever `is_urgent` waits for no turn: somebody waits for what it does."""

    name: str
    reactions: dict[str, Reaction] = field(default_factory=dict)
    is_urgent: bool = False


READERS: dict[str, Reader] = {}


def reaction(*kinds: str, reader: str) -> Callable[[Reaction], Reaction]:
    """Call the function for each event of these kinds, under the named reader's cursor."""

    def join(function: Reaction) -> Reaction:
        member = READERS.setdefault(reader, Reader(reader))
        for kind in kinds:
            if kind in member.reactions:
                raise ValueError(f"{reader} already reacts to {kind}")
            member.reactions[kind] = function
        return function

    return join


def goes_first(name: str) -> None:
    """The named reader carries what leaves the house: it waits for no other reader."""
    READERS.setdefault(name, Reader(name)).is_urgent = True


def readable() -> Any:
    """Events no earlier one can still slip in front of, in reading order.

    On PostgreSQL those are the events of transactions older than every running one. SQLite has a
    single writer: what is committed is complete.
    """
    from kept.ledger.models import Event

    events: Any = Event.objects.order_by("transaction", "pk")
    if connection.vendor == "postgresql":
        events = events.extra(
            where=[
                'ledger_event."transaction" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint'
                " + COALESCE((SELECT max(value) FROM ledger_shift), 0)"
            ]
        )
    return events


def after(transaction_id: int, event_id: int) -> Any:
    """Readable events behind a position. Written as a row comparison so the index serves it."""
    return readable().extra(
        where=['(ledger_event."transaction", ledger_event.id) > (%s, %s)'],
        params=[transaction_id, event_id],
    )


def tip() -> Position:
    """Where the last readable event stands; (0, 0) when there is none."""
    last: Position | None = readable().reverse().values_list("transaction", "pk").first()
    return last or (0, 0)


class Changes:
    """Whether the ledger may have grown since one last asked; cheap enough to ask all the time.

    SQLite counts the commits of all other connections; PostgreSQL tells its last readable event.
    """

    def __init__(self) -> None:
        self._seen: object = None

    def there_are(self) -> bool:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA data_version")
                now: object = cursor.fetchone()
        else:
            now = tip()
        grown = now != self._seen
        self._seen = now
        return grown


class News:
    """Which kinds of events are new since one last asked: a watcher wakes whom they concern."""

    MOST = 1_000

    def __init__(self) -> None:
        self._changes = Changes()
        self._position: Position | None = None

    def kinds(self) -> frozenset[str] | None:
        """None: too many to tell, or nobody knows since when; then they concern everybody."""
        if not self._changes.there_are():
            return frozenset()
        if self._position is None:
            self._position = tip()
            return None
        new = after(*self._position).values_list("transaction", "pk", "kind")
        found = list(new[: self.MOST])
        if len(found) == self.MOST:
            self._position = tip()
            return None
        if found:
            self._position = found[-1][:2]
        return frozenset(kind for _, _, kind in found)


def catch_up(
    reader: Reader,
    *,
    now: datetime,
    stopping: Callable[[], bool] = lambda: False,
    turn: AbstractContextManager[object] | None = None,
) -> int:
    """Carry what is new to one reader, until `stopping`. Answers how many it handled or passed.

    Each transaction waits for its `turn`, where there is one.
    """
    turn = turn or nullcontext()
    done = 0
    while waiting := _waiting(reader, now=now):
        batch, end = waiting
        may_share = True
        while batch:
            if stopping():
                return done
            with turn:
                carried = _carry_some(reader, batch, stopping) if may_share else 0
                if not carried:
                    # One of them fails, and each is to be tried by itself.
                    may_share = False
                    carried = int(_carry(reader, batch[0], now=now))
            if not carried:
                return done
            done += carried
            batch = batch[carried:]
        if end:
            done += _skip_to(reader, end)
    return done


def try_again(stumble: Stumble) -> None:
    """Handle what a reader had given up on. Raises whatever the reaction raises."""
    reader = READERS.get(stumble.reader)
    handle = reader.reactions.get(stumble.event.kind) if reader else None
    with transaction.atomic():
        if type(stumble).objects.filter(pk=stumble.pk).delete()[0] and handle:
            handle(stumble.event)


def _waiting(reader: Reader, *, now: datetime) -> tuple[list[Event], Position | None] | None:
    """Events that mean something to the reader, and the end it may pass on to behind them.

    No end: there may be more before it. None: nothing is new, or it rests.
    """
    from kept.ledger.models import Cursor

    cursor, _ = Cursor.objects.get_or_create(reader=reader.name)
    if cursor.not_before and cursor.not_before > now:
        return None
    # Read first: what comes between is behind it.
    end = tip()
    if end <= (cursor.transaction, cursor.event_id):
        return None
    theirs = after(cursor.transaction, cursor.event_id).filter(kind__in=sorted(reader.reactions))
    batch = list(theirs[:BATCH])
    is_all = len(batch) < BATCH
    if is_all and batch and end <= _place(batch[-1]):
        return batch, None
    return batch, end if is_all else None


def _carry_some(reader: Reader, batch: Sequence[Event], stopping: Callable[[], bool]) -> int:
    """Handle as many events as a moment has room for, all or none. Answers how many."""
    began = time.monotonic()
    carried = 0
    try:
        with transaction.atomic():
            cursor = _take(reader)
            for event in batch:
                if not _is_past(cursor, _place(event)):
                    is_long = time.monotonic() - began > RUN_SECONDS
                    if carried and (is_long or stopping()):
                        break
                    reader.reactions[event.kind](event)
                carried += 1
            last = _place(batch[carried - 1])
            if not _is_past(cursor, last):
                _move(cursor, last)
    except Exception as error:
        # Each is tried alone next, and there it is told and counted.
        logger.debug("%s goes on one by one: %r", reader.name, error)
        return 0
    return carried


def _carry(reader: Reader, event: Event, *, now: datetime) -> bool:
    """Handle one event and move the cursor, both or neither. False: wait and try again."""
    try:
        with transaction.atomic():
            cursor = _take(reader)
            if not _is_past(cursor, _place(event)):
                reader.reactions[event.kind](event)
                _move(cursor, _place(event))
    except Exception as error:
        return _stumble(reader, event, error, now=now)
    return True


def _skip_to(reader: Reader, end: Position) -> int:
    """Pass events nobody here reacts to, all in one transaction. Answers 1, or 0 if it was past."""
    with transaction.atomic():
        cursor = _take(reader)
        if _is_past(cursor, end):
            return 0
        _move(cursor, end)
    return 1


def _take(reader: Reader) -> Cursor:
    """The cursor, locked, so that no second worker handles the same event beside us."""
    from kept.ledger.models import Cursor

    return Cursor.objects.select_for_update().get(reader=reader.name)


def _place(event: Event) -> Position:
    return (event.transaction, event.pk)


def _is_past(cursor: Cursor, place: Position) -> bool:
    return (cursor.transaction, cursor.event_id) >= place


def _move(cursor: Cursor, place: Position) -> None:
    cursor.transaction, cursor.event_id = place
    cursor.tries, cursor.not_before = 0, None
    cursor.save()


def _stumble(reader: Reader, event: Event, error: Exception, *, now: datetime) -> bool:
    from kept.ledger.models import Stumble
    from kept.ledger.recording import ChainTooDeep

    logger.error("%s stumbles over %s", reader.name, event, exc_info=error)
    with transaction.atomic():
        cursor = _take(reader)
        if _is_past(cursor, _place(event)):
            return True
        if _is_house_in_trouble(error):
            cursor.not_before = now + REST
            cursor.save()
            return False
        cursor.tries += 1
        # A chain that is too deep will be no shorter next time.
        if cursor.tries < TRIES and not isinstance(error, ChainTooDeep):
            cursor.not_before = now + timedelta(seconds=2**cursor.tries)
            cursor.save()
            return False
        Stumble.objects.get_or_create(
            reader=reader.name,
            event=event,
            defaults={"error": "".join(traceback.format_exception_only(error)), "at": now},
        )
        _move(cursor, _place(event))
    return True


def _is_house_in_trouble(error: Exception) -> bool:
    """Whether it would have failed for any event. A file that is gone is missed by one alone."""
    if isinstance(error, FileNotFoundError):
        return False
    return isinstance(error, (OSError, OperationalError, InterfaceError))


__all__ = [
    "READERS",
    "Changes",
    "News",
    "Position",
    "Reader",
    "after",
    "catch_up",
    "goes_first",
    "reaction",
    "readable",
    "tip",
    "try_again",
]
