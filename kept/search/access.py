"""Who may share and change saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.conversations.models import Desk
from kept.people.models import Member, Team
from kept.search.models import SavedView


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a view besides its owner: a team, a desk, everybody, or nobody."""

    reach: str = SavedView.Reach.OWN
    desk: Desk | None = None
    team: Team | None = None

    @property
    def of(self) -> int:
        """The id of the team or desk, 0 for none."""
        return (self.desk or self.team or _NOTHING).pk


class _Nothing:
    pk = 0


_NOTHING = _Nothing()


def audience_of(view: SavedView) -> Audience:
    return Audience(view.reach, view.desk, view.team)


def audiences(member: Member) -> list[Audience]:
    """With whom the member may share: managers with their desks and teams, owners with all."""
    found = [Audience()]
    if not member.is_active or not member.is_manager:
        return found
    teams: Sequence[Team] = list(Team.objects.all() if member.is_owner else member.teams.all())
    found += [Audience(SavedView.Reach.TEAM, team=team) for team in teams]
    desks = Desk.objects.visible_to(member)
    found += [Audience(SavedView.Reach.DESK, desk=desk) for desk in desks]
    if member.is_owner:
        found.append(Audience(SavedView.Reach.ALL))
    return found


def may_share(member: Member, audience: Audience) -> bool:
    return audience in audiences(member)


def may_change(member: Member, view: SavedView) -> bool:
    """One's own; and a shared one for whoever could share with these people."""
    if view.reach == SavedView.Reach.OWN:
        return member.is_active and view.owner_id == member.pk
    return may_share(member, audience_of(view))
