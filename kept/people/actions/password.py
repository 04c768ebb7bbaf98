"""Passwords: changed by their owner, or through a link that an owner of the house made once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kept.kit import tokens
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_give_role
from kept.people.events import PasswordResetOffered
from kept.people.models import Member

RESET_PURPOSE = "password-reset"
RESET_LIVES = timedelta(hours=24)


class WrongPassword(Refusal):
    code = "password_wrong"
    message = "That is not your present password."


class BadPassword(Refusal):
    code = "password_weak"
    message = "Choose a longer password."


def checked(password: str, *, member: Member) -> str:
    """The password, if it is good enough. Raises `BadPassword`, saying what is wrong."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise BadPassword(" ".join(error.messages)) from error
    return password


@transaction.atomic
def change_password(member: Member, *, present: str, new: str) -> Member:
    """Set a new password; every other session is dead. Raises `WrongPassword`, `BadPassword`."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.check_password(present):
        raise WrongPassword
    _set(member, new)
    return member


@transaction.atomic
def offer_reset(member: Member, *, by: Member, now: datetime) -> str:
    """A link's secret with which `member` sets a new password, once. Raises `NotAllowed`."""
    if not may_give_role(by, member.role):
        raise NotAllowed
    record(PasswordResetOffered(member=member.pk), about=[member], by=by, at=now)
    # The epoch is in the token: using it raises the epoch, so it works once.
    payload = {"m": member.pk, "e": member.epoch}
    return tokens.sign(RESET_PURPOSE, payload, expires_at=now + RESET_LIVES)


@transaction.atomic
def reset_password(token: str, *, new: str, now: datetime) -> Member:
    """Set a new password through a reset link. Raises `tokens.BadToken`, `BadPassword`."""
    member = resetting(token, now=now, is_locked=True)
    _set(member, new)
    return member


def resetting(token: str, *, now: datetime, is_locked: bool = False) -> Member:
    """Whose password the link resets. Raises `tokens.BadToken`."""
    payload = tokens.unsign(token, RESET_PURPOSE, now=now)
    members = Member.objects.select_for_update() if is_locked else Member.objects.all()
    found = members.filter(pk=payload["m"], epoch=payload["e"], is_active=True).first()
    if found is None:
        raise tokens.BadToken("This link has been used.")
    return found


def _set(member: Member, new: str) -> None:
    member.set_password(checked(new, member=member))
    member.epoch += 1
    member.save(update_fields=["password", "epoch"])
