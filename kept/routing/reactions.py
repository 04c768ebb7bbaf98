"""What comes, comes back or is laid back is routed, and whoever has room again gets what waits."""

from __future__ import annotations

from kept.conversations.models import Conversation
from kept.ledger import reaction
from kept.ledger.models import Event
from kept.routing.actions import fill, leave_line, route
from kept.routing.actions.route import SYSTEM
from kept.routing.models import Queued
from kept.routing.queries import desks_in_line, is_routed

OPEN = Conversation.Status.OPEN


@reaction("conversation.opened", "message.received", reader="routing")
def comes(event: Event) -> None:
    """Of a letter that opens again what was nobody's, too; what waits in line goes on waiting."""
    # Most desks leave it to their people, and then nothing needs to be held.
    if not is_routed(event.facts["conversation"]):
        return
    found = _conversation(event)
    if found.assignee_id is None and not Queued.objects.filter(conversation=found).exists():
        route(found, now=event.at, cause=event)


@reaction("conversation.status_changed", reader="routing")
def status_changed(event: Event) -> None:
    found = _conversation(event)
    if event.facts["to"] == OPEN and found.assignee_id is None:
        route(found, now=event.at, cause=event)
    elif event.facts["before"] == OPEN:
        leave_line(found.pk)
        if found.assignee_id:
            _has_room(found.assignee_id, event)


@reaction("conversation.assigned", reader="routing")
def assigned(event: Event) -> None:
    """Laid back it goes to somebody else than whoever had it."""
    before = event.facts["before"]
    if event.facts["to"]:
        leave_line(event.facts["conversation"])
    else:
        route(_conversation(event), without=before, now=event.at, cause=event)
    if before and event.by != SYSTEM:
        _has_room(before, event)


@reaction("conversation.team_assigned", reader="routing")
def given_to_a_team(event: Event) -> None:
    """It is for others now: those in the team, or all of the desk."""
    leave_line(event.facts["conversation"])
    route(_conversation(event), now=event.at, cause=event)


@reaction("capacity.changed", reader="routing")
def can_hold_more(event: Event) -> None:
    _has_room(event.facts["member"], event)


def _has_room(member: int, event: Event) -> None:
    for desk in desks_in_line(member):
        fill(desk, now=event.at, cause=event)


def _conversation(event: Event) -> Conversation:
    return Conversation.objects.get(pk=event.facts["conversation"])
