"""The bell on every page.

The number beside it comes by itself a moment after the page, so that no page waits for it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kept.kit import clock
from kept.notices.queries import count_unseen


def bell(request: HttpRequest) -> dict[str, Any]:
    """How many notices wait: asked where the bell itself is fetched, and on the page of notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not _is_asked_for(request):
        return {}
    return {"unseen": SimpleLazyObject(lambda: count_unseen(user, now=clock.now()))}


def _is_asked_for(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.app_name == "notices"
