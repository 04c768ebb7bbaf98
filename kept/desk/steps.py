"""Views of the steps on a conversation: ticked beside it, kept in order on their own page."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.checklists import actions, queries
from kept.checklists.models import Step
from kept.checklists.rules import steps_in
from kept.conversations.models import Conversation
from kept.desk.fielding import fold_of
from kept.desk.pages import find, place_of
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door

LONGEST_TYPED = 15_000


@member_door("GET", "POST")
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """All steps. It posts `steps` as they were typed, or a saved list to `use`."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            _add(request, found)
        except Refusal as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, _("Added."))
            return redirect("desk:checklist", pk)
    context = {
        "conversation": found,
        "steps": queries.steps_of(found),
        "offered": queries.offered(request.user, found),
        "typed": request.POST.get("steps", "")[:LONGEST_TYPED],
        "error": error,
        "place": place_of(request),
        "now": clock.now(),
    }
    return render(request, "desk/checklist.html", context, status=status)


@member_door("POST")
def step(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """`do`: `tick`, `untick`, `up`, `down` or `remove`."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    row = get_object_or_404(Step.objects.visible_to(request.user), conversation=found, pk=step)
    by, now = request.user, clock.now()
    match request.POST.get("do"):
        case "tick":
            actions.tick(row, is_done=True, by=by, now=now)
        case "untick":
            actions.tick(row, is_done=False, by=by, now=now)
        case "remove":
            actions.remove_step(row, by=by, now=now)
        case "up" | "down" as way:
            actions.move_step(row, up=way == "up", by=by)
    if request.POST.get("on") == "page":
        return redirect("desk:checklist", pk)
    if request.htmx:
        context = {
            "conversation": found,
            "steps": queries.steps_of(found),
            "place": place_of(request),
            "fold": fold_of(request),
            "now": now,
        }
        return render(request, "desk/steps_in.html", context)
    address = reverse("desk:conversation", args=[place_of(request).key, pk])
    return redirect(f"{address}#{fold_of(request)}steps")


def _add(request: MemberRequest, found: Conversation) -> None:
    by, now = request.user, clock.now()
    if use := request.POST.get("use"):
        saved = get_object_or_404(queries.offered(by, found), pk=id_in(use))
        actions.use_checklist(saved, found, by=by, now=now)
    else:
        typed = steps_in(request.POST.get("steps", "")[:LONGEST_TYPED])
        actions.add_steps(found, typed, by=by, now=now)
