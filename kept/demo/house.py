"""Who works at Northmoor Lamps: members, teams, desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from kept.conversations.models import Desk, DeskAddress
from kept.demo import DEMO_PASSWORD
from kept.demo.hours import ZONE, open_calendars
from kept.hours.models import Calendar
from kept.people.models import Member, Team

DOMAIN = "northmoor.example"
HOUSE = "Northmoor Lamps"


@dataclass(frozen=True, slots=True)
class Seat:
    name: str
    role: str
    teams: tuple[str, ...]
    sees_only_assigned: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


SEATS = (
    Seat("Mara Quill", "MEMBER", ("Front", "Accounts", "House")),
    Seat("Tobias Fenn", "MEMBER", ("Front", "House")),
    Seat("Ada Okafor-Lindh", "MEMBER", ("Front", "Accounts")),
    Seat("Levi Achterberg", "MEMBER", ("Accounts", "House")),
    Seat("Saskia Dunmore", "MEMBER", ("Front", "Accounts")),
    Seat("Pim Raskin", "MEMBER", ("Front",), sees_only_assigned=True),
    Seat("Vesna Aldous", "MANAGER", ("Front", "Accounts", "House")),
    Seat("Rosalind Ekker", "LEADER", ("Front", "Accounts", "House")),
    Seat("Ingrid Northmoor", "OWNER", ("House",)),
)

_FOOT = "{{name}}\n%s, Northmoor Lamps\n8 Harbour Steps, Northmoor"


@dataclass(frozen=True, slots=True)
class DeskPlan:
    name: str
    icon: str
    team: str
    addresses: tuple[str, ...]


DESKS = (
    DeskPlan("Billing", "bill", "Accounts", ("billing", "invoices")),
    DeskPlan("Orders", "box", "Front", ("orders", "hello")),
    DeskPlan("Internal", "home", "House", ("inside",)),
)


@dataclass(frozen=True, slots=True)
class House:
    members: dict[str, Member]
    teams: dict[str, Team]
    desks: dict[str, Desk]
    calendars: dict[str, Calendar]

    def member(self, first_name: str) -> Member:
        return self.members[first_name]

    def serving(self, desk: str) -> list[Member]:
        """Those of the desk's team who answer letters, the same order each time."""
        team = next(plan.team for plan in DESKS if plan.name == desk)
        return [
            self.members[seat.name.split()[0]]
            for seat in SEATS
            if team in seat.teams and seat.role == Member.Role.MEMBER
        ]


def open_house(*, since: datetime, now: datetime) -> House:
    """Members with the demo's password, their teams, and three desks with hours since then."""
    # Hashed once: it takes its time on purpose, and everybody's password is the same anyway.
    password = make_password(DEMO_PASSWORD)
    members: dict[str, Member] = {}
    teams: dict[str, Team] = {}
    for months, seat in enumerate(SEATS, start=4):
        member = Member(
            email=seat.email,
            name=seat.name,
            role=seat.role,
            zone=ZONE,
            sees_only_assigned=seat.sees_only_assigned,
            joined_at=now - timedelta(days=30 * months),
            last_login=now,
        )
        member.password = password
        member.save()
        members[seat.name.split()[0]] = member
        for name in seat.teams:
            team = teams.get(name) or Team.objects.create(name=name)
            teams[name] = team
            team.members.add(member)
    calendars = open_calendars(members["Ingrid"], now=since)
    desks = {plan.name: _desk(plan, teams[plan.team], calendars[plan.name]) for plan in DESKS}
    return House(members, teams, desks, calendars)


def _desk(plan: DeskPlan, team: Team, calendar: Calendar) -> Desk:
    desk = Desk.objects.create(
        name=plan.name,
        slug=plan.name.lower(),
        icon=plan.icon,
        calendar=calendar,
        sender_name=HOUSE,
        signature=_FOOT % plan.name,
    )
    desk.teams.add(team)
    for local in plan.addresses:
        DeskAddress.objects.create(desk=desk, value=f"{local}@{DOMAIN}")
    return desk
