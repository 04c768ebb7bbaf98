"""What both sides do with an agreement: say it back, talk about it, end it."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kept.agreements import actions, queries
from kept.agreements.forms import EndForm, ReviewForm, SayBackForm
from kept.agreements.models import Side
from kept.agreements.rules import months_after
from kept.agreements.views.finding import HERE, answer, find, form_page, is_done, sides_to_say
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door, member_door


@member_door("GET", "POST")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the terms back for our side; between teams, for the member's own."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    met = found.open_version()
    side = next(iter(sides_to_say(request, found, met)), None)
    if met is None or not met.is_meeting:
        raise actions.NotAskedBack
    form = SayBackForm(request.POST or None, initial={"version": met.number})

    def act(values: dict[str, Any]) -> object:
        return actions.say_back(
            found,
            side=side or Side.OURS,
            **form.said(),
            by=request.user,
            now=clock.now(),
        )

    if is_done(request, form, act):
        messages.success(request, _("Thank you. What you said stands beside the terms."))
        return redirect("agreements:agreement", found.pk)
    context = queries.shown(found, met, holds=False, member=request.user)
    page = {"shown": context, "form": form, "agreement": found, "is_signing": True}
    return answer(request, "agreements/sign.html", page | HERE, form)


@manager_door("GET", "POST")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a talk."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    now = clock.now()
    holds = found.version_at(now)
    if not found.is_living or holds is None:
        raise actions.NotLiving
    today = now.astimezone(ZoneInfo(request.user.zone)).date()
    form = ReviewForm(
        request.POST or None,
        initial={
            "talked_on": today,
            "next_on": months_after(today, holds.review_every_months),
            "submit_id": uuid4(),
        },
        agreement=found,
        clauses=holds.clauses.all(),
        measures=holds.measures.all(),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.review(
            found,
            talk=form.talk_told(),
            submit_id=values["submit_id"],
            by=request.user,
            now=clock.now(),
        )

    if is_done(request, form, act):
        messages.success(request, _("Written down. The day of the next talk is set."))
        return redirect("agreements:agreement", found.pk)
    return form_page(request, found, form, _("You have talked"), _("Write it down"))


@manager_door("GET", "POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = EndForm(request.POST or None)

    def act(values: dict[str, Any]) -> object:
        return actions.end(found, why=values["why"], by=request.user, now=clock.now())

    if is_done(request, form, act):
        messages.info(request, _("It has ended. What was promised until now still stands."))
        return redirect("agreements:agreement", found.pk)
    return form_page(request, found, form, _("End this agreement"), _("End it"), is_grave=True)
