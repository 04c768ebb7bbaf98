"""Pages and buttons of a promise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member
from kept.promises import actions, letters
from kept.promises.access import keepers_of
from kept.promises.forms import GiveUpForm, MakeForm, ReleaseForm, RenegotiateForm, typed
from kept.promises.models import Promise
from kept.promises.proposals import Span, other_windows, start_of
from kept.promises.queries import Card, cards
from kept.promises.states import state_of


@member_door()
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise with its whole history."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    context = _card(found) | {"versions": list(found.versions.all())}
    return render(request, "promises/promise.html", context)


@member_door("GET", "POST")
def make(request: HttpRequest, conversation: int) -> HttpResponse:
    """Note a promise that was made elsewhere: by telephone, or in words nobody spotted."""
    request = cast("MemberRequest", request)
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    place = get_object_or_404(seen, pk=conversation)
    keepers = _keepers(request.user, place)
    if request.method == "GET":
        due = place.desk.hours.closes(clock.now() + timedelta(days=1))
        form = MakeForm(
            keepers=keepers,
            initial={
                "due_at": typed(due, request.user.zone),
                "keeper": str(request.user.pk),
                "submit_id": uuid4(),
                "words": request.GET.get("words", ""),
            },
        )
        return render(request, "promises/make.html", {"conversation": place, "form": form})
    form = MakeForm(request.POST, keepers=keepers)
    if form.is_valid():
        values = form.cleaned_data
        keeper = Member.objects.get(pk=values["keeper"]) if values["keeper"] else None
        try:
            actions.make(
                place,
                words=values["words"],
                due_at=values["due_at"],
                keeper=keeper,
                submit_id=values["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Promised. It stands beside the conversation."))
            return redirect("desk:conversation", "all", place.pk)
    context = {"conversation": place, "form": form}
    return render(request, "promises/make.html", context, status=422)


@member_door("POST")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    kept = actions.keep(_find(request, pk), by=request.user, now=clock.now())
    return _after(request, kept, _("Kept. It stands so on their page too."))


@member_door("GET", "POST")
def renegotiate(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, with the letter to the customer prepared."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    if found.is_settled:
        raise actions.AlreadySettled
    zones = {"here": request.user.zone, "there": found.zone_said}
    if request.method == "GET":
        form = RenegotiateForm(initial=_prepared(request.user, found), **zones)
        return render(request, "promises/renegotiate.html", _card(found) | {"form": form})
    form = RenegotiateForm(request.POST, **zones)
    if form.is_valid():
        try:
            actions.ask_for_another_time(
                found,
                due_at=form.cleaned_data["due_at"] if form.sets_it else None,
                windows=_windows(form, found),
                text=_told(form, found),
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _what_came_of(form, found))
            return redirect("desk:conversation", "all", found.conversation_id)
    context = _card(found) | {"form": form}
    return render(request, "promises/renegotiate.html", context, status=422)


@member_door("GET", "POST")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the promisee can let us off; a member notes where they said so."""
    found = _find(cast("MemberRequest", request), pk)
    form = ReleaseForm(request.POST or None)
    if _is_settled(request, found, form, actions.release):
        messages.info(request, _("Let go. Their page says that they let us off."))
        return redirect("desk:conversation", "all", found.conversation_id)
    return _why(request, "promises/release.html", found, form)


@member_door("GET", "POST")
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say plainly that it will not be kept."""
    found = _find(cast("MemberRequest", request), pk)
    form = GiveUpForm(request.POST or None)
    if _is_settled(request, found, form, actions.give_up):
        messages.warning(request, _("Said to be broken. They can read why on their page."))
        return redirect("desk:conversation", "all", found.conversation_id)
    return _why(request, "promises/give_up.html", found, form)


def _is_settled(request: HttpRequest, found: Promise, form: forms.Form, action: Any) -> bool:
    """Whether the form held and the rules let it happen; else the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        action(found, why=form.cleaned_data["why"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _why(request: HttpRequest, page: str, found: Promise, form: forms.Form) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, page, _card(found) | {"form": form}, status=status)


def _windows(form: RenegotiateForm, promise: Promise) -> list[Span]:
    """The times offered: a window keeps its length, a deadline stays a deadline."""
    due, hours = (promise.due_from, promise.due_at), promise.hours
    return [(start_of(end, *due, hours=hours), end) for end in form.windows()]


def _told(form: RenegotiateForm, promise: Promise) -> str:
    due_at = form.cleaned_data["due_at"]
    return letters.with_due(form.letter, due_at, promise) if form.sets_it else form.letter


def _what_came_of(form: RenegotiateForm, promise: Promise) -> str:
    if not form.letter:
        return _("The time is changed, and nobody was told.")
    said = _("Sent. %(name)s knows the new time.")
    if not form.sets_it:
        said = _("Sent. %(name)s chooses the time.")
    return said % {"name": letters.first_name(promise.promisee_name)}


def _find(request: MemberRequest, pk: int) -> Promise:
    seen = Promise.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("conversation__desk", "customer", "keeper", "desk", "made_by"), pk=pk
    )


def _card(promise: Promise) -> dict[str, Any]:
    now = clock.now()
    return {"card": Card(promise, state_of(promise, now=now)), "promise": promise, "now": now}


def _keepers(member: Member, conversation: Conversation) -> list[tuple[str, str]]:
    rows = [(str(one.pk), one.name) for one in keepers_of(conversation) if one != member]
    desk = _("%(desk)s, whoever is there") % {"desk": conversation.desk.name}
    return [(str(member.pk), _("You")), *rows, ("", desk)]


def _prepared(member: Member, promise: Promise) -> dict[str, Any]:
    now = clock.now()
    spans = other_windows(promise.due_from, promise.due_at, hours=promise.hours, now=now)
    ends = {f"window_{n}": typed(end, member.zone) for n, (_, end) in enumerate(spans, 1)}
    told = {
        "text": letters.offering(promise, writer=member.name, now=now),
        "set_text": letters.setting(promise, writer=member.name, now=now),
    }
    due = {"due_at": ends["window_1"]} if "window_1" in ends else {}
    return {"how": "offer", "tells": True, "submit_id": uuid4()} | told | due | ends


def _after(request: MemberRequest, promise: Promise, said: str) -> HttpResponse:
    """The card as it is now (htmx), else back to where the button was."""
    back = request.POST.get("next", "")
    if request.htmx and not back:
        shown = cards([promise], now=clock.now())[0]
        context = {"card": shown, "promise": promise, "now": clock.now(), "just": True}
        return render(request, "promises/card.html", context)
    messages.success(request, said)
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("desk:conversation", "all", promise.conversation_id)
