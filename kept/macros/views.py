"""Settings of macros: made and changed with a real conversation to look at them, and retired."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.macros import actions, queries
from kept.macros.forms import MacroForm, as_typed, given_by
from kept.macros.models import Macro
from kept.macros.rules import LANGUAGES, VARIABLES
from kept.macros.shown import look_at
from kept.people.doors import MemberRequest, manager_door


@manager_door()
def macros(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {"macros": queries.kept(request.user), "current": "settings"}
    return render(request, "macros/macros.html", context)


@manager_door("GET", "POST")
def make_macro(request: HttpRequest) -> HttpResponse:
    return _macro(cast("MemberRequest", request), None)


@manager_door("GET", "POST")
def change_macro(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _macro(request, get_object_or_404(Macro.objects.visible_to(request.user), pk=pk))


@manager_door("POST")
def retire_macro(request: HttpRequest, pk: int) -> HttpResponse:
    """Offered no more; with `back`, offered again."""
    request = cast("MemberRequest", request)
    macro = get_object_or_404(Macro.objects.visible_to(request.user), pk=pk)
    if request.POST.get("back"):
        actions.bring_back_macro(macro, by=request.user, now=clock.now())
        messages.success(request, _("It is offered again."))
    else:
        actions.retire_macro(macro, by=request.user, now=clock.now())
        messages.success(request, _("It is offered no more."))
    return redirect("macros:macros")


def _macro(request: MemberRequest, macro: Macro | None) -> HttpResponse:
    """The form. With `look` it saves nothing, and shows how it would come out."""
    initial = as_typed(macro) if macro else {}
    given = given_by(macro) if macro else {}
    is_look = "look" in request.POST
    form = MacroForm(request.POST or None, initial=initial, member=request.user, given=given)
    status = 200
    if request.method == "POST" and not is_look:
        status = 422
        if form.is_valid():
            by, now = request.user, clock.now()
            try:
                if macro:
                    actions.change_macro(macro, form.chosen(), by=by, now=now)
                else:
                    actions.make_macro(form.chosen(), by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Saved."))
                return redirect("macros:macros")
    context = {
        "macro": macro,
        "form": form,
        "is_look": is_look,
        "changes": [form[name] for name in ("status", "priority", "assign", "tags")],
        "texts": [form[f"text_{language}"] for language in LANGUAGES],
        "has_texts": any(form[f"text_{language}"].value() for language in LANGUAGES),
        "variables": [f"{{{{{name}}}}}" for name in VARIABLES],
        "current": "settings",
        **_look(request, macro, form, initial | {f"field_{pk}": v for pk, v in given.items()}),
    }
    if is_look and request.htmx:
        return render(request, "macros/macro.html#look", context)
    return render(request, "macros/macro.html", context, status=status)


def _look(
    request: MemberRequest, macro: Macro | None, form: MacroForm, initial: dict[str, Any]
) -> dict[str, Any]:
    """As it would come out in a real conversation that the member sees."""
    typed = request.POST.get("with", "")[:40]
    number = id_in(typed.strip().upper().removeprefix("K-")) or None
    told = initial
    if form.is_bound:
        form.is_valid()
        told = form.cleaned_data
    desk = told.get("desk")
    at = desk.pk if isinstance(desk, Desk) else desk
    found = queries.example_for(request.user, number, at)
    is_unknown = bool(typed.strip()) and (number is None or found is None)
    return {
        "with": typed,
        "is_unknown": is_unknown,
        "look": None if is_unknown else look_at(form, found, told=told, by=request.user),
    }
