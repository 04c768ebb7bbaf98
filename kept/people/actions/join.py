"""Somebody becomes a member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from kept.kit import tokens
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.actions.password import checked
from kept.people.events import MemberJoined
from kept.people.models import Member, Team
from kept.people.names import forget_names

FOUNDING = "people.founding"
FOUNDING_LIVES = timedelta(days=1)


class HouseFounded(Refusal):
    code = "house_founded"
    message = gettext_lazy("This house has members already. Ask an owner for an invitation.")


class KnownAddress(Refusal):
    code = "member_known"
    message = gettext_lazy("Somebody with this address is a member already.")


class DeadFounding(Refusal):
    code = "founding_dead"
    message = gettext_lazy("This link does not open any more. Kept prints a new one as it starts.")


class NoAddress(Refusal):
    code = "member_without_address"
    message = gettext_lazy("A member needs a mail address and a name.")


@transaction.atomic
def add_member(
    *,
    email: str,
    name: str,
    password: str,
    role: str = Member.Role.MEMBER,
    language: str = "en",
    teams: Iterable[Team] = (),
    by: Any,
    now: datetime,
) -> Member:
    """Make a member who can sign in at once.

    Raises `NoAddress`, `KnownAddress`, `BadPassword`.
    """
    address, name = email.strip().lower(), name.strip()
    if "@" not in address or not name:
        raise NoAddress
    if Member.objects.filter(email__iexact=address).exists():
        raise KnownAddress
    member = Member(email=address, name=name, role=role, language=language, joined_at=now)
    member.set_password(checked(password, member=member))
    member.save()
    member.teams.set(teams)
    record(MemberJoined(member=member.pk, role=role), about=[member], by=by, at=now)
    forget_names()
    return member


def founding_token(*, now: datetime) -> str:
    """For a link that only whoever runs this machine reads: with it the first owner comes in."""
    return tokens.sign(FOUNDING, {}, expires_at=now + FOUNDING_LIVES)


def check_founding(token: str, *, now: datetime) -> None:
    """Raises `DeadFounding`: not ours, too old, or somebody owns this house already."""
    try:
        tokens.unsign(token, FOUNDING, now=now)
    except tokens.BadToken as error:
        raise DeadFounding from error
    if Member.objects.exists():
        raise DeadFounding


@transaction.atomic
def found_house(
    *, email: str, name: str, password: str, language: str = "en", now: datetime
) -> Member:
    """The first member, an owner. Raises `HouseFounded`, `NoAddress`, `BadPassword`."""
    _close_the_door_behind_us()
    if Member.objects.exists():
        raise HouseFounded
    return add_member(
        email=email,
        name=name,
        password=password,
        role=Member.Role.OWNER,
        language=language,
        by="system:setup",
        now=now,
    )


def _close_the_door_behind_us() -> None:
    """Two who found at once: the second waits and finds a member. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Member._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
