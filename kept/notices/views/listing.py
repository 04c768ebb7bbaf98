"""The page of notices."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kept.kit import clock
from kept.kit.ids import id_in
from kept.notices import actions, queries
from kept.notices.models import AlarmNotice, Notice
from kept.people.doors import MemberRequest, member_door


@member_door()
def notices(request: HttpRequest) -> HttpResponse:
    """What was told to the member, the newest first; `pane` names a bell to be had alone."""
    request = cast("MemberRequest", request)
    if request.htmx and request.GET.get("pane") in {"bell", "top_bell"}:
        return render(request, f"ui/{request.GET['pane']}.html", {"now": clock.now()})
    context = {
        "slice": queries.listed(request.user, before=id_in(request.GET.get("before", "")) or None),
        "alarms": queries.alarms_told(request.user, now=clock.now()),
        "now": clock.now(),
        "current": "notices",
    }
    page = "notices/notices.html"
    if request.htmx and "pane" in request.GET:
        page += "#page"
    return render(request, page, context)


@member_door("POST")
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_seen(notice, by=request.user, now=clock.now())
    return redirect("notices:notices")


@member_door("POST")
def alarm_seen(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    notice = get_object_or_404(AlarmNotice.objects.visible_to(request.user), pk=pk)
    actions.mark_alarm_seen(notice, by=request.user, now=clock.now())
    return redirect("notices:notices")


@member_door("POST")
def all_seen(request: HttpRequest) -> HttpResponse:
    """Up to the newest that was on the page, so that none passes unread."""
    request = cast("MemberRequest", request)
    until = id_in(request.POST.get("until", ""))
    actions.mark_all_seen(until=until, by=request.user, now=clock.now())
    return redirect("notices:notices")
