"""Calendars: the list, one of them, its week from a date on, and days of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.hours import actions, queries
from kept.hours.access import may_settle_hours
from kept.hours.actions.make import local_date
from kept.hours.forms import DayForm, HoursForm, NewCalendarForm, SettleForm, hours_as_typed
from kept.hours.models import Calendar
from kept.hours.outlook import outlook, region_in_words, week_rows, windows_in_words
from kept.hours.rules import Plan, Version
from kept.kit import clock
from kept.kit.hours import NINE_TO_FIVE
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor begins with: a plan, and the version that would be added to it.

    `seen` is the revision that whoever edits has looked at.
    """

    plan: Plan
    version: Version
    now: datetime
    calendar: Calendar | None = None
    seen: UUID | None = None


@member_door()
def calendars(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    rows, found = [], list(queries.calendars().visible_to(request.user))
    plans = queries.plans_of(found)
    for calendar in found:
        version = plans[calendar.pk].on(local_date(calendar, now=now))
        rows.append(
            {"calendar": calendar, "week": week_rows(version), "region": region_in_words(version)}
        )
    context = {"rows": rows, "may": may_settle_hours(request.user), "current": "settings"}
    return render(request, "hours/calendars.html", context)


@manager_door("GET", "POST")
def make(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    first = Version(since=now.astimezone(ZoneInfo(request.user.zone)).date(), week=NINE_TO_FIVE)
    initial = {**hours_as_typed(first), "zone": request.user.zone}
    form = NewCalendarForm(request.POST or None, initial=initial)
    draft = Draft(Plan(zone=request.user.zone, versions=[]), first, now)
    if _is_look(request):
        return _look(request, form, draft)
    if request.method == "POST" and form.is_valid():
        name, zone = form.cleaned_data["name"], form.cleaned_data["zone"]
        try:
            calendar = actions.make_calendar(
                name=name,
                zone=zone,
                version=form.version(otherwise=first.since),
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Made. Desks, teams and members can work by it now."))
            return redirect("hours:calendar", pk=calendar.pk)
    return _editor(request, form, draft, status=status_of(request))


@member_door()
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _page(request, _find(request, pk), DayForm(), status=200)


@manager_door("GET", "POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours from a date on. Looking at what they come to is a post that writes nothing."""
    request = cast("MemberRequest", request)
    found, now = _find(request, pk), clock.now()
    plan, today = queries.plan_of(found), local_date(found, now=now)
    since = max(today, _day(request.GET.get("since", "")) or today)
    first = replace(plan.on(since), since=since)
    form = HoursForm(request.POST or None, initial=hours_as_typed(first))
    draft = Draft(plan, first, now, found, form.seen or found.revision)
    if _is_look(request):
        return _look(request, form, draft)
    if request.method == "POST" and form.is_valid():
        seen = draft.seen or found.revision
        try:
            version = form.version(otherwise=first.since)
            actions.change_hours(found, version, seen=seen, by=request.user, now=now)
        except actions.ChangedMeanwhile as refusal:
            # What was typed stays; saved once more, it is against the hours of now.
            draft = replace(draft, seen=found.revision)
            form.add_error(None, refusal.message)
        except actions.PastDate as refusal:
            form.add_error("since", refusal.message)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Changed, from that day on."))
            return redirect("hours:calendar", pk=pk)
    return _editor(request, form, draft, status=status_of(request))


@manager_door("POST")
def withdraw(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    row = get_object_or_404(found.versions.all(), pk=version)
    actions.withdraw_version(row, by=request.user, now=clock.now())
    messages.success(request, _("That change does not come any more."))
    return redirect("hours:calendar", pk=pk)


@manager_door("POST")
def set_day(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found, form = _find(request, pk), DayForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.set_day(
                found,
                values["date"],
                name=values["name"],
                windows=values["windows"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("date", refusal.message)
        else:
            messages.success(request, _("Noted."))
            return redirect("hours:calendar", pk=pk)
    return _page(request, found, form, status=422)


@manager_door("POST")
def drop_day(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    row = get_object_or_404(_find(request, pk).days.all(), pk=day)
    actions.drop_day(row, by=request.user, now=clock.now())
    messages.success(request, _("That day is like any other again."))
    return redirect("hours:calendar", pk=pk)


@manager_door("GET", "POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, and who works by it."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    now_by_it = queries.workers(found)
    initial = {
        "name": found.name,
        "is_house": found.is_house,
        "teams": now_by_it.teams,
        "members": now_by_it.members,
    }
    form = SettleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        # Who may not sign in is not offered, and has their hours when they come back.
        gone = [one for one in now_by_it.members if not one.is_active]
        values["members"] = [*values["members"], *gone]
        try:
            actions.settle_calendar(found, **values, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("hours:calendar", pk=pk)
    context = {"form": form, "calendar": found, "current": "settings"}
    return render(request, "hours/settle.html", context, status=status_of(request))


def _find(request: MemberRequest, pk: int) -> Calendar:
    return get_object_or_404(Calendar.objects.visible_to(request.user), pk=pk)


def _page(request: MemberRequest, found: Calendar, form: DayForm, *, status: int) -> HttpResponse:
    now = clock.now()
    plan, today = queries.plan_of(found), local_date(found, now=now)
    context = {
        "calendar": found,
        "outlook": outlook(plan, plan.on(today), now=now, language=request.user.language),
        "versions": _versions(plan, today),
        "days": [
            {"row": row, "words": windows_in_words(plan.days.get(row.date, ()))}
            for row in found.days.filter(date__gte=today)
        ],
        "workers": queries.workers(found),
        "form": form,
        "may": may_settle_hours(request.user),
        "current": "settings",
    }
    return render(request, "hours/calendar.html", context, status=status)


def _versions(plan: Plan, today: date) -> list[dict[str, Any]]:
    """The latest first, each with what it is to us: to come, holding, or past."""
    holds = plan.on(today).since
    rows = []
    for version in reversed(plan.versions):
        state = "coming" if version.since > max(today, holds) else "past"
        rows.append(
            {
                "pk": version.row,
                "since": version.since,
                "state": "now" if version.since == holds else state,
                "region": region_in_words(version),
                "week": week_rows(version),
            }
        )
    return rows


def _is_look(request: HttpRequest) -> bool:
    return request.method == "POST" and "look" in request.POST


def _look(request: MemberRequest, form: HoursForm, draft: Draft) -> HttpResponse:
    """What the hours would come to, and nothing is written."""
    if request.htmx:
        context = _seen(form, draft, language=request.user.language)
        return render(request, "hours/editor.html#look", context)
    return _editor(request, form, draft, status=200)


def _editor(request: MemberRequest, form: HoursForm, draft: Draft, *, status: int) -> HttpResponse:
    context = {
        **_seen(form, draft, language=request.user.language),
        "calendar": draft.calendar,
        "seen": draft.seen,
        "current": "settings",
    }
    return render(request, "hours/editor.html", context, status=status)


def _seen(form: HoursForm, draft: Draft, *, language: str) -> dict[str, Any]:
    """The form with what it comes to, as far as what was typed can be read."""
    version, zone = draft.version, draft.plan.zone
    if form.is_bound:
        form.is_valid()
        version = form.version(otherwise=draft.version.since)
        zone = form.cleaned_data.get("zone") or zone
    whole = Plan(zone, draft.plan.versions, draft.plan.days).changed(version)
    return {"form": form, "outlook": outlook(whole, version, now=draft.now, language=language)}


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
