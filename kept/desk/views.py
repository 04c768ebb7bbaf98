"""Views of the desk: lists, a conversation, and what is done with it in one click."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kept.conversations import actions as conversations
from kept.conversations.closing import NotReady, check_ready
from kept.conversations.models import AT_WORK, Conversation, Departure
from kept.conversations.queries import standing_for, waiting_letters
from kept.conversations.queries.labels import status_labels
from kept.conversations.queries.presence import present
from kept.desk import actions
from kept.desk.context import count_saved
from kept.desk.fielding import ask_for, ask_for_fields, fill_in
from kept.desk.focusing import go_on
from kept.desk.line import KEY as FOCUS
from kept.desk.pages import (
    after,
    and_next,
    find,
    list_context,
    place_of,
    thread_context,
)
from kept.desk.unfinished import Unfinished, unfinished
from kept.focus.queries import in_focus
from kept.kit import clock
from kept.kit.ids import id_in
from kept.notices.actions import see_there
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member


@member_door()
def list_(request: HttpRequest, place: str) -> HttpResponse:
    """A view of the desk, with the empty place where a conversation opens beside it."""
    request = cast("MemberRequest", request)
    if request.htmx and request.GET.get("pane") in {"views", "saved"}:
        # The column of some other page: where that stands it says itself, be it nowhere.
        here = request.GET.get("here") or "elsewhere"
        count_saved(request)
        part = "ui/views.html" if request.GET["pane"] == "views" else "ui/saved.html"
        return render(request, part, {"current": here})
    if place == FOCUS:
        return go_on(request)
    context = list_context(request, place)
    if request.htmx and request.GET.get("after"):
        return render(request, "desk/list.html#rows", context)
    if request.htmx and request.GET.get("pane") == "list":
        return render(request, "desk/list.html#pane", context)
    return render(request, "desk/desk.html", context)


@member_door()
def conversation(request: HttpRequest, place: str, pk: int) -> HttpResponse:
    """A conversation. Its list comes along by itself; `?pane=` answers one pane alone."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if found.merged_into_id:
        there = reverse("desk:conversation", args=[place, standing_for(found).pk])
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
    context = thread_context(request, place, pk, found=found)
    match request.GET.get("pane") if request.htmx else None:
        case "earlier":
            return render(request, "desk/thread.html#entries", context)
        case "broken":
            return render(request, "desk/thread.html#broken", context)
        case "letters":
            return render(request, "desk/thread.html#letters", context)
        case "focus":
            return render(request, "desk/focus_bar.html", context)
        case "composer":
            return render(request, "desk/thread.html#composer", context)
        case "aside":
            return render(request, "desk/aside.html#pane", context)
        case "thread":
            return render(request, "desk/thread_and_aside.html", context)
    return render(request, "desk/desk.html", context)


@member_door("GET", "POST")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    team = Member.objects.active().filter(teams__desks=found.desk).distinct().order_by("name")
    if request.method == "GET":
        context = {
            "conversation": found,
            "team": team,
            "focused": in_focus(team, now=clock.now()),
            "teams": found.desk.teams.all(),
            "place": request.GET.get("place", "all"),
        }
        page = "desk/assign.html#menu" if request.htmx else "desk/assign.html"
        return render(request, page, context)
    chosen = request.POST.get("to", "")
    if chosen.startswith("team-"):
        ours = get_object_or_404(found.desk.teams.all(), pk=id_in(chosen[5:]))
        conversations.assign_team(found, to=ours, by=request.user, now=clock.now())
        return after(request, found, _("Anybody of %(name)s may take this now.") % {"name": ours})
    if chosen == "no-team":
        conversations.assign_team(found, to=None, by=request.user, now=clock.now())
        return after(request, found, _("It is no team’s now."))
    to = None
    if chosen == "me":
        to = request.user
    elif chosen:
        to = get_object_or_404(team, pk=id_in(chosen))
    assigned = conversations.assign(found, to=to, by=request.user, now=clock.now())
    said = (
        _("%(name)s looks after this now.") % {"name": assigned.assignee}
        if assigned.assignee
        else _("Anybody may take this now.")
    )
    return after(request, found, said)


