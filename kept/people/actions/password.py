"""Passwords: changed by their owner, or through a link that an owner of the house made once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit import tokens
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_give_role
from kept.people.actions.sessions import end_all
from kept.people.events import PasswordChanged, PasswordResetOffered
from kept.people.models import Member

RESET_PURPOSE = "password-reset"
RESET_LIVES = timedelta(hours=24)


class WrongPassword(Refusal):
    code = "password_wrong"
    message = gettext_lazy("That is not your present password.")


class DeadReset(Refusal):
    code = "reset_dead"
    message = gettext_lazy("This link does not open any more. Ask an owner for a new one.")


class BadPassword(Refusal):
    code = "password_weak"
    message = gettext_lazy("Choose a longer password.")


def checked(password: str, *, member: Member) -> str:
    """The password, if it is good enough. Raises `BadPassword`, saying what is wrong."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise BadPassword(" ".join(error.messages)) from error
    return password


@transaction.atomic
def change_password(member: Member, *, present: str, new: str, now: datetime) -> Member:
    """Set a new password; every other session is dead. Raises `WrongPassword`, `BadPassword`."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.check_password(present):
        raise WrongPassword
    return _set(member, new, by_link=False, now=now)


@transaction.atomic
def offer_reset(member: Member, *, by: Member, now: datetime) -> str:
    """A link's secret with which `member` sets a new password, once. Raises `NotAllowed`.

    Never for oneself: an owner who leaves their desk unlocked would lose the house with it.
    """
    if not may_give_role(by, member.role) or not member.is_active or by.pk == member.pk:
        raise NotAllowed
    record(PasswordResetOffered(member=member.pk), about=[member], by=by, at=now)
    # The epoch is in the token: using it raises the epoch, so it works once.
    payload = {"member": member.pk, "epoch": member.epoch, "by": by.pk}
    return tokens.sign(RESET_PURPOSE, payload, expires_at=now + RESET_LIVES)


def resetting(token: str, *, now: datetime) -> Member:
    """Whose password the link resets. Raises `DeadReset`, the same for every reason."""
    try:
        payload = tokens.unsign(token, RESET_PURPOSE, now=now)
    except tokens.BadToken as error:
        raise DeadReset from error
    member = Member.objects.filter(
        pk=payload["member"], epoch=payload["epoch"], is_active=True
    ).first()
    giver = Member.objects.filter(pk=payload["by"]).first()
    if member is None or giver is None or not may_give_role(giver, member.role):
        raise DeadReset
    return member


@transaction.atomic
def reset_password(token: str, *, new: str, now: datetime) -> Member:
    """Set a new password through a reset link. Raises `DeadReset`, `BadPassword`."""
    member = Member.objects.select_for_update().get(pk=resetting(token, now=now).pk)
    resetting(token, now=now)  # once more, now that nobody else can be using it
    return _set(member, new, by_link=True, now=now)


def _set(member: Member, new: str, *, by_link: bool, now: datetime) -> Member:
    member.set_password(checked(new, member=member))
    end_all(member)
    member.save(update_fields=["password", "epoch"])
    record(PasswordChanged(member=member.pk, by_link=by_link), about=[member], by=member, at=now)
    return member
