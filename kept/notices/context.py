"""The bell on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kept.kit import clock
from kept.notices.queries import count_unseen


def bell(request: HttpRequest) -> dict[str, Any]:
    """How many notices wait, asked once a request and only where a bell hangs."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unseen": SimpleLazyObject(lambda: count_unseen(user, now=clock.now()))}
