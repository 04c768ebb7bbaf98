"""The dates on which an all-day event comes back: the rules of RFC 5545, for whole days only.

Written out here because the library for it walks on to the year 9999 when a foreign feed asks for
the 30th of February. Here only periods that can be seen are looked at, unless a COUNT is counted.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")

Numbers = tuple[int, ...]


class BadRule(ValueError):
    """A rule that whole days cannot follow."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says; empty is unsaid, numbers below zero count from the end.

    `weekdays` are pairs of a position in the month or year, 0 for all, and a day, 0 for Monday.
    """

    frequency: str
    interval: int
    count: int | None
    until: date | None
    months: Numbers
    weeks: Numbers
    year_days: Numbers
    month_days: Numbers
    weekdays: tuple[tuple[int, int], ...]
    positions: Numbers
    week_start: int


def read_rule(parts: Mapping[str, Any], first: date) -> Rule:
    """From the parts of an RRULE, each a list. What they leave open is as on the first date."""

    def said(name: str) -> list[Any]:
        return list(parts.get(name) or ())

    def numbers(name: str) -> Numbers:
        return tuple(int(one) for one in said(name))

    frequency = "".join(said("FREQ")).upper()
    interval, *_ = numbers("INTERVAL") or (1,)
    count, *_ = numbers("COUNT") or (None,)
    until, *_ = said("UNTIL") or (None,)
    week_start, *_ = said("WKST") or ("MO",)
    months, weeks, month_days = numbers("BYMONTH"), numbers("BYWEEKNO"), numbers("BYMONTHDAY")
    weekdays = tuple(_weekday(word) for word in said("BYDAY"))
    if frequency not in _FREQUENCIES or interval < 1 or not set(months) <= set(range(1, 13)):
        raise BadRule
    if not (month_days or weekdays or said("BYYEARDAY")):
        if frequency == "WEEKLY" or (frequency == "YEARLY" and weeks):
            weekdays = ((0, first.weekday()),)
        elif frequency in {"MONTHLY", "YEARLY"}:
            month_days = (first.day,)
            months = months or ((first.month,) if frequency == "YEARLY" else ())
    return Rule(
        frequency=frequency,
        interval=interval,
        count=count,
        until=until.date() if isinstance(until, datetime) else until,
        months=months,
        weeks=weeks if frequency == "YEARLY" else (),
        year_days=numbers("BYYEARDAY"),
        month_days=month_days,
        weekdays=weekdays,
        positions=numbers("BYSETPOS"),
        week_start=_weekday(week_start)[1],
    )


def _weekday(word: str) -> tuple[int, int]:
    match = _BYDAY.fullmatch(word)
    if match is None:
        raise BadRule
    return int(match[1] or 0), _WEEKDAYS.index(match[2].upper())


def unrolled(
    rule: Rule, first: date, *, start: date, end: date, spend: Callable[[int], None]
) -> Iterator[date]:
    """The dates of the rule in [start, end), in order. The first date always belongs to them.

    `spend` is told of the days that are looked at before they are, and may refuse.
    """
    last = rule.until + _ONE_DAY if rule.until and rule.until < end else end
    begin = start if rule.count is None else first
    for counted, day in enumerate(_from(rule, first, begin, last, spend)):
        if counted == rule.count:
            return
        if day >= start:
            yield day


def _from(
    rule: Rule, first: date, start: date, last: date, spend: Callable[[int], None]
) -> Iterator[date]:
    """The dates before `last`, from the period of `start` on, or from the first date."""
    if first < last:
        yield first
    skipped = max(_number(rule, start) - _number(rule, first), 0)
    number = skipped // rule.interval * rule.interval
    while True:
        try:
            period = _period(rule, first, number)
        except (ValueError, OverflowError):  # beyond the year 9999
            return
        spend(len(period))
        if period[0] >= last:
            return
        yield from (day for day in _chosen(rule, period) if first < day < last)
        number += rule.interval


def _number(rule: Rule, day: date) -> int:
    """Days, weeks, months or years since the beginning of the calendar."""
    match rule.frequency:
        case "YEARLY":
            return day.year
        case "MONTHLY":
            return day.year * 12 + day.month
        case "WEEKLY":
            return (day.toordinal() - 1 - rule.week_start) // 7
        case _:
            return day.toordinal()


def _period(rule: Rule, first: date, number: int) -> list[date]:
    """The days of the period that comes so many after that of `first`; a year's in its months."""
    match rule.frequency:
        case "YEARLY":
            months = sorted(set(rule.months)) or range(1, 13)
            return [day for month in months for day in _month(first.year + number, month)]
        case "MONTHLY":
            years, month = divmod(first.month - 1 + number, 12)
            return _month(first.year + years, month + 1)
        case "WEEKLY":
            monday = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
            return [monday + timedelta(days=7 * number + day) for day in range(7)]
        case _:
            return [first + timedelta(days=number)]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _chosen(rule: Rule, period: list[date]) -> list[date]:
    found = [day for day in period if _fits(rule, day)]
    if not rule.positions:
        return found
    return [day for at, day in enumerate(found, 1) if _among(rule.positions, at, len(found))]


def _fits(rule: Rule, day: date) -> bool:
    of_month, in_month = day.day, monthrange(day.year, day.month)[1]
    of_year, in_year = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    if (
        (rule.months and day.month not in rule.months)
        or (rule.month_days and not _among(rule.month_days, of_month, in_month))
        or (rule.year_days and not _among(rule.year_days, of_year, in_year))
        or (rule.weeks and not _in_weeks(rule, day))
    ):
        return False
    if not rule.weekdays:
        return True
    if rule.frequency in {"DAILY", "WEEKLY"} or rule.weeks:
        return day.weekday() in {weekday for _, weekday in rule.weekdays}
    is_monthly = rule.frequency == "MONTHLY" or rule.months
    at, length = (of_month, in_month) if is_monthly else (of_year, in_year)
    nth = {0, (at + 6) // 7, -((length - at) // 7 + 1)}
    return any(day.weekday() == weekday and which in nth for which, weekday in rule.weekdays)


def _among(wanted: Numbers, at: int, length: int) -> bool:
    """Whether a place, counted from 1, is among those wanted, some counted from the end."""
    return at in wanted or at - length - 1 in wanted


def _in_weeks(rule: Rule, day: date) -> bool:
    """A week belongs to the year that has most of it, which is that of its fourth day."""
    fourth = day + timedelta(days=3 - (day.weekday() - rule.week_start) % 7)
    number = (fourth.timetuple().tm_yday + 6) // 7
    left = (date(fourth.year, 12, 31) - fourth).days // 7
    return _among(rule.weeks, number, number + left)
