"""Hours of calendars and of people, worked out once and kept while they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import F

from kept.hours.models import (
    Absence,
    Calendar,
    CalendarQuerySet,
    CalendarVersion,
    ExtraDay,
    MemberHours,
    TeamHours,
)
from kept.hours.rules import Plan, Version
from kept.kit.hours import BadHours, Hours, NeverOpen, Region, Windows
from kept.kit.hours.openings import Week
from kept.kit.hours.public import known_region
from kept.people.models import Member, Team

log = logging.getLogger(__name__)

MOST_ABSENCES = 100
"""Shown on one page; whoever is away sooner stands first."""
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def hours_of(calendar: Calendar) -> Hours:
    """What the calendar says, of all dates. Asks the database once for each of its revisions."""
    return _hours_of(calendar.pk, calendar.revision)


def hours_at(calendar: Calendar, when: date) -> Version:
    """The version of its week that holds on a local date."""
    return plan_of(calendar).on(when)


def plan_of(calendar: Calendar) -> Plan:
    """Versions and days as they are stored."""
    return plans_of([calendar])[calendar.pk]


def plans_of(calendars: Iterable[Calendar]) -> dict[int, Plan]:
    """Of many calendars by their ids, in four queries."""
    zones = {calendar.pk: calendar.zone for calendar in calendars}
    versions: dict[int, list[Version]] = {pk: [] for pk in zones}
    for row in CalendarVersion.objects.filter(calendar__in=zones).prefetch_related("windows"):
        versions[row.calendar_id].append(version_of(row))
    days: dict[int, dict[date, Windows]] = {pk: {} for pk in zones}
    for day in ExtraDay.objects.filter(calendar__in=zones).prefetch_related("windows"):
        days[day.calendar_id][day.date] = tuple((w.opens, w.closes) for w in day.windows.all())
    return {pk: Plan(zone, versions[pk], days[pk]) for pk, zone in zones.items()}


@lru_cache(maxsize=256)
def _hours_of(pk: int, revision: UUID) -> Hours:
    # What a revision says never changes, so the cache needs no time at which it forgets.
    return plan_of(Calendar.objects.get(pk=pk)).hours()


def version_of(row: CalendarVersion) -> Version:
    return Version(since=row.since, week=_week(row), region=_region(row), row=row.pk)


def _week(row: CalendarVersion) -> Week:
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for window in row.windows.all():
        days[window.weekday].append((window.opens, window.closes))
    return tuple(tuple(windows) for windows in days)


def _region(row: CalendarVersion) -> Region | None:
    if not row.country:
        return None
    try:
        return known_region(row.country, row.region)
    except BadHours:
        # The library may drop a region; `kept check` shows it, and promises go on being counted.
        log.warning("public holidays of %s-%s are not known", row.country, row.region)
        return None


def calendars() -> CalendarQuerySet:
    return Calendar.objects.order_by(F("is_house").desc(), "name")


def house_calendar() -> Calendar | None:
    return Calendar.objects.filter(is_house=True).first()


@dataclass(frozen=True, slots=True)
class Workers:
    """Who works by a calendar, without the desks."""

    teams: Sequence[Team]
    members: Sequence[Member]


def workers(calendar: Calendar) -> Workers:
    return Workers(
        teams=[
            row.team for row in calendar.team_hours.select_related("team").order_by("team__name")
        ],
        members=[
            row.member
            for row in calendar.member_hours.select_related("member").order_by("member__name")
        ],
    )


def member_hours(
    member: Member,
    *,
    otherwise: Hours,
    since: datetime,
    teams: Collection[int] | None = None,
) -> Hours:
    """When one member works: see `working_hours`."""
    return working_hours([member], otherwise=otherwise, since=since, teams=teams)[member.pk]


def working_hours(
    members: Iterable[Member],
    *,
    otherwise: Hours,
    since: datetime,
    until: datetime = NEVER,
    teams: Collection[int] | None = None,
) -> dict[int, Hours]:
    """When each member works, by their id: their own calendar, else their team's, else `otherwise`.

    Absences that touch the time from `since` until `until` are cut out. Of several teams with a
    calendar the first by name counts, and where `teams` are given only one of those. Four queries,
    whatever the number of members.
    """
    wanted = [member.pk for member in members]
    own = _own_calendars(wanted)
    of_team = _team_calendars(wanted, teams)
    absent = _absent(wanted, since, until)
    found: dict[int, Hours] = {}
    for pk in wanted:
        calendar = own.get(pk) or of_team.get(pk)
        hours = hours_of(calendar) if calendar else otherwise
        found[pk] = hours.without(absent[pk]) if pk in absent else hours
    return found


def _own_calendars(members: Collection[int]) -> dict[int, Calendar]:
    rows = MemberHours.objects.filter(member__in=members).select_related("calendar")
    return {row.member_id: row.calendar for row in rows}


def _team_calendars(members: Collection[int], teams: Collection[int] | None) -> dict[int, Calendar]:
    seats = Team.members.through.objects.filter(member__in=members)
    if teams is not None:
        seats = seats.filter(team__in=teams)
    pairs = list(seats.order_by("-team__name").values_list("member_id", "team_id"))
    rows = TeamHours.objects.filter(team__in={team for _, team in pairs})
    of_team = {row.team_id: row.calendar for row in rows.select_related("calendar")}
    return {member: of_team[team] for member, team in pairs if team in of_team}


def _absent(
    members: Collection[int], since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    rows = Absence.objects.over_after(since).filter(member__in=members, begins_at__lt=until)
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for member, begin, end in rows.values_list("member_id", "begins_at", "ends_at"):
        found.setdefault(member, []).append((begin, end))
    return found


def absences(*, now: datetime) -> list[Absence]:
    """Who is away now or later, the soonest first."""
    found = Absence.objects.over_after(now).select_related("member")
    return list(found.order_by("begins_at", "pk")[:MOST_ABSENCES])


def past_absences(member: Member, *, now: datetime) -> list[Absence]:
    """A member's own that are over, the latest first."""
    found = Absence.objects.filter(member=member, ends_at__lte=now)
    return list(found.order_by("-ends_at", "-pk")[:20])


def due_after(hours: Hours, start: datetime, *, working_hours: int) -> datetime | None:
    """When a promise of so many working hours made at `start` is due; none where never."""
    try:
        return hours.add(start, working_hours * 3600)
    except NeverOpen:
        return None
