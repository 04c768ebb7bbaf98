"""A member's calendar behind a private link, and where the link is made and withdrawn."""

from __future__ import annotations

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.allowance import is_spent, neighbourhood, spend
from kept.notices import actions
from kept.notices.addresses import link_to
from kept.notices.feed import calendar_for, holder_of, tag_of
from kept.notices.models import CalendarLink
from kept.people.doors import MemberRequest, member_door, signed_link_door

PLAIN = "text/plain; charset=utf-8"
WRONG_ONES = 20
FETCHES = 120
MINUTE, HOUR = 60, 3_600


@signed_link_door()
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The open promises of whoever holds the link. All that is no link of ours looks the same."""
    now = clock.now()
    address = neighbourhood(get_adapter(request).get_client_ip(request))
    if is_spent("calendar-wrong", address, most=WRONG_ONES, seconds=MINUTE, now=now):
        return _too_often(MINUTE)
    member = holder_of(token)
    if member is None:
        spend("calendar-wrong", address, seconds=MINUTE, now=now)
        return HttpResponse(_("This calendar is not here."), status=404, content_type=PLAIN)
    who = str(member.pk)
    if is_spent("calendar", who, most=FETCHES, seconds=HOUR, now=now):
        return _too_often(HOUR)
    spend("calendar", who, seconds=HOUR, now=now)
    return _answer(request, calendar_for(member))


@member_door()
def link(request: HttpRequest) -> HttpResponse:
    """Whether there is a link, and buttons for it."""
    request = cast("MemberRequest", request)
    return _page(request, "")


@member_door("POST")
def make_link(request: HttpRequest) -> HttpResponse:
    """The link is shown this once: we keep only its digest."""
    request = cast("MemberRequest", request)
    secret = actions.make_calendar_link(by=request.user, now=clock.now())
    return _page(request, link_to("notices:feed", secret))


@member_door("POST")
def withdraw_link(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    actions.withdraw_calendar_link(by=request.user, now=clock.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect("notices:calendar")


def _page(request: MemberRequest, shown: str) -> HttpResponse:
    context = {
        "link": shown,
        "standing": CalendarLink.objects.filter(member=request.user).first(),
        "current": "settings",
        "now": clock.now(),
    }
    return render(request, "notices/calendar.html", context)


def _answer(request: HttpRequest, calendar: bytes) -> HttpResponse:
    tag = tag_of(calendar)
    known = [one.strip().removeprefix("W/") for one in _known(request).split(",")]
    answer: HttpResponse
    if tag in known or "*" in known:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="kept.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _known(request: HttpRequest) -> str:
    return request.headers.get("If-None-Match", "")


def _too_often(seconds: int) -> HttpResponse:
    answer = HttpResponse(_("Too often. Try again later."), status=429, content_type=PLAIN)
    answer["Retry-After"] = str(seconds)
    return answer
