"""Open work does not stay with somebody who cannot see it any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.actions.assign import give, give_team
from kept.conversations.models import Conversation, Desk
from kept.ledger.models import Event
from kept.people.models import Member, Team

SYSTEM = "system:conversations"


@transaction.atomic
def lay_back_unseen(*, now: datetime, cause: Event | None = None) -> int:
    """Give to nobody what is open and assigned to who left, or left its desk. Answers how many."""
    # What was merged is nobody's work; taken apart, it is looked at again.
    over = [Conversation.Status.CLOSED, Conversation.Status.MERGED]
    open_ = Conversation.objects.exclude(status__in=over)
    assignees = open_.order_by().values_list("assignee", flat=True).distinct()
    laid_back = 0
    for member in Member.objects.filter(pk__in=list(assignees)):
        unseen = open_.filter(assignee=member).exclude(desk__in=Desk.objects.visible_to(member))
        for conversation in unseen.select_for_update().order_by("pk"):
            give(conversation, None, by=SYSTEM, now=now, cause=cause)
            laid_back += 1
    return laid_back + _of_teams(open_, now=now, cause=cause)


def lay_back_if_unseen(conversation: Conversation, *, now: datetime, cause: Event | None) -> None:
    """The same for one that is opened again, within the action that opens it."""
    member = conversation.assignee
    if member and not Desk.objects.visible_to(member).filter(pk=conversation.desk_id).exists():
        give(conversation, None, by=SYSTEM, now=now, cause=cause)
    team = conversation.team_id
    if (
        team
        and not Desk.teams.through.objects.filter(team=team, desk=conversation.desk_id).exists()
    ):
        give_team(conversation, None, by=SYSTEM, now=now, cause=cause)


def _of_teams(open_: Any, *, now: datetime, cause: Event | None) -> int:
    """The same for a team that serves the desk no more."""
    laid_back = 0
    teams = open_.order_by().exclude(team=None).values_list("team", flat=True).distinct()
    for team in Team.objects.filter(pk__in=list(teams)):
        serving = Desk.teams.through.objects.filter(team=team).values("desk")
        theirs = open_.filter(team=team).exclude(desk__in=serving)
        for conversation in theirs.select_for_update().order_by("pk"):
            give_team(conversation, None, by=SYSTEM, now=now, cause=cause)
            laid_back += 1
    return laid_back
