"""When things happen: a week with busy Mondays and quiet Sundays, and words for days to come."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.demo.hours import ZONE
from kept.kit.hours import Hours

_ZONE = ZoneInfo(ZONE)
_BUSY_DAYS = (1.45, 1.2, 1.1, 1.0, 0.9, 0.4, 0.3)
_BUSY_HOURS = {7: 2, 8: 5, 9: 9, 10: 10, 11: 8, 12: 4, 13: 5, 14: 8, 15: 8, 16: 6, 17: 4, 18: 2} | {
    19: 2,
    20: 4,
    21: 3,
    22: 1,
}
_GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def local(moment: datetime) -> datetime:
    return moment.astimezone(_ZONE)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), _ZONE).astimezone(UTC)


def beginnings(
    dice: random.Random, *, count: int, first: datetime, last: datetime
) -> list[datetime]:
    """When so many letters arrive, in the rhythm of the week."""
    days = [
        local(first).date() + timedelta(days=number)
        for number in range((local(last).date() - local(first).date()).days + 1)
    ]
    weights = [_BUSY_DAYS[day.weekday()] for day in days]
    found: list[datetime] = []
    while len(found) < count:
        day = dice.choices(days, weights)[0]
        moment = _on(day, dice)
        if first <= moment <= last:
            found.append(moment)
    return sorted(found)


def soon_or_later(after: datetime, dice: random.Random) -> datetime:
    """When a customer writes again: within hours mostly, never in the dead of night."""
    moment = after + timedelta(hours=min(0.2 + dice.expovariate(1 / 9), 70))
    if 7 <= local(moment).hour <= 22:
        return moment
    return _on(local(moment + timedelta(hours=9)).date(), dice, not_before=moment)


def workday(start: datetime, hours: Hours, days: int) -> date:
    """The `days`-th working day after `start`."""
    day = local(start).date()
    holidays = set(hours.public_dates(day, day + timedelta(days=60)))
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            days -= 1
    return day


def words_for(
    due_at: datetime, *, now: datetime, language: str, is_appointment: bool = False
) -> str:
    """`tomorrow`, `by Thursday`, `by 14 October`: as one says it in a letter.

    What happens then and not before is `on Thursday`.
    """
    due, today = local(due_at), local(now).date()
    away = (due.date() - today).days
    if language == "de":
        if away < 2:
            return ("heute", "morgen")[away]
        return f"bis {_GERMAN_DAYS[due.weekday()]}" if away < 7 else f"bis zum {due:%-d.%-m.}"
    if away == 0:
        return "this afternoon" if local(now).hour < 12 <= due.hour else "today"
    if away == 1:
        return "tomorrow"
    by = "on" if is_appointment else "by"
    return f"{by} {due:%A}" if away < 7 else f"{by} {due:%-d %B}"


def _on(day: date, dice: random.Random, *, not_before: datetime | None = None) -> datetime:
    hour = dice.choices(list(_BUSY_HOURS), list(_BUSY_HOURS.values()))[0]
    moment = at(day, hour, dice.randrange(60)) + timedelta(seconds=dice.randrange(60))
    if not_before and moment < not_before:
        return not_before + timedelta(minutes=dice.randint(5, 90))
    return moment
