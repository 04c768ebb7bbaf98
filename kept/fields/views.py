"""Settings of fields: defined, put in order, retired."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.fields import actions, queries
from kept.fields.forms import FieldForm, as_typed
from kept.fields.models import Field
from kept.fields.shown import tried
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door


@manager_door()
def fields(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {"fields": queries.kept(request.user), "current": "settings"}
    return render(request, "fields/fields.html", context)


@manager_door("GET", "POST")
def make_field(request: HttpRequest) -> HttpResponse:
    return _field(cast("MemberRequest", request), None)


@manager_door("GET", "POST")
def change_field(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _field(request, get_object_or_404(Field.objects.visible_to(request.user), pk=pk))


@manager_door("POST")
def move_field(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    row = get_object_or_404(Field.objects.visible_to(request.user), pk=pk)
    actions.move_field(row, up=request.POST.get("to") == "up", by=request.user)
    return redirect("fields:fields")


@manager_door("POST")
def retire_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for no more; with `back`, asked for again."""
    request = cast("MemberRequest", request)
    row = get_object_or_404(Field.objects.visible_to(request.user), pk=pk)
    if request.POST.get("back"):
        actions.bring_back_field(row, by=request.user, now=clock.now())
        messages.success(request, _("It is asked for again."))
    else:
        actions.retire_field(row, by=request.user, now=clock.now())
        messages.success(request, _("It is asked for no more. What stands in it stays."))
    return redirect("fields:fields")


def _field(request: MemberRequest, row: Field | None) -> HttpResponse:
    """The form. With `look` it saves nothing, and shows the control as it would stand there."""
    initial = as_typed(row) if row else {}
    is_look = "look" in request.POST
    form = FieldForm(request.POST or None, initial=initial, member=request.user, row=row)
    status = 200
    if request.method == "POST" and not is_look:
        status = 422
        if form.is_valid():
            by, now = request.user, clock.now()
            try:
                if row:
                    actions.change_field(row, form.chosen(), by=by, now=now)
                else:
                    actions.make_field(form.chosen(), by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Saved."))
                return redirect("fields:fields")
    context = {
        "row": row,
        "form": form,
        "is_look": is_look,
        "tried": tried(form, row, request.POST),
        "current": "settings",
    }
    if is_look and request.htmx:
        return render(request, "fields/field.html#look", context)
    return render(request, "fields/field.html", context, status=status)
