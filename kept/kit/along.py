"""Rows that come along with another query as one text: a page asks once for all that it shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, overload

from django.db import connection
from django.db.models import Expression, Func, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray

_FUNCTIONS = {
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("json_agg", "json_build_array"),
}


def json_functions() -> tuple[str, str]:
    """What this database calls the functions that gather values to a list, and some to one row."""
    return _FUNCTIONS[connection.vendor]


def rows_along(found: QuerySet[Any], *columns: str | Expression | Subquery) -> Subquery[Any]:
    """These columns of all that is found as one text, for `read_rows`.

    `found` names the query around it by `OuterRef`, and its rows come in no order.
    """
    gather, _row = json_functions()
    told = Cast(Func(JSONArray(*columns), function=gather), TextField())
    return Subquery(found.order_by().annotate(told_along=told).values("told_along"))


def read_rows(told: str | None) -> list[list[Any]]:
    """What came along; nothing where there was nothing."""
    rows: list[list[Any]] = json.loads(told or "[]")
    return rows


@overload
def read_moment(told: str) -> datetime: ...


@overload
def read_moment(told: None) -> None: ...


def read_moment(told: str | None) -> datetime | None:
    """A moment that came along. SQLite tells no zone: what it holds is UTC."""
    if not told:
        return None
    found = datetime.fromisoformat(told)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
