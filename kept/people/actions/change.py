"""A member's place in the house changes, or what they have chosen for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_give_role
from kept.people.events import MemberChanged
from kept.people.models import Member, Team
from kept.people.names import forget_names


class LastOwner(Refusal):
    code = "last_owner"
    message = "Somebody must own the house. Make another member an owner first."


@transaction.atomic
def change_member(
    member: Member,
    *,
    role: str,
    teams: Iterable[Team],
    sees_only_assigned: bool,
    is_active: bool,
    by: Member,
    now: datetime,
) -> Member:
    """Role, teams and rights. All their sessions end where they lose or gain a right.

    Raises `NotAllowed`, `LastOwner`.
    """
    # Owners are locked together, so that two who step down at once cannot both be the last.
    owners = list(Member.objects.select_for_update().filter(role=Member.Role.OWNER, is_active=True))
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not may_give_role(by, role) or not may_give_role(by, member.role):
        raise NotAllowed
    stays_owner = role == Member.Role.OWNER and is_active
    if owners == [member] and not stays_owner:
        raise LastOwner
    before = (member.role, member.is_active, member.sees_only_assigned)
    member.role, member.is_active = role, is_active
    member.sees_only_assigned = sees_only_assigned
    if before != (role, is_active, sees_only_assigned):
        member.epoch += 1
    member.save(update_fields=["role", "is_active", "sees_only_assigned", "epoch"])
    member.teams.set(teams)
    record(
        MemberChanged(member=member.pk, role=role, active=is_active),
        about=[member],
        by=by,
        at=now,
    )
    return member


@transaction.atomic
def change_own_settings(member: Member, **chosen: object) -> Member:
    """What a member chooses for themselves: name, zone, language, theme, single keys."""
    allowed = {"name", "zone", "language", "theme", "has_single_keys"}
    if not chosen.keys() <= allowed:
        raise NotAllowed
    for name, value in chosen.items():
        setattr(member, name, value)
    member.save(update_fields=list(chosen))
    forget_names()
    return member


@transaction.atomic
def sign_out_everywhere(member: Member) -> Member:
    """End every session of the member; the caller may begin a new one for this browser."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    member.epoch += 1
    member.save(update_fields=["epoch"])
    return member
