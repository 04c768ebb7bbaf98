"""Settings of desks and statuses."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.actions.desk import rename_statuses, save_desk
from kept.conversations.forms import DeskForm, StatusesForm
from kept.conversations.models import Desk, StatusLabel
from kept.kit import clock
from kept.kit.hours import DAYS
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, owner_door


@owner_door()
def desks(request: HttpRequest) -> HttpResponse:
    found = Desk.objects.prefetch_related("addresses", "teams")
    context = {"desks": found, "current": "settings"}
    return render(request, "conversations/desks.html", context)


@owner_door("GET", "POST")
def make_desk(request: HttpRequest) -> HttpResponse:
    return _desk(request, None)


@owner_door("GET", "POST")
def change_desk(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _desk(request, get_object_or_404(Desk.objects.visible_to(request.user), pk=pk))


@owner_door("GET", "POST")
def statuses(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    known = dict(StatusLabel.objects.values_list("status", "words"))
    form = StatusesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        rename_statuses(form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, _("Renamed."))
        return redirect("conversations:statuses")
    return _form_page(
        request,
        form,
        heading=_("Statuses"),
        lead=_("What the four are called here. Empty gives back our own word."),
        back="people:settings",
    )


def _desk(request: HttpRequest, desk: Desk | None) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = DeskForm(request.POST or None, initial=_initial(desk, request))
    if request.method == "POST" and form.is_valid():
        try:
            save_desk(desk, **form.values(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("conversations:desks")
    return _form_page(
        request,
        form,
        heading=desk.name if desk else _("Make a desk"),
        lead=_("A shared inbox with its addresses, people and hours."),
        back="conversations:desks",
    )


def _initial(desk: Desk | None, request: MemberRequest) -> dict[str, Any]:
    if desk is None:
        week = dict.fromkeys(DAYS[:5], "09:00-17:00")
        return {"zone": request.user.zone, "icon": "inbox", **week}
    week = {day: ", ".join("-".join(span) for span in desk.hours.to_json()[day]) for day in DAYS}
    return {
        "name": desk.name,
        "slug": desk.slug,
        "icon": desk.icon,
        "addresses": "\n".join(address.value for address in desk.addresses.all()),
        "teams": desk.teams.all(),
        "sender_name": desk.sender_name,
        "signature": desk.signature,
        "zone": desk.zone,
        **week,
    }


def _form_page(
    request: HttpRequest, form: Any, *, heading: str, lead: str, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "verb": _("Save"),
        "back": reverse(back),
        "current": "settings",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "people/form_page.html", context, status=status)
