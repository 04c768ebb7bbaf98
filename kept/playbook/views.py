"""The playbook: found, read, written; and one's own second thoughts."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.access import messages_visible_to
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of
from kept.playbook import actions, queries
from kept.playbook.access import may_change
from kept.playbook.forms import FindForm, PlayForm, ThoughtForm, typed_of
from kept.playbook.models import Language, Play, SecondThought
from kept.playbook.rules import may_still_add

HERE = "playbook"


@member_door()
def playbook(request: HttpRequest) -> HttpResponse:
    """All plays, by situation, feeling, language, state and words; `retired` those put away."""
    request = cast("MemberRequest", request)
    form = FindForm(request.GET)
    chosen = form.chosen()
    asked = chosen.pop("q")
    is_retired = "retired" in request.GET and request.user.is_manager
    rows = queries.plays(request.user, asked=asked, retired=is_retired, now=clock.now(), **chosen)
    context = {
        "rows": rows,
        "form": form,
        "is_asked": bool(asked or any(chosen.values())),
        "is_retired": is_retired,
        "current": HERE,
    }
    return render(request, "playbook/playbook.html", context)


@member_door()
def play(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said and done, and what has come of it."""
    request = cast("MemberRequest", request)
    found = _play(request, pk)
    told = queries.counted(found)
    context = {
        "row": queries.row_of(found, now=clock.now()),
        "play": found,
        "phrasings": found.phrasings.filter(retired_at=None),
        "uses": queries.uses_of(found, request.user),
        "waiting": told.get("SENT", 0),
        "may_change": may_change(request.user, found),
        "current": HERE,
    }
    return render(request, "playbook/play.html", context)


@member_door("GET", "POST")
def write(request: HttpRequest) -> HttpResponse:
    return _write(cast("MemberRequest", request), None)


@member_door("GET", "POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _write(request, _play(request, pk))


@member_door("POST")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` is retire or back."""
    request = cast("MemberRequest", request)
    found = _play(request, pk)
    match request.POST.get("do"):
        case "retire":
            actions.retire_play(found, by=request.user, now=clock.now())
            messages.success(request, _("Retired. It is offered no more."))
        case "back":
            actions.bring_back_play(found, by=request.user, now=clock.now())
            messages.success(request, _("It is offered again."))
        case _:
            return HttpResponse(status=422)
    return redirect("playbook:play", pk)


@manager_door()
def gaps(request: HttpRequest) -> HttpResponse:
    """Situations without a play that has proven itself."""
    rows = queries.gaps(now=clock.now())
    context = {
        "rows": rows,
        "missing": sum(row.is_gap for row in rows),
        "current": HERE,
    }
    return render(request, "playbook/gaps.html", context)


@member_door()
def thoughts(request: HttpRequest) -> HttpResponse:
    """The member's own; `before` goes on where a part ended."""
    request = cast("MemberRequest", request)
    before = id_in(request.GET.get("before", "")) or None
    found, more = queries.thoughts_of(request.user, before=before)
    context = {"thoughts": found, "more": more, "current": HERE}
    return render(request, "playbook/thoughts.html", context)


@member_door("GET", "POST")
def note(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """What one wishes one had said in that answer of one's own."""
    request = cast("MemberRequest", request)
    own = messages_visible_to(request.user).filter(member=request.user, way="OUT")
    found = get_object_or_404(own.select_related("conversation"), pk=message, conversation=pk)
    now = clock.now()
    form = ThoughtForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_thought(found, by=request.user, now=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept. Only you see it."))
            return redirect(request.path)
    context = {
        "conversation": found.conversation,
        "letter": found,
        "thoughts": queries.thoughts_to(found.pk, request.user),
        "may_add": may_still_add(found.at, now=now),
        "form": form,
        "current": "mine",
    }
    return render(request, "playbook/note.html", context, status=status_of(request))


@member_door("POST")
def use_thought(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` is send, which puts it into an answer, or drop."""
    request = cast("MemberRequest", request)
    found = _thought(request, pk)
    conversation = found.message.conversation_id
    match request.POST.get("do"):
        case "send":
            actions.send_thought(found, by=request.user, now=clock.now())
            messages.success(request, _("It stands in your answer. Nothing is sent yet."))
            there = reverse("desk:conversation", args=["all", conversation])
            return redirect(f"{there}?write=reply#write")
        case "drop":
            actions.drop_thought(found, by=request.user, now=clock.now())
            messages.success(request, _("It is gone."))
            return redirect("playbook:thoughts")
    return HttpResponse(status=422)


@member_door("GET", "POST")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """A second thought as a play that everybody may try."""
    request = cast("MemberRequest", request)
    found = _thought(request, pk)
    if found.play_id is not None:
        return redirect("playbook:play", found.play_id)
    initial = {"phrasings": found.text, "language": _language(request)}
    form = PlayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.offer_thought(found, form.terms(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("It stands in the playbook, for others to try."))
            return redirect("playbook:play", made.pk)
    context = {"form": form, "thought": found, "current": HERE}
    return render(request, "playbook/write.html", context, status=status_of(request))


def _write(request: MemberRequest, row: Play | None) -> HttpResponse:
    initial: dict[str, Any] = {"language": _language(request), "submit_id": uuid4()}
    asked = FindForm(request.GET).chosen()
    initial |= {name: asked[name] for name in ("situation", "language") if asked[name]}
    if row:
        if not may_change(request.user, row):
            return redirect("playbook:play", row.pk)
        texts = row.phrasings.filter(retired_at=None).values_list("text", flat=True)
        initial = typed_of(row, list(texts))
    form = PlayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_play(
                row,
                form.terms(),
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("playbook:play", made.pk)
    context = {"row": row, "form": form, "current": HERE}
    return render(request, "playbook/write.html", context, status=status_of(request))


def _language(request: MemberRequest) -> str:
    base = request.user.language.split("-")[0]
    return base if base in Language.values else Language.ENGLISH


def _play(request: MemberRequest, pk: int) -> Play:
    return get_object_or_404(Play.objects.visible_to(request.user).select_related("writer"), pk=pk)


def _thought(request: MemberRequest, pk: int) -> SecondThought:
    seen = SecondThought.objects.visible_to(request.user).select_related("message__conversation")
    return get_object_or_404(seen, pk=pk)
