"""Today: what I owe, to whom, and what waits on me."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kept.homes.queries import today as day
from kept.kit import clock
from kept.people.doors import MemberRequest, member_door, open_door


@open_door()
def door(request: HttpRequest) -> HttpResponse:
    """The front of the house: a member goes to Today, a stranger to sign-in."""
    return redirect("homes:today")


@member_door()
def today(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    context = {"day": day(request.user, now=now), "now": now, "current": "today"}
    page = "homes/today.html#page" if request.htmx and "pane" in request.GET else "homes/today.html"
    return render(request, page, context)
