"""The agreement a page is about, and the answers that its pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kept.agreements import actions
from kept.agreements.access import may_speak_for
from kept.agreements.models import Agreement, Side, Version
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest

HERE = {"current": "agreements"}


def find(request: MemberRequest, pk: int) -> Agreement:
    seen = Agreement.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related(
            "organisation", "desk__calendar", "team", "other_team"
        ).prefetch_related("desks", "versions"),
        pk=pk,
    )


def draft_of(agreement: Agreement) -> Version:
    version = agreement.open_version()
    if agreement.state == Agreement.State.ENDED or version is None or not version.is_draft:
        raise actions.NotInHand
    return version


def sides_to_say(request: MemberRequest, agreement: Agreement, met: Version | None) -> list[Side]:
    """The sides the member could say it back for now."""
    if met is None or not met.is_meeting:
        return []
    said = list(met.say_backs.all())
    if any(one.member_id == request.user.pk for one in said):
        return []
    open_ = [side for side in actions.speakers(agreement) if side not in {s.side for s in said}]
    return [side for side in open_ if may_speak_for(request.user, agreement, side)]


def waits_for_them(agreement: Agreement, met: Version) -> bool:
    """Whether a customer is still to say it back."""
    said = {one.side for one in met.say_backs.all()}
    return agreement.kind == Agreement.Kind.CUSTOMER and Side.THEIRS not in said


def is_done(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]
) -> bool:
    """Whether the form held and the rules let it happen; else the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def form_page(
    request: HttpRequest,
    agreement: Agreement,
    form: forms.Form,
    heading: str,
    verb: str,
    *,
    is_grave: bool = False,
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "form": form,
        "heading": heading,
        "lead": agreement.name,
        "verb": verb,
        "is_grave": is_grave,
    }
    return answer(request, "agreements/form.html", context | HERE, form)


def answer(
    request: HttpRequest, page: str, context: dict[str, Any], form: forms.Form
) -> HttpResponse:
    return render(request, page, context, status=422 if form.errors else 200)


def back_to(agreement: Agreement, version: Version) -> HttpResponse:
    """To the version one has just worked on."""
    if version.number == 1:
        return redirect("agreements:agreement", agreement.pk)
    return redirect("agreements:version", agreement.pk, version.number)
