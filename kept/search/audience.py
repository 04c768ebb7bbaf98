"""Who may be told that a saved view is there, or has changed: whoever has it in their column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kept.conversations.models import Desk
from kept.live.audience import Reach, Told, audience
from kept.people.models import Member, Team
from kept.search.models import SavedView


@audience
def who_has_it(events: Sequence[Told]) -> Iterable[Reach]:
    named = {pk for event in events for pk in event.ids("view")}
    views = {view.pk: view for view in SavedView.objects.filter(pk__in=named)} if named else {}
    return [
        {f"view:{pk}": _having(views[pk]) for pk in event.ids("view") if pk in views}
        for event in events
    ]


def _having(view: SavedView) -> frozenset[int]:
    """As `SavedViewQuerySet.beside` asks for one member which views."""
    active = Member.objects.active()
    if view.reach == SavedView.Reach.OWN:
        found = active.filter(pk=view.owner_id)
    elif view.reach == SavedView.Reach.TEAM:
        found = active.filter(
            pk__in=Team.members.through.objects.filter(team=view.team_id).values("member")
        )
    elif view.reach == SavedView.Reach.DESK:
        teams = Desk.teams.through.objects.filter(desk=view.desk_id).values("team")
        found = active.filter(
            pk__in=Team.members.through.objects.filter(team__in=teams).values("member")
        )
    else:
        found = active
    return frozenset(found.values_list("pk", flat=True))