@member_door("POST")
def status(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    to = request.POST.get("to", "")
    if to not in {*dict(AT_WORK), Conversation.Status.SPAM}:
        return HttpResponse(_("There is no such status."), status=422, content_type="text/plain")
    waiting = request.POST.get("waiting", "")
    if refused := _not_ready(request, found, to=to, waiting=waiting):
        return refused
    if to == Conversation.Status.CLOSED and found.status != to and "sure" not in request.POST:
        left = unfinished(request.user, found)
        if left.is_any:
            return _ask_of_unfinished(request, found, left, waiting=waiting)
    is_done = to in {Conversation.Status.CLOSED, Conversation.Status.SPAM}
    if is_done and waiting != "leave":
        letters = list(waiting_letters(found))
        if letters and waiting != "call_off":
            return _ask_of_letters(request, found, letters, to=to)
        for letter in letters:
            actions.take_back(letter, by=request.user, now=clock.now())
    try:
        conversations.set_status(found, to=to, by=request.user, now=clock.now())
    except NotReady as refusal:
        verb = _("Save and close")
        return ask_for(request, found, refusal, verb=verb, to=to, waiting=waiting)
    said = _("Now: %(status)s.") % {"status": status_labels()[to]}
    return after(request, found, and_next(request, found, said) if is_done else said)


@member_door("GET", "POST")
def priority(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.method == "GET":
        context = {
            "conversation": found,
            "priorities": Conversation.Priority.choices[::-1],
            "place": request.GET.get("place", "all"),
        }
        page = "desk/priority.html#menu" if request.htmx else "desk/priority.html"
        return render(request, page, context)
    to = request.POST.get("to", "")
    if to not in Conversation.Priority.values:
        return HttpResponse(_("There is no such priority."), status=422, content_type="text/plain")
    conversations.set_priority(found, to=to, by=request.user, now=clock.now())
    words = str(Conversation.Priority(to).label)
    return after(request, found, _("Priority: %(priority)s.") % {"priority": words})


@member_door("POST")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the reading mark as far as the page showed, or lift it with `unread`."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.POST.get("unread"):
        conversations.mark_unread(found, by=request.user)
        return after(request, found, _("Marked as unread."))
    conversations.mark_read(found, shown=id_in(request.POST.get("shown", "")), by=request.user)
    see_there(found, by=request.user, now=clock.now())
    if request.htmx:
        return HttpResponse(status=204)
    return after(request, found, "")


@member_door("POST")
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """The page lies open before the member. Answers who else looks at it, and who writes."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    now = clock.now()
    conversations.be_present(found, by=request.user, now=now)
    others = present(found, but=request.user, now=now)
    focused = in_focus([one.member for one in others], now=now) if others else {}
    return render(request, "desk/here.html", {"others": others, "focused": focused})


def _not_ready(
    request: MemberRequest, found: Conversation, *, to: str, waiting: str
) -> HttpResponse | None:
    """What is missing before it may be closed, asked for before anything else happens."""
    along = {"to": to, "waiting": waiting}
    verb = _("Save and close")
    if fault := fill_in(request, found):
        return ask_for_fields(request, found, fault, verb=verb, along=along)
    if to == Conversation.Status.CLOSED and found.status != to:
        try:
            check_ready(found)
        except NotReady as refusal:
            return ask_for(request, found, refusal, verb=verb, **along)
    return None


def _ask_of_unfinished(
    request: MemberRequest, found: Conversation, left: Unfinished, *, waiting: str
) -> HttpResponse:
    """Parts of it are still open: close it all the same?"""
    context = {
        "conversation": found,
        "left": left,
        "waiting": waiting,
        "place": place_of(request).key,
    }
    return _menu(request, "desk/unfinished.html", context)


def _menu(request: MemberRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A question beneath the head of the thread; a page of its own without scripts."""
    if not request.htmx:
        return render(request, template, context)
    answer = render(request, f"{template}#menu", context)
    answer.headers["HX-Retarget"] = "#menu"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _ask_of_letters(
    request: MemberRequest, found: Conversation, letters: list[Departure], *, to: str
) -> HttpResponse:
    """Letters wait to leave here: what shall become of them once it is closed, or is spam?"""
    context = {
        "conversation": found,
        "to": to,
        "letters": letters,
        "place": place_of(request).key,
        "now": clock.now(),
    }
    return _menu(request, "desk/closing.html", context)
