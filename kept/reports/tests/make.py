"""Sums as rows, for pages that shall tell of many."""

from __future__ import annotations

from datetime import date
from typing import Any

from kept.conversations.models import Desk
from kept.reports.models import BY_MONTH, DaySum, HourSum, LengthSum


def day_sum(desk: Desk, day: date, *, facet: str = "ALL", key: int = 0, **numbers: int) -> None:
    """A day, and the same within its month where months are summed too."""
    DaySum.objects.create(desk=desk, day=day, facet=facet, key=key, **numbers)
    if facet in BY_MONTH:
        month, _made = DaySum.objects.get_or_create(
            desk=desk, day=day.replace(day=1), facet=BY_MONTH[facet], key=key
        )
        for name, number in numbers.items():
            setattr(month, name, getattr(month, name) + number)
        month.save()


def length_sum(
    desk: Desk, day: date, measure: str, *, facet: str = "ALL", key: int = 0, **numbers: int
) -> None:
    values: dict[str, Any] = {"desk": desk, "day": day, "facet": facet, "key": key}
    LengthSum.objects.create(**values, measure=measure, **numbers)


def hour_sum(desk: Desk, day: date, hour: int, **numbers: int) -> None:
    HourSum.objects.create(desk=desk, day=day, hour=hour, weekday=day.weekday(), **numbers)
