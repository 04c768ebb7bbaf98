"""Scenes for the tests of people: browsers, proofs."""

from __future__ import annotations

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http.response import HttpResponseBase
from django.test import Client

from kept.people.models import Member
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


def browser(member: Member | None = None, **more: str) -> Client:
    """A browser of its own, signed in through the door when a member is given."""
    client = Client(**more)  # type: ignore[arg-type]
    if member:
        answer = sign_in(client, member.email)
        assert answer.status_code == 302, answer.content.decode()
    return client


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponseBase:
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def faults(answer: HttpResponseBase) -> str:
    """What a page says went wrong."""
    found = re.findall(r'data-state="overdue"[^>]*>(.*?)</(?:p|span)>', body(answer), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", one).strip() for one in found)


def body(answer: HttpResponseBase) -> str:
    """A page without what differs each time it is asked for: the seals of its forms."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return re.sub(r'("X-CSRFToken": ")[^"]+', r"\1", text)


def give_app(member: Member) -> None:
    TOTP.activate(member, SECRET)


def give_recovery_codes(member: Member) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(member).get_unused_codes()
    return codes


def code_now(key: str = SECRET) -> str:
    """What an app with this key shows."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def prove_again(client: Client) -> None:
    """Answer "is it still you?" with the password, as before anything that guards an account."""
    answer = client.post("/me/again/", {"password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
