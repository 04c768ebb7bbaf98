"""Numbers onto rows of sums, which are made where there are none: one statement a table.

Written out, since Django can replace a row that is there but not add to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from kept.reports.models import DaySum, HourSum, LengthSum
from kept.reports.rules.cells import CLOCK, DAY_COLUMNS, HOUR_COLUMNS, WORKING
from kept.reports.summing import Cell

_Row = tuple[Any, ...]
_KEYS: dict[str, tuple[type[models.Model], tuple[str, ...], tuple[str, ...]]] = {
    "D": (DaySum, ("facet", "key", "desk_id", "day"), DAY_COLUMNS),
    "L": (LengthSum, ("facet", "key", "desk_id", "day", "measure"), (*WORKING, *CLOCK)),
    "H": (HourSum, ("desk_id", "day", "hour", "weekday"), HOUR_COLUMNS),
}
_UNIQUE = {
    "D": ("facet", "desk_id", "day", "key"),
    "L": ("facet", "measure", "desk_id", "day", "key"),
    "H": ("desk_id", "day", "hour"),
}


def add(changes: Mapping[Cell, int]) -> None:
    """Add these numbers; always in the same order of rows, so that no two wait for each other."""
    rows: dict[str, defaultdict[_Row, dict[str, int]]] = {
        table: defaultdict(dict) for table in _KEYS
    }
    for (facet, key, desk, cell), step in changes.items():
        table, day, *more, column = cell.split(" ")
        if table == "H":
            row: _Row = (desk, day, int(more[0]), date.fromisoformat(day).weekday())
        else:
            row = (facet, key, desk, day, *more)
        rows[table][row][column] = step
    for table, of_table in rows.items():
        _write(table, sorted(of_table.items()))


def _write(table: str, rows: Sequence[tuple[_Row, dict[str, int]]]) -> None:
    if not rows:
        return
    model, keys, columns = _KEYS[table]
    name = model._meta.db_table
    # Few columns of a row change, so only those that do are written, row by row alike.
    alike: defaultdict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for row, steps in rows:
        changed = tuple(column for column in columns if column in steps)
        alike[changed].append([*row, *(steps[column] for column in changed)])
    with connection.cursor() as cursor:
        for changed, values in alike.items():
            cursor.executemany(_statement(name, keys, _UNIQUE[table], columns, changed), values)


def _statement(
    table: str,
    keys: Sequence[str],
    unique: Sequence[str],
    columns: Sequence[str],
    changed: Sequence[str],
) -> str:
    quoted = connection.ops.quote_name
    rest = [column for column in columns if column not in changed]
    names = ", ".join(quoted(one) for one in (*keys, *changed, *rest))
    places = ", ".join([*["%s"] * (len(keys) + len(changed)), *["0"] * len(rest)])
    found = ", ".join(quoted(one) for one in unique)
    sums = ", ".join(
        f"{quoted(one)} = {quoted(table)}.{quoted(one)} + excluded.{quoted(one)}" for one in changed
    )
    return (
        f"INSERT INTO {quoted(table)} ({names}) VALUES ({places}) "  # noqa: S608
        f"ON CONFLICT ({found}) DO UPDATE SET {sums}"
    )
