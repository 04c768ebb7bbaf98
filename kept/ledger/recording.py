"""The only writer of the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Max

from kept.ledger import facts
from kept.ledger.models import Event, Shift, name_of

DEEPEST_CHAIN = 5
MOST_AT_ONCE = 500
"""Rows of one statement; SQLite takes some thirty thousand values."""

_ORDER = """
pg_current_xact_id()::text::bigint + COALESCE((SELECT max(value) FROM ledger_shift), 0)
"""


class ChainTooDeep(Exception):
    """A reaction to a reaction to a reaction: the loop is cut here, and shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several facts that are written together, as `record` is told of one."""

    fact: facts.Fact
    about: Iterable[Any]
    at: datetime
    cause: Event | None = None


def record(
    fact: facts.Fact,
    *,
    about: Iterable[Any],
    by: Any,
    at: datetime,
    cause: Event | None = None,
) -> Event:
    """Write one fact, within the transaction of the action that made it true.

    `about` are the rows whose timelines show it; `by` is who did it. Raises `ChainTooDeep`.
    """
    return record_all([Entry(fact, about, at, cause)], by=by)[0]


def record_all(entries: Sequence[Entry], *, by: Any) -> list[Event]:
    """Write several facts in their order, in two statements; none of them follows from another.

    Raises `ChainTooDeep`.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded inside the transaction that makes it true")
    rows = [_row(entry, by=by) for entry in entries]
    names = [list(dict.fromkeys(name_of(thing) for thing in entry.about)) for entry in entries]
    if len(rows) == 1 and connection.vendor == "postgresql":
        _write_in_one_trip(rows[0], names[0])
        return rows
    for start in range(0, len(rows), MOST_AT_ONCE):
        end = start + MOST_AT_ONCE
        _write_in_two(rows[start:end], names[start:end])
    return rows


def _row(entry: Entry, *, by: Any) -> Event:
    kind, cause = facts.kind_of(entry.fact), entry.cause
    depth = cause.depth + 1 if cause else 0
    if depth > DEEPEST_CHAIN:
        raise ChainTooDeep(f"{kind} after {depth} causes")
    return Event(
        kind=kind,
        facts=json.loads(_told(facts.to_row(entry.fact))),
        by=name_of(by),
        at=entry.at,
        cause_id=cause.pk if cause else None,
        depth=depth,
    )


def _told(row: dict[str, Any]) -> str:
    return json.dumps(row, cls=DjangoJSONEncoder)


def _write_in_one_trip(row: Event, names: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT new_id, new_transaction FROM ledger_record(%s, %s, %s, %s, %s, %s, %s)",
            [row.kind, _told(row.facts), row.by, row.at, row.cause_id, row.depth, names],
        )
        row.pk, row.transaction = cursor.fetchone()
    row._state.adding = False


def _write_in_two(rows: Sequence[Event], names: Sequence[Sequence[str]]) -> None:
    # Every act writes here; building the same two statements anew each time cost more than both.
    order = _ORDER if connection.vendor == "postgresql" else "0"
    values = [
        value
        for row in rows
        for value in (
            row.kind,
            _told(row.facts),
            row.by,
            connection.ops.adapt_datetimefield_value(row.at),
            row.cause_id,
            row.depth,
        )
    ]
    with connection.cursor() as cursor:
        places = ", ".join([f"(%s, %s, %s, %s, %s, %s, {order})"] * len(rows))
        cursor.execute(
            'INSERT INTO ledger_event (kind, facts, "by", at, cause_id, depth, "transaction") '  # noqa: S608
            f'VALUES {places} RETURNING id, "transaction"',
            values,
        )
        for row, told in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row.transaction = told
            row._state.adding = False
        mentions = [
            value
            for row, named in zip(rows, names, strict=True)
            for name in named
            for value in (row.pk, name)
        ]
        if mentions:
            places = ", ".join(["(%s, %s)"] * (len(mentions) // 2))
            cursor.execute(
                f"INSERT INTO ledger_mention (event_id, name) VALUES {places}",  # noqa: S608
                mentions,
            )


def continue_order() -> int:
    """Let new events stand behind those there are, after the database came to another server.

    Answers by how much transaction ids had to be raised. Cheap and without effect otherwise; call
    it before anything is recorded.
    """
    if not places_missing():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_event IN EXCLUSIVE MODE")
        missing = places_missing()
        if missing:
            shift = Shift.objects.aggregate(value=Max("value"))["value"] or 0
            Shift.objects.create(value=shift + missing)
    return missing


def places_missing() -> int:
    """How far the newest event stands beyond where the next one would; 0 when all is well."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE((SELECT max(transaction) FROM ledger_event), 0)
                - pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                - COALESCE((SELECT max(value) FROM ledger_shift), 0)
            """
        )
        (difference,) = cursor.fetchone()
    return max(0, int(difference) + 1)
