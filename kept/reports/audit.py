"""Whether the sums are those of what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kept.kit.findings import Finding
from kept.reports.models import Counted, DaySum, HourSum, LengthSum
from kept.reports.rules.cells import CLOCK, DAY_COLUMNS, HOUR_COLUMNS, WORKING
from kept.reports.summing import Cell, sums_of


def findings() -> Iterator[Finding]:
    """At most one for each desk and kind of sums: where one is wrong, many are."""
    told = sums_of(Counted.objects.order_by("pk").iterator(chunk_size=2_000))
    found: set[str] = set()
    for cell, number in _stored():
        if number != told.pop(cell, 0):
            found.add(_about(cell))
    found |= {_about(cell) for cell, number in told.items() if number}
    for about in sorted(found):
        yield Finding("recount", about, "sums differ from what was counted; kept reports rebuild")


def _about(cell: Cell) -> str:
    kind = {"D": "daysum", "L": "lengthsum", "H": "hoursum"}[cell[3][0]]
    return f"{kind} of desk:{cell[2]}"


def _stored() -> Iterator[tuple[Cell, int]]:
    for row in _rows(DaySum, ("facet", "key", "desk_id", "day"), DAY_COLUMNS):
        for column in DAY_COLUMNS:
            place = f"D {row['day']} {column}"
            yield (row["facet"], row["key"], row["desk_id"], place), row[column]
    lengths = (*WORKING, *CLOCK)
    for row in _rows(LengthSum, ("facet", "key", "desk_id", "day", "measure"), lengths):
        for column in lengths:
            place = f"L {row['day']} {row['measure']} {column}"
            yield (row["facet"], row["key"], row["desk_id"], place), row[column]
    for row in _rows(HourSum, ("desk_id", "day", "hour"), HOUR_COLUMNS):
        for column in HOUR_COLUMNS:
            place = f"H {row['day']} {row['hour']} {column}"
            yield ("ALL", 0, row["desk_id"], place), row[column]


def _rows(table: Any, keys: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    rows: Iterator[dict[str, Any]] = (
        table.objects.order_by("pk").values(*keys, *columns).iterator(chunk_size=2_000)
    )
    return rows
