"""The guide: one page a step. Each says how it stands; none holds anybody up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kept.brand.queries import house_name
from kept.conversations.models import Desk
from kept.first_steps import actions, queries
from kept.first_steps.forms import FirstDeskForm, HouseForm, WeekForm, week_as_typed
from kept.first_steps.rules import DONE, MAY_WAIT, STEPS, Progress, after, current
from kept.first_steps.wording import step_title
from kept.hours.actions.make import local_date
from kept.hours.outlook import week_rows
from kept.hours.queries import hours_at
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, owner_door

USUAL_DOMAIN = "kept.example"
"""KEPT_MAIL_DOMAIN where nobody has set it: no address to propose."""


@owner_door()
def first_steps(request: MemberRequest) -> HttpResponse:
    """To the step that comes next."""
    return redirect("first_steps:step", current(queries.progress(now=clock.now())))


@owner_door("GET", "POST")
def step(request: MemberRequest, step: str) -> HttpResponse:
    show = PAGES.get(step)
    if show is None:
        raise Http404
    return show(request, clock.now())


@owner_door("POST")
def put_away(request: MemberRequest) -> HttpResponse:
    actions.put_away(by=request.user, now=clock.now())
    messages.success(request, _("Put away. You find the first steps in the settings."))
    return redirect("homes:today")


def _house(request: MemberRequest, now: datetime) -> HttpResponse:
    name = house_name()
    shown = {
        "name": name if name != "Our house" else "",
        "zone": request.user.zone,
        "language": request.user.language,
    }
    form = HouseForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        actions.settle_house(**form.cleaned_data, by=request.user, now=now)
        translation.activate(form.cleaned_data["language"])
        return redirect("first_steps:step", after("house"))
    return _page(request, "house", now, form=form)


def _desk(request: MemberRequest, now: datetime) -> HttpResponse:
    domain = settings.MAIL_DOMAIN
    initial = {"name": _("Support")}
    if domain != USUAL_DOMAIN:
        initial["address"] = f"support@{domain}"
    form = FirstDeskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_desk(**form.cleaned_data, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("first_steps:step", after("desk"))
    desks = Desk.objects.visible_to(request.user).prefetch_related("addresses")
    return _page(request, "desk", now, form=form, desks=list(desks))


def _mail(request: MemberRequest, now: datetime) -> HttpResponse:
    return _page(request, "mail", now, ways=queries.ways(request.user), domain=_sender_of(request))


def _hours(request: MemberRequest, now: datetime) -> HttpResponse:
    desk = queries.first_desk(request.user)
    if desk is None:
        return _page(request, "hours", now, desk=None)
    version = hours_at(desk.calendar, local_date(desk.calendar, now=now))
    plain = week_as_typed(version)
    fresh = {"zone": desk.zone, "seen": desk.calendar.revision}
    form = WeekForm(request.POST or None, initial={**(plain or {}), **fresh})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_hours(
                desk,
                form.week(),
                zone=given["zone"],
                seen=given["seen"],
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("first_steps:step", after("hours"))
    more = {"desk": desk, "form": form if plain else None, "week": week_rows(version)}
    return _page(request, "hours", now, **more)


def _people(request: MemberRequest, now: datetime) -> HttpResponse:
    return _page(request, "people", now, desk=queries.first_desk(request.user))


def _letter(request: MemberRequest, now: datetime) -> HttpResponse:
    more = {
        "letter": queries.newest_letter(request.user),
        "ways": queries.ways(request.user),
        "stuck": queries.stuck(),
        "domain": _sender_of(request),
    }
    return _page(request, "letter", now, **more)


def _answer(request: MemberRequest, now: datetime) -> HttpResponse:
    more = {"letter": queries.newest_letter(request.user)}
    return _page(request, "answer", now, **more)


def _done(request: MemberRequest, now: datetime) -> HttpResponse:
    answer = queries.first_answer(request.user)
    more = {
        "answer": answer,
        "copy": queries.copy_of(answer) if answer else None,
        "has_way_out": bool(settings.SMTP_URL),
    }
    return _page(request, DONE, now, **more)


PAGES: dict[str, Callable[[MemberRequest, datetime], HttpResponse]] = {
    "house": _house,
    "desk": _desk,
    "mail": _mail,
    "hours": _hours,
    "people": _people,
    "letter": _letter,
    "answer": _answer,
    DONE: _done,
}


def _page(request: MemberRequest, at: str, now: datetime, **more: Any) -> HttpResponse:
    progress = queries.progress(now=now)
    if at == "answer" and progress.answer:
        # What was waited for is there; whoever waits goes on.
        return _go_on(request, DONE)
    context = {
        "at": at,
        "title": step_title(at),
        "rows": _rows(progress, at),
        "progress": progress,
        "next": after(at) if at != DONE else "",
        "current": "settings",
        "now": now,
        **more,
    }
    status = 422 if request.method == "POST" else 200
    is_pane = request.htmx and "pane" in request.GET
    page = f"first_steps/{at}.html#pane" if is_pane else f"first_steps/{at}.html"
    return render(request, page, context, status=status)


def _go_on(request: MemberRequest, to: str) -> HttpResponse:
    if not request.htmx:
        return redirect("first_steps:step", to)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("first_steps:step", args=[to])
    return answer


def _rows(progress: Progress, at: str) -> list[dict[str, object]]:
    return [
        {
            "step": step,
            "title": step_title(step),
            "is_done": progress.has(step),
            "may_wait": step in MAY_WAIT and not progress.has(step),
            "is_here": step == at,
        }
        for step in STEPS
    ]


def _sender_of(request: MemberRequest) -> str:
    """From whom a test may come: somebody else than the member, who is one of us."""
    return f"somebody@{request.user.email.rpartition('@')[2]}"
