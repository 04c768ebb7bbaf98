"""Processes that want care, obstacles before a leader, and the line that is stopped."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter.models import Policy
from kept.improvement import actions, queries
from kept.improvement.access import may_lead, may_start, may_stop, may_walk, stoppable
from kept.improvement.forms import AnswerForm, ObstacleForm, ProcessForm, ReasonForm, WalkForm
from kept.improvement.models import Obstacle, Process
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.macros.models import Macro
from kept.people.doors import MemberRequest, manager_door, member_door, status_of


@member_door()
def processes(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {
        "processes": queries.processes(request.user),
        "today": clock.now().date(),
        "current": "improvement",
    }
    return render(request, "improvement/processes.html", context)


@manager_door("GET", "POST")
def make_process(request: HttpRequest) -> HttpResponse:
    return _write(cast("MemberRequest", request), None)


@manager_door("GET", "POST")
def change_process(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _write(request, _process(request, pk))


@member_door("GET", "POST")
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """How it goes, how it was the last times, and a form for whoever walked through it."""
    request = cast("MemberRequest", request)
    found = _process(request, pk)
    now = clock.now()
    form = WalkForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        submit = form.cleaned_data["submit_id"]
        try:
            actions.walk_process(
                found, form.walk(), submit_id=submit, today=now.date(), by=request.user, now=now
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Written down. The next walk is due later."))
            return redirect("improvement:process", pk)
    context = {
        "process": found,
        "walks": found.walks.select_related("member")[:12],
        "form": form,
        "may_walk": may_walk(request.user, found) and found.retired_at is None,
        "may_lead": may_lead(request.user, found),
        "today": now.date(),
        "current": "improvement",
    }
    return render(request, "improvement/process.html", context, status=status_of(request))


def _write(request: MemberRequest, row: Process | None) -> HttpResponse:
    initial: dict[str, object] = {
        "owner": request.user.pk,
        "every_days": 90,
        "submit_id": uuid4(),
    }
    if row is not None:
        initial = {name: getattr(row, name) for name in ("name", "words", "every_days")} | {
            "desk": row.desk_id,
            "owner": row.owner_id,
        }
    form = ProcessForm(request.POST or None, member=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            made = actions.write_process(
                row,
                form.terms(),
                submit_id=form.cleaned_data["submit_id"],
                today=now.date(),
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("improvement:process", made.pk)
    context = {"form": form, "row": row, "current": "improvement"}
    return render(request, "improvement/write_process.html", context, status=status_of(request))


@member_door("GET", "POST")
def obstacles(request: HttpRequest) -> HttpResponse:
    """What I asked a leader to remove, what I was asked, and a form to ask."""
    request = cast("MemberRequest", request)
    form = ObstacleForm(request.POST or None, member=request.user, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_leader(**form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            said = _("Asked. %(name)s owes you an answer in ten working days.")
            messages.success(request, said % {"name": made.leader.name})
            return redirect("improvement:obstacles")
    context = {
        "obstacles": queries.obstacles(request.user),
        "form": form,
        "current": "improvement",
    }
    return render(request, "improvement/obstacles.html", context, status=status_of(request))


@member_door("GET", "POST")
def obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    seen = Obstacle.objects.visible_to(request.user).select_related("member", "leader", "promise")
    found = get_object_or_404(seen, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_obstacle(found, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Answered, and your promise to answer is kept."))
            return redirect("improvement:obstacle", pk)
    may = request.user.pk == found.leader_id or (
        request.user.is_owner and request.user.pk != found.member_id
    )
    context = {
        "obstacle": found,
        "form": form,
        "may_answer": may and found.state == "ASKED",
        "current": "improvement",
    }
    return render(request, "improvement/obstacle.html", context, status=status_of(request))


@member_door()
def stops(request: HttpRequest) -> HttpResponse:
    """What one may stop, by role or by a grant; or start again."""
    request = cast("MemberRequest", request)
    context = {
        "stoppable": stoppable(request.user, now=clock.now()),
        "current": "authority",
    }
    return render(request, "improvement/stops.html", context)


@member_door("GET", "POST")
def stop(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Stop a policy or a macro at once, or start it again."""
    request = cast("MemberRequest", request)
    thing: Policy | Macro
    if what == "policy":
        thing = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
    elif what == "macro":
        thing = get_object_or_404(Macro.objects.visible_to(request.user), pk=pk)
    else:
        raise Http404
    halt = queries.halt_of(thing)
    by_me = halt is not None and may_start(request.user, thing, stopped_by=halt.by_id)
    if not by_me and not may_stop(request.user, thing, now=clock.now()):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, by, now = form.cleaned_data["words"], request.user, clock.now()
        try:
            if request.POST.get("do") == "start" and halt is not None:
                actions.start_again(halt, words=words, by=by, now=now)
                said = _("Started again: %(name)s.")
            else:
                actions.stop_the_line(thing, reason=words, submit_id=uuid4(), by=by, now=now)
                said = _("Stopped: %(name)s. It comes before the next huddle.")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, said % {"name": thing.name})
            return redirect("improvement:stop", what, pk)
    context = {
        "thing": thing,
        "what": what,
        "halt": halt,
        "form": form,
        "current": "improvement",
    }
    return render(request, "improvement/stop.html", context, status=status_of(request))


def _process(request: MemberRequest, pk: int) -> Process:
    seen = Process.objects.visible_to(request.user).select_related("owner", "desk")
    return get_object_or_404(seen, pk=pk)
