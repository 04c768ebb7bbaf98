"""A calendar's name, and who works by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kept.hours.access import may_settle_hours
from kept.hours.actions.make import free_name
from kept.hours.events import CalendarSettled
from kept.hours.models import Calendar, MemberHours, TeamHours
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.models import Member, Team


@transaction.atomic
def settle_calendar(
    calendar: Calendar,
    *,
    name: str,
    is_house: bool,
    teams: Iterable[Team],
    members: Iterable[Member],
    by: Member,
    now: datetime,
) -> Calendar:
    """These teams and members work by it, whatever they worked by before, and no others.

    The house's calendar stays that until another one becomes it. Raises `NotAllowed`, `NameTaken`.
    """
    if not may_settle_hours(by):
        raise NotAllowed
    # All of them in one order: two who move the same team at once wait for each other.
    locked = {row.pk: row for row in Calendar.objects.select_for_update().order_by("pk")}
    calendar = locked[calendar.pk]
    calendar.name = free_name(name, calendar)
    if is_house and not calendar.is_house:
        Calendar.objects.filter(is_house=True).update(is_house=False)
        calendar.is_house = True
    calendar.save(update_fields=["name", "is_house"])
    _give_teams(calendar, {team.pk for team in teams})
    _give_members(calendar, {member.pk for member in members})
    record(CalendarSettled(calendar=calendar.pk), about=[calendar], by=by, at=now)
    return calendar


def _give_teams(calendar: Calendar, teams: set[int]) -> None:
    calendar.team_hours.exclude(team__in=teams).delete()
    for team in sorted(teams):
        TeamHours.objects.update_or_create(team_id=team, defaults={"calendar": calendar})


def _give_members(calendar: Calendar, members: set[int]) -> None:
    calendar.member_hours.exclude(member__in=members).delete()
    for member in sorted(members):
        MemberHours.objects.update_or_create(member_id=member, defaults={"calendar": calendar})
