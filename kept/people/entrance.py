"""Who sends a request, told by its cookie alone: asked before the request is here."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from kept.people.sessions import SessionStore


def is_members(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether these headers bear the session of a member who is signed in."""
    key = _session_key(headers)
    if not key:
        return False
    # This is no request yet, so nobody else sees to the connection.
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(key)
    return get_user(request).is_authenticated


def _session_key(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Read as a request's cookies are: what others have set beside it may be anything."""
    told = [value.decode("latin-1") for name, value in headers if name.lower() == b"cookie"]
    return parse_cookie("; ".join(told)).get(settings.SESSION_COOKIE_NAME, "")
