"""Plain calendar arithmetic: periods, steps, weeks that start where a region starts them.

Everything here is local wall time without an offset. A `Span` is half-open.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
HOURS = {"second": 1, "minute": 60, "hour": 3600}
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365, "decade": 3650}
SECONDS = {
    **HOURS,
    **{unit: days * 86400 for unit, days in DAYS.items()},
    "workday": 86400,
    "night": 86400,
    "weekend": 2 * 86400,
    "workweek": 5 * 86400,
    "century": 36500 * 86400,
}
COARSENESS = [
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
]

_SUNDAY = (
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI"
    " NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)
_SATURDAY = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"
WEEK_STARTS = {
    **dict.fromkeys(_SUNDAY.split(), 6),
    **dict.fromkeys(_SATURDAY.split(), 5),
    "MV": 4,
}  # CLDR, weekData; every other region, and a language alone, starts on Monday


class Span(NamedTuple):
    start: datetime
    end: datetime
    grain: str


def local(year: int, month: int = 1, day: int = 1) -> datetime:
    """Midnight of a day on the wall, in no zone yet."""
    return datetime.combine(date(year, month, day), time())


def midnight(moment: datetime | date) -> datetime:
    day = moment.date() if isinstance(moment, datetime) else moment
    return datetime.combine(day, time())


def floor(moment: datetime, grain: str, week_start: int = 0) -> datetime:
    if grain in HOURS:
        second = moment.second if grain == "second" else 0
        minute = 0 if grain == "hour" else moment.minute
        return moment.replace(minute=minute, second=second, microsecond=0)
    first = midnight(moment)
    if grain == "week":
        return first - (first.weekday() - week_start) % 7 * DAY
    if grain == "month":
        return first.replace(day=1)
    if grain == "quarter":
        return first.replace(month=(first.month - 1) // 3 * 3 + 1, day=1)
    if grain == "year":
        return first.replace(month=1, day=1)
    if grain == "decade":
        return first.replace(year=max(1, first.year // 10 * 10), month=1, day=1)
    if grain == "century":
        return first.replace(year=max(1, first.year // 100 * 100), month=1, day=1)
    return first


def step(moment: datetime, grain: str, count: float) -> datetime:
    """`moment` moved by `count` units; months keep the day where the month has it."""
    if grain in {"month", "quarter", "year", "decade", "century"}:
        months = (
            count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[grain]
        )
        whole = int(months)
        index = moment.year * 12 + moment.month - 1 + whole
        year, month = index // 12, index % 12 + 1
        day = min(moment.day, calendar.monthrange(year, month)[1])
        return moment.replace(year=year, month=month, day=day) + timedelta(
            days=(months - whole) * 30
        )
    if grain == "workday":
        return work_step(moment, int(count))
    return moment + timedelta(seconds=SECONDS[grain] * count)


def work_step(moment: datetime, count: int) -> datetime:
    """`count` days on, Saturdays and Sundays not counted."""
    direction = 1 if count >= 0 else -1
    weeks, rest = divmod(min(abs(count), 100_000), 5)
    while moment.weekday() > 4 and weeks:
        moment -= direction * DAY  # a weekend stands for the working day before it
    moment += direction * weeks * 7 * DAY
    while rest:
        moment += direction * DAY
        rest -= moment.weekday() < 5
    return moment


def period(moment: datetime, grain: str, offset: int = 0, week_start: int = 0) -> Span:
    """The `grain` that holds `moment`, or one `offset` of them away."""
    if grain == "weekend":
        monday = floor(moment, "week") + offset * 7 * DAY
        return Span(monday + 5 * DAY, monday + 7 * DAY, "day")
    if grain == "workweek":
        monday = floor(moment, "week") + offset * 7 * DAY
        return Span(monday, monday + 5 * DAY, "week")
    start = step(floor(moment, grain, week_start), grain, offset)
    return Span(start, step(start, grain, 1), grain)


def day_span(day: datetime | date) -> Span:
    first = midnight(day)
    return Span(first, first + DAY, "day")


def nth_weekday(span: Span, weekday: int, nth: int) -> datetime | None:
    """The nth such weekday within the span; -1 is the last."""
    if nth > 0:
        found = span.start + (weekday - span.start.weekday()) % 7 * DAY + (nth - 1) * 7 * DAY
    else:
        last = span.end - DAY
        found = last - (last.weekday() - weekday) % 7 * DAY + (nth + 1) * 7 * DAY
    return found if span.start <= found < span.end else None


def week_of(span: Span, nth: int) -> Span:
    """The nth week of a month, quarter or year: a week belongs to where its Thursday lies."""
    if nth > 0:
        thursday = span.start + (3 - span.start.weekday()) % 7 * DAY + (nth - 1) * 7 * DAY
    else:
        last = span.end - DAY
        thursday = last - (last.weekday() - 3) % 7 * DAY + (nth + 1) * 7 * DAY
    return Span(thursday - 3 * DAY, thursday + 4 * DAY, "week")


def easter(year: int) -> datetime:
    """Western Easter Sunday (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return local(year, month, day + 1)


def orthodox_easter(year: int) -> datetime:
    """Eastern Easter Sunday in the Gregorian calendar, right from 1900 to 2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return local(year, month, day + 1) + 13 * DAY
