"""When somebody is there: the hours of those who serve a desk, without their absences."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from kept.conversations.models import Desk
from kept.hours.queries import member_hours, working_hours
from kept.hours.rules import Span, merged
from kept.kit.hours import Hours
from kept.people.models import Member

LONGEST = timedelta(days=62)
MOST_MEMBERS = 500


def staffed(desk: Desk, begin: datetime, end: datetime) -> list[Span]:
    """When at least one member of the desk's teams works, in order and apart, in UTC.

    Two months at most are looked at, and five hundred members. Nobody serving is nothing.
    """
    end = min(end, begin + LONGEST)
    teams = _teams(desk)
    members = Member.objects.filter(teams__in=teams, is_active=True).distinct().order_by("pk")
    found = working_hours(
        members[:MOST_MEMBERS], otherwise=desk.hours, since=begin, until=end, teams=teams
    )
    # Most work by the same hours, which need to be walked through only once.
    return merged(span for hours in set(found.values()) for span in _within(hours, begin, end))


def member_hours_at(desk: Desk, member: Member, *, now: datetime) -> Hours:
    """When a member works at this desk: by their own calendar, else their team's, else the desk's.

    Absences that are over count no more.
    """
    return member_hours(member, otherwise=desk.hours, since=now, teams=_teams(desk))


def _teams(desk: Desk) -> list[int]:
    return list(desk.teams.values_list("pk", flat=True))


def _within(hours: Hours, begin: datetime, end: datetime) -> list[Span]:
    spans = takewhile(lambda span: span[0] < end, hours.after(begin))
    return [(start, min(stop, end)) for start, stop in spans]
