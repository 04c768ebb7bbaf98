"""Scenes of working time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.hours.actions.make import write_version
from kept.hours.models import Calendar, MemberHours, TeamHours
from kept.hours.rules import Version
from kept.kit.hours import NINE_TO_FIVE, Region
from kept.kit.hours.openings import Week
from kept.people.models import Member, Team

LONG_AGO = date(2026, 1, 1)


def make_calendar(
    name: str = "Berlin",
    *,
    zone: str = "Europe/Berlin",
    week: Week = NINE_TO_FIVE,
    region: Region | None = None,
    since: date = LONG_AGO,
) -> Calendar:
    """Given the same name it is the same calendar again."""
    calendar, made = Calendar.objects.get_or_create(name=name, defaults={"zone": zone})
    if made:
        write_version(calendar, Version(since=since, week=week, region=region))
    return calendar


def works_by(calendar: Calendar, *who: Member | Team) -> None:
    for one in who:
        if isinstance(one, Member):
            MemberHours.objects.create(member=one, calendar=calendar)
        else:
            TeamHours.objects.create(team=one, calendar=calendar)


def at(words: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))
