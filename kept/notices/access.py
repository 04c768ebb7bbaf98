"""Who is told of a promise."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Hearers:
    """`is_theirs`: each of them is the one who keeps it, so that it may leave the app too."""

    members: list[Member]
    is_theirs: bool


def hearers_of(promise: Promise) -> Hearers:
    """The keeper. Where a desk or a team keeps it: whoever looks after the conversation, else all
    who serve there, in the app alone.

    What somebody promised themselves is theirs alone, and whoever cannot see it hears nothing.
    """
    if promise.keeper_id is not None:
        return Hearers(_seeing(promise, promise.keeper_id), is_theirs=True)
    looks_after = promise.conversation.assignee_id if promise.conversation else None
    if looks_after is not None and (found := _seeing(promise, looks_after)):
        return Hearers(found, is_theirs=True)
    return Hearers(_serving(promise), is_theirs=False)


def may_hear(member: Member, promise: Promise) -> bool:
    """Whether the member is still the one to tell: it was not handed on, nor out of sight."""
    if not member.is_active or promise.keeper_id not in {None, member.pk}:
        return False
    if promise.keeper_id is None and _another_looks_after(member, promise):
        return False
    return Promise.objects.visible_to(member).filter(pk=promise.pk).exists()


def may_hear_of(member: Member, conversation: int) -> bool:
    """Whether the member may still see what a notice tells of."""
    if not member.is_active:
        return False
    return Conversation.objects.visible_to(member).filter(pk=conversation).exists()


def _another_looks_after(member: Member, promise: Promise) -> bool:
    """Whether somebody else looks after its conversation, who sees what the desk keeps there."""
    looks_after = promise.conversation.assignee_id if promise.conversation else None
    if looks_after in {None, member.pk}:
        return False
    return bool(_seeing(promise, looks_after))


def _seeing(promise: Promise, pk: int) -> list[Member]:
    found = Member.objects.active().filter(pk=pk)
    return [member for member in found if may_hear(member, promise)]


def _serving(promise: Promise) -> list[Member]:
    """Everybody of the desk's teams, or of the team that keeps it, who may see the promise."""
    if promise.keeper_team_id is not None:
        serving = Member.objects.active().filter(teams=promise.keeper_team_id)
    else:
        sees_it = Q(sees_only_assigned=False) | Q(role=Member.Role.OWNER)
        serving = Member.objects.active().filter(sees_it, teams__desks=promise.desk_id)
    return list(serving.distinct().order_by("pk"))
