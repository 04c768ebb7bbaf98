"""Today: what I owe, to whom, and what waits on me."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kept.homes.queries import ALL, MOST
from kept.homes.queries import today as day
from kept.homes.rhythm import rhythm as beat
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door, member_door, open_door


@open_door()
def door(request: HttpRequest) -> HttpResponse:
    """The front of the house: a member goes to Today, a stranger to sign-in."""
    return redirect("homes:today")


@member_door()
def today(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    most = ALL if "all" in request.GET else MOST
    context = {"day": day(request.user, most=most, now=now), "now": now, "current": "today"}
    page = "homes/today.html#page" if request.htmx and "pane" in request.GET else "homes/today.html"
    return render(request, page, context)


@manager_door()
def rhythm(request: HttpRequest) -> HttpResponse:
    """What the team has promised both ways, and what of it is at risk."""
    request = cast("MemberRequest", request)
    now = clock.now()
    context = {"beat": beat(request.user, now=now), "now": now, "current": "rhythm"}
    is_pane = request.htmx and "pane" in request.GET
    page = "homes/rhythm.html#page" if is_pane else "homes/rhythm.html"
    return render(request, page, context)
