"""Settings of routing: my own limit, those of my people, and how each desk routes."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of
from kept.people.models import Member
from kept.routing import actions
from kept.routing.access import people_led_by
from kept.routing.forms import (
    MostForm,
    OwnForm,
    RoutingForm,
    capacity_as_typed,
    routing_as_typed,
)
from kept.routing.queries import capacity_of, load_of, routing_of, routings


@member_door("GET", "POST")
def own(request: HttpRequest) -> HttpResponse:
    """How much comes to me at once, and what I can."""
    request = cast("MemberRequest", request)
    row = capacity_of(request.user)
    form = OwnForm(request.POST or None, initial=capacity_as_typed(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_own(**form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("own", refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("routing:own")
    context = {
        "form": form,
        "load": load_of(request.user),
        "most": row.most,
        "current": "settings",
    }
    return render(request, "routing/own.html", context, status=status_of(request))


@manager_door()
def desks(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    seen = Desk.objects.visible_to(request.user)
    told = routings(seen, people_led_by(request.user))
    context = {"routings": told, "current": "settings"}
    return render(request, "routing/desks.html", context)


@manager_door("GET", "POST")
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = get_object_or_404(Desk.objects.visible_to(request.user), pk=pk)
    form = RoutingForm(request.POST or None, initial=routing_as_typed(routing_of(found)))
    if request.method == "POST" and form.is_valid():
        actions.settle_routing(found, **form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("routing:desks")
    return _form_page(
        request,
        form,
        heading=found.name,
        lead=_("Who gets what comes to this desk, within what each can hold and while they work."),
        back=reverse("routing:desks"),
    )


@manager_door("GET", "POST")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The most that one of my people may hold at once, and what they can."""
    request = cast("MemberRequest", request)
    led = Member.objects.filter(pk__in=people_led_by(request.user))
    found = get_object_or_404(led, pk=pk)
    form = MostForm(request.POST or None, initial=capacity_as_typed(capacity_of(found)))
    if request.method == "POST" and form.is_valid():
        actions.settle_capacity(found, **form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("routing:desks")
    return _form_page(
        request,
        form,
        heading=found.name,
        lead=_("How much routing may bring them, and what they can."),
        back=reverse("routing:desks"),
    )


def _form_page(
    request: HttpRequest, form: Any, *, heading: str, lead: str, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "verb": _("Save"),
        "back": back,
        "current": "settings",
    }
    return render(request, "people/form_page.html", context, status=status_of(request))
