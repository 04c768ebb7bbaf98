"""What the reports read: sums over days, for desks whose gate the caller has passed.

Each is one query over rows of days, so it grows with the period and with nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from kept.reports.models import DaySum, Facet, HourSum, LengthSum
from kept.reports.rules.cells import CLOCK, DAY_COLUMNS, WORKING
from kept.reports.rules.lengths import Lengths, lengths
from kept.reports.rules.life import MEASURES
from kept.reports.rules.periods import Period

Numbers = Counter[str]
"""Sums by the columns of a day."""
FLOW = tuple(one for one in DAY_COLUMNS if one != "still_open")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: these desks, in all or under one key, in working time or by the clock."""

    desks: Sequence[int]
    period: Period
    facet: str = Facet.ALL
    key: int = 0
    is_clock: bool = False

    @property
    def buckets(self) -> tuple[str, ...]:
        return CLOCK if self.is_clock else WORKING

    def of(self, rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
        return rows.filter(
            facet=self.facet, key=self.key, desk__in=self.desks, day__gte=first, day__lte=last
        ).order_by()


@dataclass(frozen=True, slots=True)
class Hour:
    """Letters that came in an hour of a weekday, and how long those waited that were answered."""

    received: int = 0
    waited: Lengths = field(default_factory=Lengths)

    def __add__(self, other: Hour) -> Hour:
        return Hour(self.received + other.received, self.waited + other.waited)


def days_of(scope: Scope, *, until: date) -> dict[date, Numbers]:
    """Every day that has a number, from the begin of the days before up to `until`."""
    rows = scope.of(DaySum.objects.all(), scope.period.before.first, until)
    sums = {f"of_{name}": Sum(name) for name in FLOW}
    return {
        day: Counter(dict(zip(FLOW, numbers, strict=True)))
        for day, *numbers in rows.values("day").annotate(**sums).values_list("day", *sums)
    }


def took_by_day(scope: Scope) -> dict[tuple[date, str], Lengths]:
    """How long it took, by day and measure, from the begin of the days before."""
    rows = scope.of(LengthSum.objects.all(), scope.period.before.first, scope.period.last)
    rows = rows.filter(measure__in=MEASURES)
    sums = {f"of_{name}": Sum(name) for name in scope.buckets}
    found = rows.values("day", "measure").annotate(**sums)
    return {
        (day, measure): lengths(counts)
        for day, measure, *counts in found.values_list("day", "measure", *sums)
    }


def hours_of(scope: Scope) -> dict[tuple[int, int], Hour]:
    """By weekday, Monday is 0, and hour; always of all that came to the desks."""
    rows = HourSum.objects.filter(
        desk__in=scope.desks, day__gte=scope.period.first, day__lte=scope.period.last
    ).order_by()
    sums = {f"of_{name}": Sum(name) for name in ("received", *WORKING)}
    found = rows.values("weekday", "hour").annotate(**sums)
    return {
        (weekday, hour): Hour(received or 0, lengths(counts))
        for weekday, hour, received, *counts in found.values_list("weekday", "hour", *sums)
    }


def still_open_of(scope: Scope) -> dict[date, int]:
    """How many are open now, by the day on which they were opened."""
    rows = DaySum.objects.filter(
        facet=scope.facet, key=scope.key, desk__in=scope.desks, still_open__gt=0
    ).order_by()
    return dict(rows.values("day").annotate(of=Sum("still_open")).values_list("day", "of"))
