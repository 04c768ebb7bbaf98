"""Today: what I owe, to whom, and what waits on me."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kept.charter.queries import waiting_along
from kept.conversations.models import Conversation
from kept.first_steps.queries import is_wanted
from kept.focus.queries import best_note_of, standing_of
from kept.homes.queries import ALL, ALONG, MOST
from kept.homes.queries import today as day
from kept.homes.rhythm import people_of
from kept.homes.rhythm import rhythm as beat
from kept.improvement.queries import care_along, obstacles_along
from kept.kit import clock
from kept.mail.alarms import ringing_along
from kept.notices.queries import MOST_TOLD, alarms_between, told_between
from kept.people.doors import MemberRequest, manager_door, member_door, open_door
from kept.people.queries import is_founded
from kept.promises.away import falling
from kept.promises.queries import laid_aside
from kept.prompts.asking import asked_of
from kept.themes.queries import rising_along


@open_door()
def door(request: HttpRequest) -> HttpResponse:
    """The front of the house: a member goes to Today, a stranger to sign-in.

    Where nobody lives yet there is nothing to sign in to: then it says how one moves in.
    """
    if not request.user.is_authenticated and not is_founded():
        return render(request, "homes/nobody.html")
    return redirect("homes:today")


@member_door()
def today(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    lead = {"alarms": ringing_along} if request.user.is_manager else {}
    request.kept_along = ALONG | lead  # type: ignore[attr-defined]
    most = ALL if "all" in request.GET else MOST
    context = {
        "day": day(request.user, most=most, now=now),
        "first_steps": is_wanted(request.user),
        "now": now,
        "current": "today",
    }
    page = "homes/today.html#page" if request.htmx and "pane" in request.GET else "homes/today.html"
    return render(request, page, context)


@member_door()
def aside(request: HttpRequest) -> HttpResponse:
    """What the member laid aside, and when each comes back."""
    request = cast("MemberRequest", request)
    now = clock.now()
    context = {"cards": laid_aside(request.user, now=now), "now": now, "current": "aside"}
    return render(request, "homes/aside.html", context)


@member_door()
def after_focus(request: HttpRequest) -> HttpResponse:
    """What came while the member was in focus, once, until they put it away."""
    request = cast("MemberRequest", request)
    now = clock.now()
    standing = standing_of(request.user, now=now)
    if standing.end is not None:
        return redirect("desk:list", "focus")
    if standing.was is None:
        return redirect("focus:focus")
    since, until = standing.was
    notices = told_between(request.user, since=since, until=until)
    parked = Conversation.objects.visible_to(request.user).filter(pk__in=standing.parked)
    context = {
        "notices": notices[:MOST_TOLD],
        "is_more": len(notices) > MOST_TOLD,
        "alarms": alarms_between(request.user, since=since, until=until, now=now),
        "parked": parked.select_related("customer").order_by("last_at", "pk"),
        "note": best_note_of(request.user),
        "now": now,
        "current": "today",
    }
    return render(request, "homes/after_focus.html", context)


@member_door()
def away(request: HttpRequest) -> HttpResponse:
    """What falls into absences: the member's own, and for who plans, those of their people."""
    request = cast("MemberRequest", request)
    now = clock.now()
    people = [request.user]
    if request.user.is_manager:
        people += [one for one in people_of(request.user) if one != request.user]
    falls = falling(request.user, people, now=now)
    mine = [fall for fall in falls if fall.card.promise.keeper_id == request.user.pk]
    context = {
        "mine": mine,
        "theirs": [fall for fall in falls if fall not in mine],
        "now": now,
        "current": "today",
    }
    page = "homes/away.html#count" if request.htmx and "pane" in request.GET else "homes/away.html"
    return render(request, page, context)


@manager_door()
def rhythm(request: HttpRequest) -> HttpResponse:
    """Its manager first; then what the team has promised both ways, and what is at risk."""
    request = cast("MemberRequest", request)
    now = clock.now()
    request.kept_along = {  # type: ignore[attr-defined]
        "obstacles": obstacles_along,
        "care": care_along,
        "wanted": waiting_along,
        "rising": rising_along,
    }
    asked = asked_of(request.user, now=now)
    context = {
        "beat": beat(request.user, asked=asked, now=now),
        "prompts": asked.prompts,
        "mirror": asked.mirror,
        "now": now,
        "current": "rhythm",
    }
    is_pane = request.htmx and "pane" in request.GET
    page = "homes/rhythm.html#page" if is_pane else "homes/rhythm.html"
    return render(request, page, context)
