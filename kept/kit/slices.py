"""The next part of a list, by where the part before ended: what is passed is never counted."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def newest(
    found: QuerySet[Row, Any], *, before: int | None = None, size: int
) -> tuple[list[Row], int | None]:
    """So many rows, the highest id first, from below id `before` on; and behind which more come."""
    if before is not None:
        found = found.filter(pk__lt=before)
    return part_of(found.order_by("-pk"), size=size)


def part_of(found: QuerySet[Row, Any], *, size: int) -> tuple[list[Row], int | None]:
    """The first so many of what is in order already, and the id of the last where more come."""
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None
