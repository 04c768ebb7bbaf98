"""What a member chooses of notices, and the browsers that take pushes for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.mail.loops import held_lately
from kept.notices import actions
from kept.notices.forms import KindsForm, PreferenceForm
from kept.notices.queries import desks_of
from kept.people.doors import MemberRequest, member_door, open_door
from kept.people.queries import browser_in_words


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
                digest_at=form.cleaned_data["digest_at"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("quiet_until", refusal.message)
        else:
            messages.success(request, _("Changed."))
            return redirect("notices:preferences")
    context: dict[str, Any] = {
        "form": form,
        "desks": desks_of(request.user),
        "browsers": request.user.browsers.all(),
        "held": held_lately(request.user.email, now=clock.now()),
        "current": "settings",
        "now": clock.now(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/preferences.html", context, status=status)


@member_door("GET", "POST")
def of_desk(request: HttpRequest, desk: int) -> HttpResponse:
    """What is told of one desk, where that is to be otherwise than of all."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Desk.objects.visible_to(request.user), pk=desk)
    own = request.user.desk_preferences.filter(desk=found).first()
    holds = own or actions.preference_of(request.user)
    data = request.POST if request.method == "POST" else None
    form = KindsForm(data, mail=holds.mail, push=holds.push)
    if request.method == "POST":
        if request.POST.get("as_everywhere"):
            actions.choose_for_desk(found, mail=None, push=None, by=request.user)
            messages.success(request, _("It is as everywhere again."))
            return redirect("notices:preferences")
        if form.is_valid():
            mail, push = form.chosen("mail"), form.chosen("push")
            actions.choose_for_desk(found, mail=mail, push=push, by=request.user)
            messages.success(request, _("Changed."))
            return redirect("notices:preferences")
    context = {"form": form, "desk": found, "own": own, "current": "settings"}
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/of_desk.html", context, status=status)


@member_door("POST")
def push_key(request: HttpRequest) -> HttpResponse:
    """What a browser must tell its push service, so that it takes pushes of this house alone."""
    return JsonResponse({"key": actions.push_key(now=clock.now()).public})


@member_door("POST")
def add_browser(request: HttpRequest) -> HttpResponse:
    """This browser takes pushes from now on; its script asks."""
    request = cast("MemberRequest", request)
    actions.add_browser(
        endpoint=request.POST.get("endpoint", ""),
        public_key=request.POST.get("p256dh", ""),
        auth=request.POST.get("auth", ""),
        words=browser_in_words(request.headers.get("User-Agent", "")),
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("This browser shows notices now. Choose which in the table."))
    return HttpResponse(status=204)


@member_door("POST")
def remove_browser(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    browser = get_object_or_404(request.user.browsers.all(), pk=pk)
    actions.remove_browser(browser, by=request.user, now=clock.now())
    messages.success(request, _("It shows no notices any more."))
    return redirect("notices:preferences")


@open_door()
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows pushes. It has an address of its own, which no release changes."""
    script = Path(str(finders.find("notices/worker.js"))).read_bytes()
    return HttpResponse(
        script, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
