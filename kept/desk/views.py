"""The desk's pages. One list, one conversation; every pane also has an address of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kept.conversations import actions as conversations
from kept.conversations.actions import File
from kept.conversations.models import AT_WORK, Conversation
from kept.conversations.queries import (
    Position,
    Seats,
    beside,
    bonds,
    merged_here,
    seats,
    standing_for,
    thread,
)
from kept.conversations.queries.labels import status_labels
from kept.desk import actions, composing, places
from kept.desk.composing import dead_among
from kept.desk.context import navigation_of
from kept.desk.forms import DraftForm, NoteForm, OfferForm, ReplyForm
from kept.desk.places import Place
from kept.desk.timeline import entries
from kept.kit import blobs, clock
from kept.kit.refusals import Refusal
from kept.mail.queries import delivery_states
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member
from kept.promises import queries as promises


@member_door()
def list_(request: HttpRequest, place: str) -> HttpResponse:
    """A view of the desk, with the empty place where a conversation opens beside it."""
    request = cast("MemberRequest", request)
    if request.htmx and request.GET.get("pane") == "views":
        # The column of some other page: where that stands it says itself, be it nowhere.
        here = request.GET.get("here") or "elsewhere"
        return render(request, "ui/views.html", {"current": here})
    after = Position.read(request.GET.get("after", ""))
    context = _list(request, place, after=after)
    if request.htmx and request.GET.get("after"):
        return render(request, "desk/list.html#rows", context)
    if request.htmx and request.GET.get("pane") == "list":
        return render(request, "desk/list.html#pane", context)
    return render(request, "desk/desk.html", context)


@member_door()
def conversation(request: HttpRequest, place: str, pk: int) -> HttpResponse:
    """A conversation. Its list comes along by itself; `?pane=` answers one pane alone."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    if found.merged_into_id:
        there = reverse("desk:conversation", args=[place, standing_for(found).pk])
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
    context = _thread(request, place, pk, found=found)
    match request.GET.get("pane") if request.htmx else None:
        case "earlier":
            return render(request, "desk/thread.html#entries", context)
        case "broken":
            return render(request, "desk/thread.html#broken", context)
        case "letters":
            return render(request, "desk/thread.html#letters", context)
        case "composer":
            return render(request, "desk/thread.html#composer", context)
        case "aside":
            return render(request, "desk/aside.html#pane", context)
        case "thread":
            return render(request, "desk/thread_and_aside.html", context)
    return render(request, "desk/desk.html", context)


