"""Secrets of others that we must be able to read again: sealed with our key, never stored clear."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from kept.kit.sentences import sentence


class CannotUnseal(Exception):
    """Sealed with a key we do not have any more."""


def seal(secret: str) -> str:
    """`secret` as text that only we can read. Nothing stays nothing."""
    return _keys().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """What was sealed, under the present key or a former one. Raises `CannotUnseal`."""
    if not sealed:
        return ""
    try:
        return _keys().decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise CannotUnseal(sentence("This secret was sealed with a key that is gone.")) from error


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in known])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"kept.sealing:" + key.encode()).digest())
