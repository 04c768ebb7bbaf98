"""Asking a provider for consent: the address a member is sent to, and what the code it gives earns.

The authorization code flow (RFC 6749, section 4.1) with PKCE (RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from kept.kit.sealing import unseal
from kept.kit.sentences import sentence
from kept.mail.models import Mailbox
from kept.mail.providers import PROVIDERS
from kept.mail.signing_in import Trouble, consent_end, provider_name, refusal, told_by

SPENT = sentence("{name} does not take its own answer any more. Connect once more.")
NOT_LASTING = sentence(
    "{name} lets us in, but not lastingly: it gave no refresh token. Take Kept off the "
    "apps of this account there, and connect once more."
)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a consent has earned us; `until` where the provider says when it ends."""

    refresh_token: str
    until: datetime | None


def redirect_address() -> str:
    """Where providers send members back to; it is entered there letter by letter."""
    return f"{settings.BASE_URL}{reverse('mail:connected')}"


def consent_address(mailbox: Mailbox, *, state: str, verifier: str) -> str:
    """Where the member gives consent, signed in as the mailbox itself."""
    asked = {
        "response_type": "code",
        "client_id": mailbox.client_id,
        "redirect_uri": redirect_address(),
        "scope": mailbox.scopes,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        "login_hint": mailbox.user,
        **PROVIDERS[mailbox.provider].asks,
    }
    mark = "&" if urlsplit(mailbox.consent_url).query else "?"
    return f"{mailbox.consent_url}{mark}{urlencode(asked)}"


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def granted_for(mailbox: Mailbox, *, code: str, verifier: str, now: datetime) -> Granted:
    """Give the code for a refresh token. Raises `Trouble`, `CannotFetch`, `CannotUnseal`."""
    stored = json.loads(unseal(mailbox.sealed_secret) or "{}")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_address(),
        "client_id": mailbox.client_id,
        "code_verifier": verifier,
    }
    if stored.get("client_secret"):
        form["client_secret"] = stored["client_secret"]
    answer, told = told_by(mailbox, form)
    name = provider_name(mailbox)
    if "access_token" not in told:
        error = str(told.get("error", ""))
        if error == "invalid_grant":
            raise Trouble(SPENT.format(name=name))
        raise refusal(error, name=name, status=answer.status)
    if not told.get("refresh_token"):
        raise Trouble(NOT_LASTING.format(name=name))
    return Granted(str(told["refresh_token"]), consent_end(told, now=now))
