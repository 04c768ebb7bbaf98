"""What a manager's teams have promised and were promised, by the working time that is left.

Nobody is ranked here: people stand by their names, and what is told of them is what still lies
before them, never how they did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kept.improvement.models import Huddle
from kept.people.models import Member, Team
from kept.promises import queries
from kept.promises.away import Fall, falling
from kept.promises.models import Promise
from kept.promises.queries import Card, cards
from kept.prompts.asking import Asked
from kept.prompts.queries import frictions_in, huddles_in
from kept.prompts.rules import InTheWay
from kept.recovery.queries import Risk

MOST = 200
SHOWN = 12
FEW = 6
_HOUR = 3600.0
A_DAY = 8 * _HOUR
LEAST = 4
"""Hundredths of the bar that are drawn where hardly any time is left, lest it look empty."""
MUCH = 6
"""More promises than this due within a working day are more than one person can well keep."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """An open promise and the working time left until it is due, in seconds; 0 where it is late."""

    card: Card
    left: float

    @property
    def share(self) -> int:
        """How full the bar of a working day stands, in hundredths."""
        return max(LEAST, round(100 * min(self.left / A_DAY, 1)))


@dataclass(frozen=True, slots=True)
class Load:
    """What lies before somebody: open in all, and of that due within a working day or late."""

    member: Member
    open: int
    near: int

    @property
    def is_much(self) -> bool:
        return self.near > MUCH


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`late`, then `near` within a working day; `to_us` is what was promised to the teams, `away`
    what falls due while its keeper is away, `frictions` stand in the way, by their age; `huddles`
    are the next of the member's own teams.

    `of` counts what is open, no further than `MOST`.
    """

    late: list[AtRisk]
    near: list[AtRisk]
    slipping: list[Card]
    away: list[Fall]
    to_us: list[Card]
    frictions: list[InTheWay]
    huddles: list[Huddle]
    loads: list[Load]
    recoveries: list[Risk]
    of: int

    @property
    def is_all(self) -> bool:
        return self.of < MOST


def rhythm(member: Member, *, asked: Asked, now: datetime) -> Rhythm:
    """The ledger of the member's teams both ways; of all teams for an owner."""
    teams = teams_of(member)
    people = _people(teams)
    open_ = cards(_open_of(member, people, teams), now=now)
    risks = [_risk(card, now=now) for card in open_ if card.promise.paused_at is None]
    late = [risk for risk in risks if risk.card.promise.due_at < now]
    near = [risk for risk in risks if risk.card.promise.due_at >= now and risk.left <= A_DAY]
    return Rhythm(
        late=late[:SHOWN],
        near=sorted(near, key=lambda risk: risk.left)[:SHOWN],
        slipping=[card for card in open_ if card.promise.is_slipping][:SHOWN],
        away=falling(member, people, now=now, size=SHOWN),
        to_us=_to_us(people, teams, now=now),
        frictions=frictions_in(asked.found)[:FEW],
        huddles=huddles_in(asked.found)[:FEW],
        loads=[_load(one, [*late, *near], open_) for one in people],
        recoveries=asked.risks,
        of=len(open_),
    )


def teams_of(member: Member) -> QuerySet[Team]:
    return Team.objects.all() if member.is_owner else member.teams.all()


def people_of(member: Member) -> list[Member]:
    """Whoever is in the teams whose rhythm the member sees."""
    return _people(teams_of(member))


def _people(teams: QuerySet[Team]) -> list[Member]:
    return list(Member.objects.active().filter(teams__in=teams).distinct().order_by("name", "pk"))


def _open_of(member: Member, people: list[Member], teams: QuerySet[Team]) -> list[Promise]:
    """What those people, their teams and the desks they serve have open, the first due first."""
    found: Any = Promise.objects.open().filter(is_private=False)
    found = found.exclude(kind=Promise.Kind.REMINDER).select_related(
        *("keeper", "keeper_team", "desk__calendar", "customer", "to_member", "to_team"),
        "conversation",
    )
    ours = Q(keeper__in=people) | Q(keeper_team__in=teams)
    return queries.first_due(
        found.at_desks_of(member),
        found.filter(ours, desk=None, customer=None),
        size=MOST,
    )


def _risk(card: Card, *, now: datetime) -> AtRisk:
    promise = card.promise
    left = promise.hours.between(now, promise.due_at) if promise.due_at > now else 0.0
    return AtRisk(card, left)


def _load(member: Member, soon: list[AtRisk], open_: list[Card]) -> Load:
    return Load(
        member,
        open=sum(card.promise.keeper_id == member.pk for card in open_),
        near=sum(risk.card.promise.keeper_id == member.pk for risk in soon),
    )


def _to_us(people: list[Member], teams: QuerySet[Team], *, now: datetime) -> list[Card]:
    """What was promised to the teams and their people by somebody else, the first due first."""
    found = Promise.objects.open().filter(is_private=False)
    found = found.exclude(kind__in=[Promise.Kind.REMINDER, Promise.Kind.SELF_CARE])
    return cards(queries.to_any_of(people, teams, among=found, size=SHOWN), now=now)
