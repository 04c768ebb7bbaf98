"""The page of notices, and what a member chooses of them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.notices import actions, queries
from kept.notices.forms import PreferenceForm
from kept.notices.models import Notice
from kept.people.doors import MemberRequest, member_door


@member_door()
def notices(request: HttpRequest) -> HttpResponse:
    """What was told to the member, the newest first; `pane=bell` is the bell alone."""
    request = cast("MemberRequest", request)
    if request.htmx and request.GET.get("pane") in {"bell", "tab"}:
        return render(request, f"ui/{request.GET['pane']}.html", {"now": clock.now()})
    context = {
        "slice": queries.listed(request.user, before=_number(request.GET.get("before", ""))),
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
def all_seen(request: HttpRequest) -> HttpResponse:
    """Up to the newest that was on the page, so that none passes unread."""
    request = cast("MemberRequest", request)
    until = _number(request.POST.get("until", "")) or 0
    actions.mark_all_seen(until=until, by=request.user, now=clock.now())
    return redirect("notices:notices")


@member_door("GET", "POST")
def preferences(request: HttpRequest) -> HttpResponse:
    """What is told outside the app, and when not."""
    request = cast("MemberRequest", request)
    chosen = actions.preference_of(request.user)
    form = PreferenceForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(
                mail=form.chosen("mail"),
                push=form.chosen("push"),
                quiet_from=form.cleaned_data["quiet_from"],
                quiet_until=form.cleaned_data["quiet_until"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("quiet_until", refusal.message)
        else:
            messages.success(request, _("Changed."))
            return redirect("notices:preferences")
    context: dict[str, Any] = {"form": form, "current": "settings", "now": clock.now()}
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/preferences.html", context, status=status)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
