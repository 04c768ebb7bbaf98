"""What the parts of a report come to, each of them a desk, a tag, a channel or an organisation.

Of tags and organisations there are many, so of them whole months are read where a period has such,
and days before and after. Written out, since Django can join queries but not sum over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kept.reports.models import BY_MONTH, DaySum, Facet, LengthSum
from kept.reports.queries import FLOW, Numbers, Scope
from kept.reports.rules.lengths import Lengths, lengths
from kept.reports.rules.life import MEASURES
from kept.reports.rules.periods import Period, in_months

MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One desk, tag, channel or organisation. `key` is 0 for what has none."""

    key: int
    now: Numbers
    before: Numbers
    took: dict[str, Lengths]


def parts_of(scope: Scope, facet: str, measures: Collection[str] = MEASURES) -> list[Part]:
    """By desk, where `facet` is ALL, or by the keys of a facet; the fullest only where many are.

    Which of them most letters came to comes first.
    """
    if not scope.desks:
        return []
    keys = _fullest(scope, facet)
    if not keys:
        return []
    now, before = _numbers(scope, facet, keys)
    took = _took(scope, facet, keys, measures) if measures else {}
    return [
        Part(
            key,
            now.get(key, Counter()),
            before.get(key, Counter()),
            {one: took.get((key, one), Lengths()) for one in MEASURES},
        )
        for key in keys
    ]


def _fullest(scope: Scope, facet: str) -> list[int]:
    """Read from the index alone, since there may be thousands of organisations."""
    asked = _Asked(scope, facet, DaySum, ("received",), (scope.period,))
    rows = asked.summed(by=("part",), end=f"ORDER BY 2 DESC, 1 LIMIT {MOST_PARTS}")
    return [key for key, _received in rows]


def _numbers(
    scope: Scope, facet: str, keys: Sequence[int]
) -> tuple[dict[int, Numbers], dict[int, Numbers]]:
    """Of the days that are told, and of those before."""
    told: tuple[dict[int, Numbers], dict[int, Numbers]] = ({}, {})
    periods = (scope.period, scope.period.before)
    asked = _Asked(scope, facet, DaySum, FLOW, periods, keys)
    for key, number, *numbers in asked.summed(by=("part", "period")):
        told[number][key] = Counter(dict(zip(FLOW, numbers, strict=True)))
    return told


def _took(
    scope: Scope, facet: str, keys: Sequence[int], measures: Collection[str]
) -> dict[tuple[int, str], Lengths]:
    asked = _Asked(scope, facet, LengthSum, scope.buckets, (scope.period,), keys, sorted(measures))
    rows = asked.summed(by=("part", "measure"))
    return {(key, measure): lengths(counts) for key, measure, *counts in rows}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Columns of a table in these periods; of these parts and measures, where any are named."""

    scope: Scope
    facet: str
    table: type[DaySum | LengthSum]
    columns: Sequence[str]
    periods: Sequence[Period]
    keys: Sequence[int] = ()
    measures: Sequence[str] = ()

    def summed(self, *, by: Sequence[str], end: str = "") -> list[tuple[Any, ...]]:
        """Rows of what stands in `by`, then the sums of the columns."""
        given: list[Any] = []
        texts = [
            self._rows(facet, days, number, given)
            for number, period in enumerate(self.periods)
            for facet, days in self._stretches(period)
        ]
        sums = ", ".join(f"SUM({_quoted(one)})" for one in self.columns)
        names = ", ".join(by)
        with connection.cursor() as cursor:
            # Names of ours throughout; what is looked for goes beside the text.
            cursor.execute(
                f"SELECT {names}, {sums} FROM ({' UNION ALL '.join(texts)}) told "  # noqa: S608
                f"GROUP BY {names} {end}",
                given,
            )
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _stretches(self, period: Period) -> list[tuple[str, Period]]:
        """Months as one and days as another, which together are the period."""
        if self.facet not in BY_MONTH:
            return [(self.facet, period)]
        months, days = in_months(period)
        told = [(self.facet, one) for one in days]
        return [*told, (BY_MONTH[self.facet], months)] if months else told

    def _rows(self, facet: str, days: Period, number: int, given: list[Any]) -> str:
        is_by_desk = facet == Facet.ALL
        part = _quoted("desk_id" if is_by_desk else "key")
        asks = ["facet = %s", f"desk_id IN ({_places(self.scope.desks)})", "day BETWEEN %s AND %s"]
        given += [str(self.scope.facet if is_by_desk else facet), *self.scope.desks]
        given += [connection.ops.adapt_datefield_value(day) for day in (days.first, days.last)]
        if is_by_desk:
            asks.append(f"{_quoted('key')} = %s")
            given.append(self.scope.key)
        if self.keys:
            asks.append(f"{part} IN ({_places(self.keys)})")
            given += self.keys
        if self.measures:
            asks.append(f"measure IN ({_places(self.measures)})")
            given += self.measures
        more = "".join(f", {name}" for name in ("measure",) if self.measures)
        columns = ", ".join(map(_quoted, self.columns))
        return (
            f"SELECT {part} AS part, {number} AS period{more}, {columns} "  # noqa: S608
            f"FROM {_quoted(self.table._meta.db_table)} WHERE {' AND '.join(asks)}"
        )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
