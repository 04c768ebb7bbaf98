"""Calendars are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.hours.access import may_settle_hours
from kept.hours.events import CalendarMade
from kept.hours.models import Calendar, CalendarVersion, WeekWindow
from kept.hours.rules import Version
from kept.kit.hours import NINE_TO_FIVE, BadHours
from kept.kit.hours.public import known_region
from kept.kit.hours.zones import zone_named
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member, home_zone

HOUSE_NAME = "House hours"


class NameTaken(Refusal):
    code = "calendar_named_twice"
    message = gettext_lazy("A calendar needs a name that no other calendar has.")


class NeverOpenWeek(Refusal):
    code = "calendar_never_open"
    message = gettext_lazy("Hours that are never open could keep no promise.")


class UnknownRegion(Refusal):
    code = "calendar_region_unknown"
    message = gettext_lazy("We do not know the public holidays of this country or region.")


class UnknownZone(Refusal):
    code = "calendar_zone_unknown"
    message = gettext_lazy("That is no time zone we know. Write it like Europe/Lisbon.")


@transaction.atomic
def make_calendar(*, name: str, zone: str, version: Version, by: Member, now: datetime) -> Calendar:
    """With its first version, which also holds before its date.

    Raises `NotAllowed`, `NameTaken`, `NeverOpenWeek`, `UnknownRegion`, `UnknownZone`.
    """
    if not may_settle_hours(by):
        raise NotAllowed
    check_version(version)
    try:
        zone_named(zone)
    except BadHours as error:
        raise UnknownZone from error
    try:
        with transaction.atomic():
            calendar = Calendar.objects.create(name=free_name(name), zone=zone)
    except IntegrityError as error:  # somebody else was quicker
        raise NameTaken from error
    # The first one also holds before its date, so it begins today at the latest: a change that is
    # to come may then never take its place.
    today = local_date(calendar, now=now)
    write_version(calendar, replace(version, since=min(version.since, today)))
    record(CalendarMade(calendar=calendar.pk), about=[calendar], by=by, at=now)
    return calendar


@transaction.atomic
def open_house_calendar(*, now: datetime) -> Calendar:
    """The calendar of new desks, Monday to Friday from nine to five where there is none yet."""
    found = Calendar.objects.filter(is_house=True).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Calendar.objects.create(name=HOUSE_NAME, zone=home_zone(), is_house=True)
        except IntegrityError:  # somebody else was quicker
            return Calendar.objects.get(is_house=True)
        # No fact tells it: it is as if it had been there from the beginning.
        write_version(found, Version(since=local_date(found, now=now), week=NINE_TO_FIVE))
    return found


def check_version(version: Version) -> None:
    """Raises `NeverOpenWeek`, `UnknownRegion`."""
    if not any(version.week):
        raise NeverOpenWeek
    if version.region:
        try:
            known_region(version.region.country, version.region.part)
        except BadHours as error:
            raise UnknownRegion from error


def free_name(name: str, calendar: Calendar | None = None) -> str:
    """Raises `NameTaken`."""
    name = name.strip()
    others = Calendar.objects.exclude(pk=calendar.pk) if calendar else Calendar.objects.all()
    if not name or others.filter(name__iexact=name).exists():
        raise NameTaken
    return name


def write_version(calendar: Calendar, version: Version) -> CalendarVersion:
    """The version in rows, in the place of another one from the same date."""
    calendar.versions.filter(since=version.since).delete()
    row = calendar.versions.create(
        since=version.since,
        country=version.region.country if version.region else "",
        region=version.region.part if version.region else "",
    )
    WeekWindow.objects.bulk_create(
        WeekWindow(version=row, weekday=weekday, opens=opens, closes=closes)
        for weekday, windows in enumerate(version.week)
        for opens, closes in windows
    )
    return row


def local_date(calendar: Calendar, *, now: datetime) -> date:
    return now.astimezone(ZoneInfo(calendar.zone)).date()
