"""Views of macros at the desk: found from the composer, and put into it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.closing import NotReady
from kept.conversations.models import Draft
from kept.desk.fielding import ask_for, ask_for_fields, fill_in
from kept.desk.pages import after, find, place_of
from kept.desk.writing import typed_head
from kept.kit import clock
from kept.kit.ids import id_in
from kept.macros.actions import undo_macro, use_macro
from kept.macros.models import Macro
from kept.macros.queries import offered
from kept.people.doors import MemberRequest, member_door

LONGEST_TEXT = 500_000


@member_door("GET", "POST")
def find_macro(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be put in here, what this desk uses most first; `q` narrows it.

    A POST keeps what was written so far, and then shows the same.
    """
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.method == "POST":
        _keep(request, pk)
        address = reverse("desk:find_macro", args=[pk])
        return redirect(f"{address}?place={place_of(request).key}")
    asked = request.GET.get("q", "").strip()
    words = asked.casefold().split()
    rows = [
        one
        for one in offered(request.user, found)
        if all(word in f"{one.macro.key} {one.text.casefold()}" for word in words)
    ]
    context = {
        "conversation": found,
        "offered": rows,
        "asked": asked,
        "place": place_of(request).key,
    }
    page = "desk/macros.html#menu" if request.htmx else "desk/macros.html"
    return render(request, page, context)


@member_door("POST")
def use(request: HttpRequest, pk: int, macro: int) -> HttpResponse:
    """Its words go into the draft, behind or among what is written there, and its changes are made.

    What is written is kept before anything else, so that it survives every refusal.
    """
    request = cast("MemberRequest", request)
    found = find(request, pk)
    chosen = get_object_or_404(Macro.objects.visible_to(request.user), pk=macro)
    if "text" in request.POST:
        _keep(request, pk)
    at = request.POST.get("caret", "")[:9]
    verb = _("Save, then put it in")
    if fault := fill_in(request, found):
        return ask_for_fields(request, found, fault, verb=verb, along={"caret": at})
    own = Draft.objects.filter(conversation=found, member=request.user, kind=Draft.Kind.REPLY)
    draft = own.first()
    try:
        use_macro(
            chosen,
            found,
            text=draft.text if draft else "",
            place=id_in(at) if at.isdecimal() else None,
            head=draft.head if draft else {},
            by=request.user,
            now=clock.now(),
        )
    except NotReady as refusal:
        return ask_for(request, found, refusal, verb=verb, caret=at)
    said = _("Put in: %(name)s.") % {"name": chosen.name}
    return after(request, found, said, kind="REPLY")


@member_door("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's last macro here: its changes, and its words where nothing was written since."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if "text" in request.POST:
        _keep(request, pk)
    is_back = undo_macro(found, by=request.user, now=clock.now())
    said = _("Undone. All is as it was before the macro.")
    if not is_back:
        said = _("Undone, but for the words: you have written in them since, so they stay.")
    return after(request, found, said, kind="REPLY")


def _keep(request: MemberRequest, pk: int) -> None:
    """The reply as the form shows it."""
    conversations.save_draft(
        find(request, pk),
        kind=Draft.Kind.REPLY,
        text=request.POST.get("text", "")[:LONGEST_TEXT].replace("\r\n", "\n"),
        head=typed_head(request, Draft.Kind.REPLY),
        by=request.user,
        now=clock.now(),
    )
