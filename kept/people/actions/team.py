"""Teams are made and changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_manage_people
from kept.people.events import TeamChanged
from kept.people.models import Member, Team


class NamelessTeam(Refusal):
    code = "team_nameless"
    message = gettext_lazy("A team needs a name that no other team has.")


@transaction.atomic
def make_team(*, name: str, members: Iterable[Member], by: Member, now: datetime) -> Team:
    """Raises `NotAllowed`, `NamelessTeam`."""
    return _save(Team(), name=name, members=members, by=by, now=now)


@transaction.atomic
def change_team(
    team: Team, *, name: str, members: Iterable[Member], by: Member, now: datetime
) -> Team:
    """Raises `NotAllowed`, `NamelessTeam`."""
    locked = Team.objects.select_for_update().get(pk=team.pk)
    return _save(locked, name=name, members=members, by=by, now=now)


def _save(team: Team, *, name: str, members: Iterable[Member], by: Member, now: datetime) -> Team:
    if not may_manage_people(by):
        raise NotAllowed
    name = name.strip()
    if not name or Team.objects.exclude(pk=team.pk).filter(name__iexact=name).exists():
        raise NamelessTeam
    team.name = name
    team.save()
    team.members.set(members)
    record(TeamChanged(team=team.pk), about=[team], by=by, at=now)
    return team
