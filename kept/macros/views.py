"""Settings of macros: made and changed with a real conversation to look at them, and retired."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.macros import actions, queries
from kept.macros.forms import MacroForm, as_typed
from kept.macros.models import Macro
from kept.macros.rules import LANGUAGES, VARIABLES, fill, missing_in, unknown_in
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
    """The form. With `look` it saves nothing, and shows the words in a real conversation."""
    initial = as_typed(macro) if macro else {}
    is_look = "look" in request.POST
    form = MacroForm(request.POST or None, initial=initial, member=request.user)
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
    look = _look(request, macro, form)
    context = {
        "macro": macro,
        "form": form,
        "changes": [form[name] for name in ("status", "priority", "assign", "tags")],
        "texts": [form[f"text_{language}"] for language in LANGUAGES],
        "has_texts": any(form[f"text_{language}"].value() for language in LANGUAGES),
        "variables": [f"{{{{{name}}}}}" for name in VARIABLES],
        "current": "settings",
        **look,
    }
    if is_look and request.htmx:
        return render(request, "macros/macro.html#look", context)
    return render(request, "macros/macro.html", context, status=status)


def _look(request: MemberRequest, macro: Macro | None, form: MacroForm) -> dict[str, Any]:
    """The words as they would stand in a real conversation that the member sees."""
    typed = request.POST.get("with", "").strip().upper().removeprefix("K-")
    number = id_in(typed) or None
    desk = macro.desk_id if macro else None
    found: Conversation | None = None
    if number is not None or not typed:
        found = queries.example_for(request.user, number, desk)
    if found is None:
        return {"example": None, "with": request.POST.get("with", "")}
    language = queries.language_for(found)
    own = form[f"text_{language}"].value() if language else ""
    text = str(own or form["text"].value() or "")
    values = queries.values_for(found, request.user)
    return {
        "example": found,
        "with": request.POST.get("with", ""),
        "shown": fill(text, values).strip(),
        "missing": [f"{{{{{name}}}}}" for name in missing_in(text, values) if name in VARIABLES],
        "unknown": unknown_in(text),
    }
