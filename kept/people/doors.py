"""The doors: who may come to an address at all. Every view carries exactly one.

A door decides by role and method; what a member may see behind it is `visible_to`'s matter. A view
without a door does not start: `tests/test_every_url.py` walks the whole map.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from kept.kit.refusals import NotAllowed

if TYPE_CHECKING:
    from kept.people.models import Member


class MemberRequest(HttpRequest):
    """A request from a signed-in, active member."""

    user: Member  # the door has looked
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]
Test = Callable[["Member"], bool]


def _door(name: str, methods: tuple[str, ...], may_enter: Test | None) -> Callable[[View], View]:
    allowed = methods or ("GET",)
    allowed = (*allowed, "HEAD") if "GET" in allowed else allowed

    def hang(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # Who comes first, then how: a stranger learns nothing of the methods.
            if may_enter is not None:
                user = request.user
                if not user.is_authenticated:
                    return _ask_to_sign_in(request)
                if not may_enter(user):
                    raise NotAllowed
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return view(request, *args, **kwargs)

        guarded.door = name  # type: ignore[attr-defined]
        guarded.methods = allowed  # type: ignore[attr-defined]
        return guarded

    return hang


def open_door(*methods: str) -> Callable[[View], View]:
    """Anybody: sign-in, health, the way in."""
    return _door("open", methods, None)


def signed_link_door(*methods: str) -> Callable[[View], View]:
    """Whoever holds a link we signed; the view checks the link."""
    return _door("signed_link", methods, None)


def member_door(*methods: str) -> Callable[[View], View]:
    """Every member."""
    return _door("member", methods, lambda member: member.is_active)


def manager_door(*methods: str) -> Callable[[View], View]:
    """Managers, leaders, owners."""
    return _door("manager", methods, lambda member: member.is_active and member.is_manager)


def owner_door(*methods: str) -> Callable[[View], View]:
    """Owners: settings, people, health."""
    return _door("owner", methods, lambda member: member.is_active and member.is_owner)


def status_of(request: HttpRequest) -> int:
    """Of a page with a form: what was sent and stands here again was refused."""
    return 422 if request.method == "POST" else 200


def typed_words(request: HttpRequest, *names: str) -> list[str]:
    """What was written in these fields, for a page that has no form for it any more."""
    found = (request.POST.get(name, "").replace("\0", "") for name in names)
    return [words for words in found if words.strip()]


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A fragment cannot show the sign-in page; htmx takes the whole browser there.
        answer = HttpResponse(status=401)
        answer["HX-Refresh"] = "true"
        return answer
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
