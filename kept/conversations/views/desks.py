"""Settings of desks and statuses."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.actions import desk as actions
from kept.conversations.forms import DeskForm, StatusesForm, as_typed
from kept.conversations.models import Desk, StatusLabel
from kept.hours.queries import house_calendar
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, owner_door
from kept.people.models import Member

LONGEST_LOOKED_AT = 4_000


@owner_door()
def desks(request: HttpRequest) -> HttpResponse:
    found = Desk.objects.select_related("calendar").prefetch_related("addresses", "teams")
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
        try:
            actions.rename_statuses(form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Renamed."))
            return redirect("conversations:statuses")
    return _form_page(
        request,
        form,
        "people/form_page.html",
        heading=_("Statuses"),
        lead=_("What the four are called here. Empty gives back our own word."),
        back="people:settings",
    )


def _desk(request: HttpRequest, desk: Desk | None) -> HttpResponse:
    request = cast("MemberRequest", request)
    fresh = {
        "icon": "inbox",
        "calendar": house_calendar(),
        "assigns_on_reply": True,
    }
    initial = as_typed(desk) if desk else fresh
    form = DeskForm(request.POST or None, initial=initial)
    is_look = "look" in request.POST
    if request.method == "POST" and not is_look and form.is_valid():
        by, now = request.user, clock.now()
        try:
            if desk:
                actions.change_desk(desk, form.chosen(), by=by, now=now)
            else:
                actions.make_desk(form.chosen(), by=by, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("conversations:desks")
    return _form_page(
        request,
        form,
        "conversations/desk_form.html#look"
        if is_look and request.htmx
        else "conversations/desk_form.html",
        letter=_letter(form, request.user),
        is_look=is_look,
        heading=desk.name if desk else _("Make a desk"),
        lead=_("A shared inbox with its addresses, people and hours."),
        back="conversations:desks",
    )


def _form_page(
    request: HttpRequest,
    form: Any,
    template: str,
    *,
    heading: str,
    lead: str,
    back: str,
    is_look: bool = False,
    **more: object,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "verb": _("Save"),
        "back": reverse(back),
        "current": "settings",
        **more,
    }
    status = 422 if request.method == "POST" and not is_look else 200
    return render(request, template, context, status=status)


def _letter(form: DeskForm, member: Member) -> dict[str, str]:
    """How a letter of this desk would begin and end, from what stands in the form."""

    def typed(name: str) -> str:
        return str(form[name].value() or "")[:LONGEST_LOOKED_AT]

    return {
        "sender": typed("sender_name").strip(),
        "address": next(iter(typed("addresses").split()), ""),
        "signature": typed("signature").replace("{{name}}", member.name).strip(),
    }
