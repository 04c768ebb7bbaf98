"""Views of time spent on a conversation: its sum, and one's own entries."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.desk.pages import find, place_of
from kept.desk.time_forms import TimeForm, as_typed
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.timespent import actions, queries
from kept.timespent.models import Entry
from kept.timespent.queries import today_of


@member_door("GET", "POST")
def time(request: HttpRequest, pk: int) -> HttpResponse:
    """The sum, one's own entries, and a form for another one."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    today = today_of(request.user, now=clock.now())
    form = TimeForm(request.POST or None, initial=as_typed(None, today=today))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.write(found, **told, today=today, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Written down."))
            return _back(request, found)
    return _page(request, found, form, status=422 if request.method == "POST" else 200)


@member_door("GET", "POST")
def entry(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """One's own: corrected, or taken back with `do`."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    own = Entry.objects.standing().filter(member=request.user, conversation=found)
    row = get_object_or_404(own.select_related("conversation"), pk=entry)
    today, now = today_of(request.user, now=clock.now()), clock.now()
    if request.POST.get("do") == "take_back":
        actions.take_back(row, by=request.user, now=now)
        messages.success(request, _("Taken back: it counts no more."))
        return _back(request, found)
    form = TimeForm(request.POST or None, initial=as_typed(row, today=today))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(row, **form.cleaned_data, today=today, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Corrected."))
            return _back(request, found)
    return _page(request, found, form, row=row, status=422 if request.method == "POST" else 200)


def _back(request: MemberRequest, found: Conversation) -> HttpResponse:
    answer = redirect("desk:time", found.pk)
    answer["Location"] += f"?place={place_of(request).key}"
    return answer


def _page(
    request: MemberRequest,
    found: Conversation,
    form: TimeForm,
    *,
    row: Entry | None = None,
    status: int,
) -> HttpResponse:
    context = {
        "conversation": found,
        "spent": queries.read(getattr(found, "told_time", None)),
        "entries": queries.entries_of(found),
        "form": form,
        "row": row,
        "place": place_of(request),
    }
    return render(request, "desk/time.html", context, status=status)
