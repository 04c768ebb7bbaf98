"""Settings of saved checklists: made, changed, retired."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.checklists import actions, queries
from kept.checklists.forms import ChecklistForm
from kept.checklists.models import Checklist
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door


@manager_door()
def checklists(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {"checklists": queries.kept(request.user), "current": "settings"}
    return render(request, "checklists/checklists.html", context)


@manager_door("GET", "POST")
def make_checklist(request: HttpRequest) -> HttpResponse:
    return _checklist(cast("MemberRequest", request), None)


@manager_door("GET", "POST")
def change_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    row = get_object_or_404(Checklist.objects.visible_to(request.user), pk=pk)
    return _checklist(request, row)


@manager_door("POST")
def retire_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Offered no more; with `back`, offered again."""
    request = cast("MemberRequest", request)
    row = get_object_or_404(Checklist.objects.visible_to(request.user), pk=pk)
    is_back = bool(request.POST.get("back"))
    actions.retire_checklist(row, back=is_back, by=request.user, now=clock.now())
    messages.success(request, _("It is offered again.") if is_back else _("It is offered no more."))
    return redirect("checklists:checklists")


def _checklist(request: MemberRequest, row: Checklist | None) -> HttpResponse:
    initial = {"name": row.name, "desk": row.desk_id, "steps": row.steps} if row else {}
    form = ChecklistForm(request.POST or None, initial=initial, member=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            by, now = request.user, clock.now()
            try:
                if row:
                    actions.change_checklist(row, form.chosen(), by=by, now=now)
                else:
                    actions.make_checklist(form.chosen(), by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Saved."))
                return redirect("checklists:checklists")
    context = {"row": row, "form": form, "current": "settings"}
    return render(request, "checklists/checklist.html", context, status=status)
