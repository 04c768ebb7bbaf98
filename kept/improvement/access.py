"""Who may settle what of improvement. To raise something, being in sight of it is enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kept.charter.models import Policy
from kept.charter.queries import May, may_decide, stops_of
from kept.conversations.models import Desk
from kept.improvement.models import Change, Friction, Halt, Huddle, Process, Voice
from kept.macros.access import may_keep
from kept.macros.models import Macro
from kept.people.models import Member, Team

MOST = 200
"""Of each kind, on the page of what one may stop."""


@dataclass(frozen=True, slots=True)
class Stoppable:
    """A policy or a macro, and what rests it now."""

    what: str
    thing: Policy | Macro
    halt: Halt | None


def sees_desk(member: Member, desk: int | None) -> bool:
    if not member.is_active:
        return False
    return desk is None or Desk.objects.visible_to(member).filter(pk=desk).exists()


def may_lead(member: Member, thing: Friction | Change | Process) -> bool:
    """Managers who see it."""
    return member.is_manager and sees_desk(member, thing.desk_id)


def may_write_change(member: Member, change: Change) -> bool:
    """Whoever looks after it, and managers who see it."""
    return sees_desk(member, change.desk_id) and (member.is_manager or change.owner_id == member.pk)


def may_walk(member: Member, process: Process) -> bool:
    """Everybody who sees it: whoever works by it knows best how it is."""
    return sees_desk(member, process.desk_id)


def may_stop(member: Member, thing: Policy | Macro, *, now: datetime) -> bool:
    """By right of role, or by a grant that is not used up."""
    if stops_by_role(member, thing):
        return True
    policy = thing.pk if isinstance(thing, Policy) else None
    return sees_desk(member, thing.desk_id) and bool(
        stops_of(member, desk=thing.desk_id, policy=policy, now=now)
    )


def may_start(member: Member, thing: Policy | Macro, *, stopped_by: int) -> bool:
    """By right of role; and whoever has stopped it, while they see it."""
    if stops_by_role(member, thing):
        return True
    return stopped_by == member.pk and sees_desk(member, thing.desk_id)


def stoppable(member: Member, *, now: datetime) -> list[Stoppable]:
    """What is in the member's sight and theirs to stop, or to start again.

    As `may_stop` and `may_start` say of one thing, said of all; a test compares them.
    """
    stops = [one for one in may_decide(member, now=now) if one.kind == "STOP" and not one.is_spent]
    halts = list(Halt.objects.filter(ended_at=None).select_related("by"))
    resting = {(one.policy_id, one.macro_id): one for one in halts}
    found = []
    for policy in Policy.objects.visible_to(member).filter(retired_at=None)[:MOST]:
        row = Stoppable("policy", policy, resting.get((policy.pk, None)))
        answers = member.is_manager or policy.owner_id == member.pk
        if answers or _is_theirs(member, row, stops, policy=policy.pk):
            found.append(row)
    macros = Macro.objects.visible_to(member).filter(retired_at=None).order_by("name", "pk")
    for macro in macros[:MOST]:
        row = Stoppable("macro", macro, resting.get((None, macro.pk)))
        if member.is_manager or _is_theirs(member, row, stops, policy=None):
            found.append(row)
    return found


def _is_theirs(member: Member, row: Stoppable, stops: Sequence[May], *, policy: int | None) -> bool:
    """By a grant; or since they have stopped it."""
    if row.halt is not None:
        return row.halt.by_id == member.pk
    desk = row.thing.desk_id
    return any(one.desk in {None, desk} and one.policy in {None, policy} for one in stops)


def stops_by_role(member: Member, thing: Policy | Macro) -> bool:
    """Managers who see it. Of a policy, whoever answers for it too."""
    if isinstance(thing, Macro):
        return may_keep(member, thing.desk)
    answers = thing.owner_id == member.pk
    return (member.is_manager or answers) and sees_desk(member, thing.desk_id)


def is_named(voices: Iterable[Voice], member: Member) -> bool:
    """Whether whoever raised it is named to this member: not where they wish to be named to nobody.

    They see themselves.
    """
    return not any(one.is_raiser and one.is_quiet and one.member_id != member.pk for one in voices)


def leaders(member: Member) -> QuerySet[Member]:
    """Whom a member may ask to take something out of the way."""
    able = Member.objects.active().filter(role__in=["MANAGER", "LEADER", "OWNER"])
    return able.exclude(pk=member.pk).order_by("name", "pk")


def teams_to_gather(member: Member) -> QuerySet[Team]:
    """Whose huddles a manager plans: their own teams'; an owner's all."""
    if not member.is_active or not member.is_manager:
        return Team.objects.none()
    return Team.objects.order_by("name") if member.is_owner else member.teams.order_by("name")


def is_in(member: Member, huddle: Huddle) -> bool:
    seats = Team.members.through.objects.filter(team=huddle.team_id, member=member)
    return member.is_active and (member.is_owner or seats.exists())


def may_lead_huddle(member: Member, huddle: Huddle) -> bool:
    """Managers of the team; and whoever leads this one."""
    return is_in(member, huddle) and (member.is_manager or huddle.led_by_id == member.pk)


def in_huddle(huddle: Huddle) -> QuerySet[Member]:
    """Who may take something on there."""
    return Member.objects.active().filter(teams=huddle.team_id).order_by("name", "pk")