@member_door("POST")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _written_again(request, found, "REPLY", _first_error(form), status=422)
    values = form.cleaned_data
    try:
        sent = actions.answer(
            found,
            text=values["text"],
            to=values["to"],
            cc=values["cc"],
            files=tuple(_store(file) for file in values["enclosed"]),
            submit_id=values["submit_id"],
            then=values["then"],
            asked=frozenset(request.POST.getlist("asked")),
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _written_again(
            request,
            found,
            "REPLY",
            refusal.message,
            status=409,
            holds=isinstance(refusal, (actions.Unanswered, actions.TimeMoved)),
        )
    return _after(request, found, _("On its way to %(to)s.") % {"to": ", ".join(sent.to)})


@member_door("POST")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _written_again(request, found, "NOTE", _first_error(form), status=422)
    try:
        conversations.note(
            found,
            text=form.cleaned_data["text"],
            submit_id=form.cleaned_data["submit_id"],
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _written_again(request, found, "NOTE", refusal.message, status=409)
    return _after(request, found, _("Noted, for us alone."))


@member_door("POST")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave. Answers when it was saved, in the member's own time."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_first_error(form), status=422, content_type="text/plain")
    now = clock.now()
    conversations.save_draft(
        found,
        kind=form.cleaned_data["kind"],
        text=form.cleaned_data["text"],
        by=request.user,
        now=now,
    )
    return render(request, "desk/saved.html", {"at": now})


@member_door("POST")
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What in the draft sounds like a promise. Without htmx: keep the draft, show the page."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    text = request.POST.get("text", "")[:100_000]
    if request.htmx:
        return render(request, "desk/offers.html", _offers(request, found, text))
    return _keep_and_return(request, found, text)


@member_door("POST")
def answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer accepts or dismisses an offer."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_first_error(form), status=422, content_type="text/plain")
    composing.answer(found, **form.cleaned_data, by=request.user, now=clock.now())
    text = form.cleaned_data["text"]
    if request.htmx:
        return render(request, "desk/offers.html", _offers(request, found, text))
    return _keep_and_return(request, found, text)


@member_door("GET", "POST")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    team = Member.objects.active().filter(teams__desks=found.desk).distinct().order_by("name")
    if request.method == "GET":
        context = {"conversation": found, "team": team, "place": request.GET.get("place", "all")}
        page = "desk/assign.html#menu" if request.htmx else "desk/assign.html"
        return render(request, page, context)
    chosen = request.POST.get("to", "")
    to = None
    if chosen == "me":
        to = request.user
    elif chosen:
        to = get_object_or_404(team, pk=_number(chosen))
    assigned = conversations.assign(found, to=to, by=request.user, now=clock.now())
    said = (
        _("%(name)s looks after this now.") % {"name": assigned.assignee}
        if assigned.assignee
        else _("Anybody may take this now.")
    )
    return _after(request, found, said)


@member_door("POST")
def status(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    to = request.POST.get("to", "")
    if to not in {*dict(AT_WORK), Conversation.Status.SPAM}:
        return HttpResponse(_("There is no such status."), status=422, content_type="text/plain")
    conversations.set_status(found, to=to, by=request.user, now=clock.now())
    said = _("Now: %(status)s.") % {"status": status_labels()[to]}
    is_done = to in {Conversation.Status.CLOSED, Conversation.Status.SPAM}
    return _after(request, found, _and_next(request, found, said) if is_done else said)


@member_door("POST")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the reading mark as far as the page showed, or lift it with `unread`."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    if request.POST.get("unread"):
        conversations.mark_unread(found, by=request.user)
        return _after(request, found, _("Marked as unread."))
    conversations.mark_read(found, shown=_number(request.POST.get("shown", "")), by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    return _after(request, found, "")


def _find(request: MemberRequest, pk: int) -> Conversation:
    seen = beside(Conversation.objects.visible_to(request.user))
    return get_object_or_404(
        seen.select_related("customer__organisation", "desk__calendar", "assignee"), pk=pk
    )


def _list(request: MemberRequest, key: str, *, after: Position | None) -> dict[str, Any]:
    nav = navigation_of(request)
    place = places.find(key, nav)
    now = clock.now()
    return {
        "place": place,
        "pane": places.pane(
            request.user, place, nav, after=after, among=request.GET.get("among", ""), now=now
        ),
        "open_key": request.GET.get("at", ""),
        "now": now,
    }


def _thread(
    request: MemberRequest, key: str, pk: int, *, found: Conversation | None = None
) -> dict[str, Any]:
    now = clock.now()
    found = found or _find(request, pk)
    before = request.GET.get("before", "")
    read = thread(request.user, found, before=_number(before))
    ties = bonds(request.user, found) if getattr(found, "has_ties", True) else []
    seated = seats(found) if getattr(found, "has_seats", True) else Seats()
    told = promises.beside(found, request.user)
    write = request.GET.get("write", "")
    composer = composing.composer(
        found, read, kind="NOTE" if write == "note" else "REPLY", by=request.user, now=now
    )
    return {
        "place": places.find(key, navigation_of(request)),
        "conversation": found,
        "customer": found.customer,
        "seats": seated,
        "dead": dead_among(found, read.messages, seated.inside),
        "facts": list(found.customer.facts.all()[:3]),
        "entries": entries(read, told, reader=request.user, merged=merged_here(ties)),
        "ties": ties,
        "earlier": read.earlier,
        "shown": read.messages[-1].pk if read.messages else 0,
        "deliveries": delivery_states([m for m in read.messages if m.is_ours]),
        "cards": promises.cards(told, now=now),
        "composer": replace(composer, wants_focus=bool(write)),
        "their_zone": found.customer.zone or found.desk.zone,
        "last_sender": next((m.from_address for m in read.messages[::-1] if not m.is_ours), ""),
        "statuses": AT_WORK,
        "now": now,
    }


def _offers(request: MemberRequest, found: Conversation, text: str) -> dict[str, Any]:
    spotted = composing.spotted(found, text, by=request.user, now=clock.now())
    return {
        "conversation": found,
        "offers": spotted,
        "asked": request.POST.getlist("asked"),
        "their_zone": found.customer.zone or found.desk.zone,
        "now": clock.now(),
    }


def _written_again(
    request: MemberRequest,
    found: Conversation,
    kind: str,
    error: str,
    *,
    status: int,
    holds: bool = False,
) -> HttpResponse:
    """A refusal: the page as it was, the words where they were, and what to do about it.

    Where it `holds` the letter for its promises, only these come anew, so that files stay chosen.
    """
    text = request.POST.get("text", "")
    offers = _offers(request, found, text) if kind == "REPLY" else {}
    if holds:
        open_ = composing.unanswered(offers["offers"])
        offers["asked"] = [*offers["asked"], *(offer.words for offer in open_)]
        if request.htmx:
            answer = render(request, "desk/offers.html", offers | {"held": error}, status=status)
            answer.headers["HX-Retarget"] = "#offers"
            answer.headers["HX-Reswap"] = "outerHTML"
            return answer
    context = _thread(request, _place(request).key, found.pk)
    context["composer"] = composing.written_again(
        context["composer"],
        kind=kind,
        text=text,
        to=request.POST.get("to", ""),
        cc=request.POST.get("cc", ""),
        submit_id=request.POST.get("submit_id") or str(uuid4()),
        offers=offers.get("offers", []),
        asked=tuple(offers.get("asked", ())),
        error=error,
    )
    if not request.htmx:
        return render(request, "desk/desk.html", context, status=status)
    answer = render(request, "desk/thread.html#composer", context, status=status)
    # A letter that went out brings the thread anew; one that did not must leave it standing.
    answer.headers["HX-Retarget"] = "#composer"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _keep_and_return(request: MemberRequest, found: Conversation, text: str) -> HttpResponse:
    conversations.save_draft(found, kind="REPLY", text=text, by=request.user, now=clock.now())
    return redirect("desk:conversation", _place(request).key, found.pk)


def _place(request: MemberRequest) -> Place:
    """Where a form was sent from. What is done is done: an unknown place is "all", and no 404."""
    nav = navigation_of(request)
    try:
        return places.find(request.POST.get("place") or "all", nav)
    except Http404:
        return places.find("all", nav)


def _after(request: MemberRequest, found: Conversation, said: str) -> HttpResponse:
    """Back to the conversation, saying what happened; htmx takes the thread and the aside.

    Whoever sees only what is theirs has handed it out of sight: back to the list, then.
    """
    place = _place(request)
    if said:
        messages.success(request, said)
    if not Conversation.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return HttpResponseClientRedirect(place.url) if request.htmx else redirect(place.url)
    if request.htmx:
        context = _thread(request, place.key, found.pk)
        return render(request, "desk/thread_and_aside.html", context)
    return redirect("desk:conversation", place.key, found.pk)


def _and_next(request: MemberRequest, done: Conversation, said: str) -> str:
    """What was done, and a link to what now stands first where the member works."""
    row = places.first_beside(
        request.user, _place(request), navigation_of(request), but=done, now=clock.now()
    )
    if row is None:
        return said
    link = format_html('<a href="{}">{}</a>', row.url, row.conversation.customer_name)
    return format_html("{} {}", said, format_html(_("Next: {name}"), name=link))


def _store(upload: Any) -> File:
    content = upload.read()
    return File(
        name=str(upload.name)[:255],
        type=str(upload.content_type or "application/octet-stream")[:120],
        size=len(content),
        sha256=blobs.put(content),
    )


def _number(text: str) -> int:
    """An id as an address has it; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _first_error(form: forms.Form) -> str:
    for errors in form.errors.values():
        return str(errors[0])
    return ""
