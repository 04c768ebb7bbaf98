"""When Northmoor Lamps works: three calendars, what changes soon, and who is away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.hours import actions
from kept.hours.models import Absence, Calendar
from kept.hours.rules import Version, read_typed
from kept.kit.hours import Region
from kept.kit.hours.openings import Week
from kept.people.models import Member, Team

ZONE = "Europe/Berlin"
LISBON = "Europe/Lisbon"


def _week(workday: str, saturday: str = "") -> Week:
    return (*(read_typed(workday),) * 5, read_typed(saturday), ())


OFFICE = _week("09:00-17:00")
SHOP = _week("08:00-18:00", "10:00-14:00")
LISBON_OFFICE = _week("09:00-13:00, 14:00-18:00")
EARLY_SHIFT = _week("07:00-11:00, 11:30-15:30")
LATER_SHOP = _week("08:00-18:00", "10:00-16:00")


def open_calendars(owner: Member, *, now: datetime) -> dict[str, Calendar]:
    """By the desk that works by each, made before anything else in the story."""
    house = actions.open_house_calendar(now=now)
    made = {
        "Billing": _calendar("Office", ZONE, OFFICE, Region("DE", "HH"), owner, now),
        "Orders": _calendar("Shop", ZONE, SHOP, Region("DE", "HH"), owner, now),
        "Internal": _calendar("Lisbon office", LISBON, LISBON_OFFICE, Region("PT"), owner, now),
    }
    # Nobody works by the one that every house begins with, so the list need not show it.
    office = made["Billing"]
    actions.settle_calendar(
        office, name=office.name, is_house=True, teams=[], members=[], by=owner, now=now
    )
    house.delete()
    return made


def look_ahead(
    desks: dict[str, Calendar], members: dict[str, Member], front: Team, *, now: datetime
) -> None:
    """Longer Saturdays next month, a day for counting lamps, and who will not be there."""
    owner, mara, levi, saskia = (members[name] for name in ("Ingrid", "Mara", "Levi", "Saskia"))
    today = now.astimezone(ZoneInfo(ZONE)).date()
    shop = Calendar.objects.get(pk=desks["Orders"].pk)
    longer = Version(since=today + timedelta(days=24), week=LATER_SHOP, region=Region("DE", "HH"))
    actions.change_hours(shop, longer, seen=shop.revision, by=owner, now=now)
    counting = _next(today + timedelta(days=9), weekday=2)
    actions.set_day(
        shop, counting, name="Counting lamps", windows=read_typed("13:00-18:00"), by=owner, now=now
    )
    actions.settle_calendar(
        shop, name=shop.name, is_house=False, teams=[front], members=[], by=owner, now=now
    )
    early = _calendar("Early shift", ZONE, EARLY_SHIFT, Region("DE", "HH"), owner, now)
    actions.settle_calendar(
        early, name=early.name, is_house=False, teams=[], members=[levi], by=owner, now=now
    )
    monday = _next(today + timedelta(days=6), weekday=0)
    _away(saskia, monday, 12, Absence.Kind.HOLIDAY, "Walking the coast path", saskia, now)
    _away(levi, today, 1, Absence.Kind.SICK, "", owner, now)
    _away(mara, monday + timedelta(days=2), 1, Absence.Kind.TRAINING, "First aid", mara, now)


def _calendar(
    name: str, zone: str, week: Week, region: Region, owner: Member, now: datetime
) -> Calendar:
    since = now.astimezone(ZoneInfo(zone)).date()
    version = Version(since=since, week=week, region=region)
    return actions.make_calendar(name=name, zone=zone, version=version, by=owner, now=now)


def _away(
    member: Member, first: date, days: int, kind: str, note: str, by: Member, now: datetime
) -> None:
    begin = datetime.combine(first, time(), ZoneInfo(ZONE))
    end = datetime.combine(first + timedelta(days=days), time(), ZoneInfo(ZONE))
    actions.note_absence(member, begins_at=begin, ends_at=end, kind=kind, note=note, by=by, now=now)


def _next(day: date, *, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
