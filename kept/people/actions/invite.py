"""A seat is offered, taken, or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit import tokens
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_give_role, may_manage_people, stands_behind
from kept.people.actions.join import KnownAddress, add_member
from kept.people.events import InvitationMade, InvitationUsed, InvitationWithdrawn
from kept.people.models import Invitation, Member, Team

LIVES = timedelta(days=7)


class DeadInvitation(Refusal):
    code = "invitation_dead"
    message = gettext_lazy("This invitation does not open any more. Ask for a new one.")


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: str,
    teams: Iterable[Team],
    by: Member,
    now: datetime,
) -> tuple[Invitation, str]:
    """Offer a seat; answers the invitation and its secret, which is stored nowhere.

    What this address was offered before is withdrawn. Raises `NotAllowed`, `KnownAddress`.
    """
    if not may_give_role(by, role):
        raise NotAllowed
    address = email.strip().lower()
    if Member.objects.filter(email__iexact=address).exists():
        raise KnownAddress
    for earlier in Invitation.objects.open(now=now).filter(email=address):
        withdraw(earlier, by=by, now=now)
    secret = tokens.fresh_secret()
    invitation = Invitation.objects.create(
        email=address,
        name=name.strip(),
        role=role,
        secret_digest=tokens.digest(secret),
        invited_by=by,
        invited_at=now,
        expires_at=now + LIVES,
    )
    invitation.teams.set(teams)
    record(
        InvitationMade(invitation=invitation.pk, role=role),
        about=[invitation],
        by=by,
        at=now,
    )
    return invitation, secret


def find(secret: str, *, now: datetime) -> Invitation:
    """The open invitation of this secret. Raises `DeadInvitation`, the same for every reason."""
    if not secret.strip():
        raise DeadInvitation
    known = Invitation.objects.open(now=now).select_related("invited_by")
    found = known.filter(secret_digest=tokens.digest(secret)).first()
    if found is None or not stands_behind(found):
        raise DeadInvitation
    return found


@transaction.atomic
def join(secret: str, *, name: str, password: str, language: str = "en", now: datetime) -> Member:
    """Take the seat, in the language of its screens. Works once.

    Raises `DeadInvitation`, `KnownAddress`, `BadPassword`.
    """
    found = find(secret, now=now)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    if invitation.used_at or invitation.withdrawn_at:
        raise DeadInvitation
    member = add_member(
        email=invitation.email,
        name=name or invitation.name,
        password=password,
        language=language,
        role=invitation.role,
        teams=list(invitation.teams.all()),
        by=f"invitation:{invitation.pk}",
        now=now,
    )
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    record(
        InvitationUsed(invitation=invitation.pk, member=member.pk),
        about=[invitation, member],
        by=member,
        at=now,
    )
    return member


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Member, now: datetime) -> None:
    """The seat is no longer offered. Raises `NotAllowed`."""
    if not may_manage_people(by):
        raise NotAllowed
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at or invitation.withdrawn_at:
        return
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(InvitationWithdrawn(invitation=invitation.pk), about=[invitation], by=by, at=now)
