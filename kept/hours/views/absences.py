"""Who is away: one's own absences, and for those who plan, everybody's."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.hours import actions, queries
from kept.hours.access import may_note_absence, may_read_note, may_settle_hours
from kept.hours.forms import AbsenceForm, absence_as_typed
from kept.hours.models import Absence
from kept.hours.outlook import span_in_words
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door, status_of
from kept.people.models import Member


@member_door("GET", "POST")
def absences(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    by, now = request.user, clock.now()
    of = None if may_settle_hours(by) else by
    form = AbsenceForm(request.POST or None, initial={"member": by.pk}, by=by, of=of)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_absence(
                form.whose,
                **form.span(),
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
                by=by,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Noted. Colleagues see when, not why."))
            return redirect("hours:absences")
    rows = [
        {
            "absence": absence,
            "words": _in_words(absence, by),
            "is_now": absence.begins_at <= now,
            "may": may_note_absence(by, absence.member),
            "note": absence.note if may_read_note(by, absence) else "",
        }
        for absence in queries.absences(now=now)
    ]
    context = {
        "form": form,
        "rows": rows,
        "past": [
            {"absence": one, "words": _in_words(one, by)}
            for one in queries.past_absences(by, now=now)
        ],
        "current": "settings",
    }
    return render(request, "hours/absences.html", context, status=status_of(request))


@member_door("GET", "POST")
def change(request: HttpRequest, absence: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    by, found = request.user, _find(request, absence)
    reads = may_read_note(by, found)
    initial = absence_as_typed(found) | ({"note": found.note} if reads else {})
    form = AbsenceForm(
        request.POST or None, initial=initial, by=by, of=found.member, noted_by=found.noted_by
    )
    if not reads:
        del form.fields["note"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_absence(
                found,
                **form.span(),
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data.get("note"),
                by=by,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Changed."))
            return redirect("hours:absences")
    context = {"form": form, "absence": found, "current": "settings"}
    return render(request, "hours/absence.html", context, status=status_of(request))


@member_door("POST")
def withdraw(request: HttpRequest, absence: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    actions.withdraw_absence(_find(request, absence), by=request.user, now=clock.now())
    messages.success(request, _("Withdrawn."))
    return redirect("hours:absences")


def _in_words(absence: Absence, reader: Member) -> str:
    return span_in_words(absence.begins_at, absence.ends_at, zone=reader.zone)


def _find(request: MemberRequest, pk: int) -> Absence:
    editable = Absence.objects.editable_by(request.user).select_related("member", "noted_by")
    return get_object_or_404(editable, pk=pk)
