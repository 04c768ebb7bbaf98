"""`kept user add`: the first owner of a new house, or another member without a browser."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people import actions
from kept.people.models import Member, Team


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept user add",
        description="Add a member. The first one owns the house.",
    )
    parser.add_argument("email", help="mail address, to sign in with")
    parser.add_argument("--name", default="", help="name that customers read")
    parser.add_argument(
        "--role",
        choices=[role.lower() for role in Member.Role.values],
        default="member",
        help="default: member; the first member is always an owner",
    )
    parser.add_argument("--team", action="append", default=[], help="may be given again")
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    way.add_argument(
        "--invite", action="store_true", help="print a link with which they set a password"
    )
    given = parser.parse_args(arguments)
    try:
        validate_email(given.email)
        print(_add(given))
    except ValidationError:
        return _complain(f"{given.email!r} is no mail address.")
    except Refusal as refusal:
        return _complain(str(refusal))
    return 0


def _add(given: argparse.Namespace) -> str:
    now = clock.now()
    name = given.name or given.email.partition("@")[0].title()
    teams = [_team(word) for word in given.team]
    if Member.objects.filter(email__iexact=given.email).exists():
        raise actions.KnownAddress
    if given.invite:
        owner = Member.objects.active().filter(role=Member.Role.OWNER).order_by("pk").first()
        if owner is None:
            return founding_link(now=now)
        _, secret = actions.invite(
            email=given.email,
            name=name,
            role=given.role.upper(),
            teams=teams,
            by=owner,
            now=now,
        )
        return f"{settings.BASE_URL}{reverse('people:join', args=[secret])}"
    password = _password(is_piped=given.password_stdin)
    if not Member.objects.exists():
        actions.found_house(email=given.email, name=name, password=password, now=now)
        return f"{name} owns this house and can sign in at {settings.BASE_URL}."
    actions.add_member(
        email=given.email,
        name=name,
        password=password,
        role=given.role.upper(),
        teams=teams,
        by="system:setup",
        now=now,
    )
    return f"{name} can sign in at {settings.BASE_URL}."


def founding_link(*, now: datetime) -> str:
    """Good for a day, and as long as nobody is a member."""
    return f"{settings.BASE_URL}{reverse('people:found', args=[actions.founding_token(now=now)])}"


def _team(name: str) -> Team:
    found = Team.objects.filter(name__iexact=name).first()
    if found is None:
        known = ", ".join(Team.objects.values_list("name", flat=True)) or "none yet"
        raise Refusal(f"There is no team {name!r}. Teams: {known}.")
    return found


def _password(*, is_piped: bool) -> str:
    if is_piped or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Refusal("The two did not match. Nothing was added.")
    return first


def _complain(sentence: str) -> int:
    print(f"kept user add: {sentence}", file=sys.stderr)
    return 1
