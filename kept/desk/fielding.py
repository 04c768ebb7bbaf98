"""What stands in fields, at the desk: filled in beside a conversation, or as it is closed."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.closing import NotReady
from kept.conversations.models import Conversation
from kept.desk.pages import find, place_of
from kept.desk.value_forms import ValuesForm
from kept.fields.actions import FilledMeanwhile, fill
from kept.fields.queries import held_by, missing
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door

WANTED = "w-"
"""Before the ids of inputs that are asked for as something is closed."""


def fill_in(
    request: MemberRequest, found: Conversation, *, fold: str = WANTED
) -> ValuesForm | None:
    """Save what the request has typed into fields; answers the form where something is at fault."""
    if "fills" not in request.POST:
        return None
    form = ValuesForm(held_by(found), request.POST, fold=fold)
    if not form.is_valid():
        return form
    try:
        fill(found, form.changes(), by=request.user, now=clock.now())
    except FilledMeanwhile as refusal:
        form = ValuesForm(held_by(found), request.POST, fold=fold)
        form.is_valid()
        form.show_moved()
        form.add_error(None, refusal.message)
        return form
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return form
    return None


def wanted(found: Conversation) -> ValuesForm:
    """What is still to be filled in before it may be closed."""
    return ValuesForm(missing(held_by(found)), fold=WANTED)


def ask_for_fields(
    request: MemberRequest,
    found: Conversation,
    form: ValuesForm,
    *,
    said: str = "",
    verb: str,
    along: dict[str, str],
) -> HttpResponse:
    """It is not closed: what is missing, in a form that fills it in and then does it after all.

    `along` is what else the request had said.
    """
    context = {
        "conversation": found,
        "form": form,
        "said": said,
        "verb": verb,
        "along": {**along, **_sure(request), "place": place_of(request).key},
        "action": request.path,
    }
    status = 422 if form.is_bound else 409
    if not request.htmx:
        return render(request, "desk/wanted.html", context, status=status)
    answer = render(request, "desk/wanted.html#menu", context, status=status)
    answer.headers["HX-Retarget"] = "#menu"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _sure(request: MemberRequest) -> dict[str, str]:
    """Whoever was asked of what is still open is not asked again."""
    return {"sure": "1"} if "sure" in request.POST else {}


def ask_for(
    request: MemberRequest, found: Conversation, refusal: NotReady, *, verb: str, **along: str
) -> HttpResponse:
    """The same, of one that was refused."""
    return ask_for_fields(request, found, wanted(found), said=str(refusal), verb=verb, along=along)


@member_door("GET", "POST")
def fields(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a conversation, and the form to change it."""
    request = cast("MemberRequest", request)
    found, fold = find(request, pk), fold_of(request)
    fault = fill_in(request, found, fold=fold) if request.method == "POST" else None
    held = held_by(found)
    context: dict[str, Any] = {
        "conversation": found,
        "fields": held,
        "form": fault,
        "fold": fold,
        "place": place_of(request),
    }
    if request.htmx:
        context["other"] = "" if fold else "f-"
        if request.method == "POST" and fault is None:
            messages.success(request, _("Saved."))
        page = "desk/fields_saved.html" if fault is None else "desk/fields_in.html"
        return render(request, page, context, status=422 if fault else 200)
    if request.method == "POST" and fault is None:
        messages.success(request, _("Saved."))
        address = reverse("desk:conversation", args=[place_of(request).key, pk])
        return redirect(f"{address}#{fold}fields")
    return render(request, "desk/fields.html", context, status=422 if fault else 200)


def fold_of(request: HttpRequest) -> str:
    """Which of two copies of the form on one page was meant."""
    return "f-" if request.POST.get("fold") == "f-" else ""
