"""The column of views beside every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kept.conversations.queries import navigation
from kept.promises.queries import open_of_desks


def navigation_of(request: HttpRequest) -> Any:
    """The member's navigation, read once a request and only where something shows it."""
    if not hasattr(request, "kept_navigation"):
        promised = {"promised": open_of_desks}
        request.kept_navigation = navigation(request.user, also=promised)  # type: ignore[attr-defined, arg-type]
    return request.kept_navigation  # type: ignore[attr-defined]


def views(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"nav": SimpleLazyObject(lambda: navigation_of(request))}
