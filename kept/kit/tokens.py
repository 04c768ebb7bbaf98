"""Secrets and seals. All of Kept's tokens are made here, so their rules stand in one place.

A *seal* (`mac`) binds words to a purpose with our key: 128 bits, lower-case base32, so it survives
a mail address. A *signed* token carries a payload and an end. A *secret* is random and only its
digest is stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

_MAC_BYTES = 16


class BadToken(Exception):
    """Not ours, altered, for something else, or past its end."""


def mac(purpose: str, *parts: object) -> str:
    """26 characters `a-z2-7` that only we can make for these parts."""
    return _mac(settings.SECRET_KEY, purpose, parts)


def check_mac(token: str, purpose: str, *parts: object) -> bool:
    """Whether `token` is our seal on these parts, under the present key or a former one."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return bool(token) and any(
        hmac.compare_digest(_mac(key, purpose, parts).encode(), token.lower().encode())
        for key in keys
    )


def sign(purpose: str, payload: dict[str, Any], *, expires_at: datetime) -> str:
    """A token for a link: `payload` readable but unalterable, good until `expires_at`."""
    body = json.dumps([payload, int(expires_at.timestamp())], separators=(",", ":"))
    coded = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"{coded}.{mac(purpose, coded)}"


def end_of(token: str) -> datetime:
    """When a token that `unsign` has taken stops working."""
    return datetime.fromtimestamp(_opened(token.partition(".")[0])[1], UTC)


def unsign(token: str, purpose: str, *, now: datetime) -> dict[str, Any]:
    """The payload of a token from `sign`. Raises `BadToken`."""
    coded, dot, seal = token.partition(".")
    if not dot or not check_mac(seal, purpose, coded):
        raise BadToken(_("This link is not one of ours."))
    payload, end = _opened(coded)
    if now.timestamp() >= end:
        raise BadToken(_("This link has run out."))
    return dict(payload)


def _opened(coded: str) -> tuple[dict[str, Any], int]:
    payload, end = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    return payload, end


def fresh_secret() -> str:
    """A random secret of 192 bits, fit for a URL."""
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """What we store of a secret. Raises `ValueError` for an empty one: it would match a void."""
    if not secret:
        raise ValueError("an empty secret has no digest")
    return hashlib.sha256(secret.encode()).hexdigest()


def _mac(key: str, purpose: str, parts: tuple[object, ...]) -> str:
    # Lengths go in front, so that ("ab", "c") and ("a", "bc") differ.
    words = [purpose, *map(str, parts)]
    message = b"".join(f"{len(w.encode())}:".encode() + w.encode() for w in words)
    raw = hmac.digest(hashlib.sha256(b"kept.seal:" + key.encode()).digest(), message, "sha256")
    return base64.b32encode(raw[:_MAC_BYTES]).decode().rstrip("=").lower()
