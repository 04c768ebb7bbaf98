"""What opens a mailbox: its password, or an access token its provider gave for our consent.

Fetcher and sender ask here. A token is kept in memory until shortly before its end; what earns the
next one, the refresh token, lies sealed on the mailbox.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kept.kit.outbound import Answer, fetch
from kept.kit.sealing import seal, unseal
from kept.kit.sentences import sentence
from kept.mail.models import Mailbox
from kept.mail.providers import PROVIDERS

ENDED = sentence(
    "{name} does not let us in any more: its consent was withdrawn or has ended. "
    "Connect the mailbox again."
)
WRONG_CLIENT = sentence(
    "{name} does not know the client ID or its secret. A secret ends on its last day: "
    "make a new one there, enter it here, and connect again."
)
WRONG_SCOPES = sentence("{name} does not give these scopes. Look at them, connect again.")
NO_TOKEN = sentence("{name} gives no token ({status}). It is asked again in a while.")

EARLY = timedelta(minutes=2)
"""Asked anew this much before a token ends: servers fail commands when it does."""
LONGEST = timedelta(days=1)
"""No token is trusted longer, whatever its provider says."""


class Trouble(Exception):
    """Why a mailbox cannot be opened, in words for its owner."""


class ConsentEnded(Trouble):
    """The provider does not take our consent or our client any more; only a person can mend it."""


@dataclass(frozen=True)
class Token:
    """An access token, until when it is good, and the sealed secret that earned it."""

    words: str
    good_until: datetime
    earned_by: str


_tokens: dict[int, Token] = {}
_turns: dict[int, threading.Lock] = {}


def secret_of(mailbox: Mailbox, *, now: datetime) -> str:
    """The password, or an access token that is good for a while yet. Raises `Trouble`,
    `CannotFetch`, `CannotUnseal`."""
    if mailbox.auth == Mailbox.Auth.PASSWORD:
        return unseal(mailbox.sealed_secret)
    # Fetcher and sender are lanes of one program: a refresh token is spent by one at a time.
    with _turns.setdefault(mailbox.pk or 0, threading.Lock()):
        known = _tokens.get(mailbox.pk) if mailbox.pk else None
        if known and known.earned_by == mailbox.sealed_secret and known.good_until > now:
            return known.words
        return _fresh_token(mailbox, now=now)


def forget_token(mailbox_id: int) -> None:
    _tokens.pop(mailbox_id, None)


def forget_all() -> None:
    _tokens.clear()


def told_by(mailbox: Mailbox, form: dict[str, str]) -> tuple[Answer, dict[str, Any]]:
    """What the token address answers (RFC 6749, section 5), as it came and as JSON."""
    answer = fetch(mailbox.token_url, method="POST", form=form, largest_bytes=100_000)
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError):
        told = {}
    return answer, told if isinstance(told, dict) else {}


def consent_end(told: dict[str, Any], *, now: datetime) -> datetime | None:
    """When the refresh token ends, where the provider says so."""
    seconds = told.get("refresh_token_expires_in")
    if isinstance(seconds, str) and re.fullmatch(r"[0-9]{1,12}", seconds):
        seconds = int(seconds)
    if not isinstance(seconds, int) or not 0 < seconds < 10 * 366 * 86_400:
        return None
    return now + timedelta(seconds=seconds)


def refusal(error: str, *, name: str, status: int) -> Trouble:
    """The provider's `error` code (RFC 6749, section 5.2) in words, and what to do."""
    match error:
        case "invalid_grant" | "interaction_required" | "consent_required":
            return ConsentEnded(ENDED.format(name=name))
        case "invalid_client" | "unauthorized_client":
            return ConsentEnded(WRONG_CLIENT.format(name=name))
        case "invalid_scope":
            return ConsentEnded(WRONG_SCOPES.format(name=name))
    return Trouble(NO_TOKEN.format(name=name, status=status))


def provider_name(mailbox: Mailbox) -> str:
    return PROVIDERS[mailbox.provider or "OTHER"].name or sentence("The sign-in service")


def _fresh_token(mailbox: Mailbox, *, now: datetime) -> str:
    stored = json.loads(unseal(mailbox.sealed_secret) or "{}")
    if not stored.get("refresh_token"):
        raise ConsentEnded(sentence("It is not connected yet. Connect it on its page."))
    form = {
        "grant_type": "refresh_token",
        "client_id": mailbox.client_id,
        "refresh_token": stored["refresh_token"],
    }
    if stored.get("client_secret"):
        form["client_secret"] = stored["client_secret"]
    answer, told = told_by(mailbox, form)
    try:
        token = str(told["access_token"])
        lasts = timedelta(seconds=int(told.get("expires_in", 300)))
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        told_error = str(told.get("error", ""))
        said = refusal(told_error, name=provider_name(mailbox), status=answer.status)
        if isinstance(said, ConsentEnded) and mailbox.pk:
            _same(mailbox).filter(refused_at=None).update(refused_at=now)
        raise said from error
    if mailbox.pk:
        _keep(mailbox, stored, told, now=now)
        good_until = now + min(max(lasts - EARLY, timedelta(seconds=30)), LONGEST)
        _tokens[mailbox.pk] = Token(token, good_until, earned_by=mailbox.sealed_secret)
    return token


def _keep(mailbox: Mailbox, stored: dict[str, Any], told: dict[str, Any], *, now: datetime) -> None:
    """A new refresh token replaces the old one, unless somebody connected anew meanwhile."""
    changes: dict[str, Any] = {}
    if (changed := told.get("refresh_token")) and changed != stored["refresh_token"]:
        changes["sealed_secret"] = seal(json.dumps(stored | {"refresh_token": changed}))
    if end := consent_end(told, now=now):
        changes["consent_until"] = end
    if mailbox.refused_at is not None:
        changes["refused_at"] = None
    if changes and _same(mailbox).update(**changes):
        for name, value in changes.items():
            setattr(mailbox, name, value)


def _same(mailbox: Mailbox) -> Any:
    return Mailbox.objects.filter(pk=mailbox.pk, sealed_secret=mailbox.sealed_secret)
