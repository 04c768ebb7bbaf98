"""A member's place in the house changes, or what they have chosen for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_give_role
from kept.people.actions.sessions import end_all
from kept.people.events import MemberChanged
from kept.people.models import Member, Team
from kept.people.names import forget_names

OWN_CHOICES = frozenset(
    {"name", "zone", "language", "theme", "has_single_keys", "rest_seconds", "answers_by_mail"}
)


class LastOwner(Refusal):
    code = "last_owner"
    message = gettext_lazy("Somebody must own the house. Make another member an owner first.")


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
    owners = list(
        Member.objects.select_for_update()
        .filter(role=Member.Role.OWNER, is_active=True)
        .order_by("pk")
    )
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not may_give_role(by, role) or not may_give_role(by, member.role):
        raise NotAllowed
    stays_owner = role == Member.Role.OWNER and is_active
    if owners == [member] and not stays_owner:
        raise LastOwner
    rights = (role, is_active, sees_only_assigned)
    changes_rights = rights != (member.role, member.is_active, member.sees_only_assigned)
    wanted = {team.pk for team in teams}
    if not changes_rights and wanted == set(member.teams.values_list("pk", flat=True)):
        return member
    if changes_rights:
        member.role, member.is_active, member.sees_only_assigned = rights
        end_all(member)
        member.save(update_fields=["role", "is_active", "sees_only_assigned", "epoch"])
    member.teams.set(wanted)
    record(
        MemberChanged(member=member.pk, role=role, active=is_active),
        about=[member],
        by=by,
        at=now,
    )
    return member


@transaction.atomic
def change_own_settings(member: Member, *, now: datetime, **chosen: object) -> Member:
    """What a member chooses for themselves: name, zone, language, theme, keys, rest of letters.

    A new name is a fact, since others read it; what one's own screen looks like is none.
    """
    if not chosen.keys() <= OWN_CHOICES:
        raise NotAllowed
    is_renamed = "name" in chosen and chosen["name"] != member.name
    for name, value in chosen.items():
        setattr(member, name, value)
    member.save(update_fields=list(chosen))
    if is_renamed:
        record(
            MemberChanged(member=member.pk, role=member.role, active=member.is_active),
            about=[member],
            by=member,
            at=now,
        )
        forget_names()
    return member
