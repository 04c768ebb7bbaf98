"""A promise and what may become of it: its page, and the buttons beneath."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Conversation, Message
from kept.kit import clock
from kept.kit.hours import Hours
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member
from kept.promises import actions, letters
from kept.promises.access import keepers_of, may_answer, may_settle
from kept.promises.fields import typed
from kept.promises.forms import (
    GiveUpForm,
    HandOnForm,
    MoveForm,
    ReleaseForm,
    RenegotiateForm,
    TellForm,
)
from kept.promises.models import Promise
from kept.promises.proposals import Span, other_windows, start_of
from kept.promises.queries import cards
from kept.promises.quoting import Quote, around
from kept.promises.views.finding import card_of, find


@member_door()
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise with its whole history."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    letter = _said_in(request.user, found)
    context = card_of(found) | {
        "letter": letter,
        "quote": _quoted(letter, found) if letter else None,
        "versions": list(found.versions.all()),
        "disputes": list(found.told.all()),
        "pauses": list(found.pauses.all()),
        "may_answer": may_answer(request.user, found),
        "may_settle": may_settle(request.user, found),
        # A word to oneself about a conversation may be in sight where that is not.
        "sees_conversation": Conversation.objects.visible_to(request.user)
        .filter(pk=found.conversation_id or 0)
        .exists(),
    }
    return render(request, "promises/promise.html", context)


def _quoted(letter: Message, found: Promise) -> Quote | None:
    return around(letters.in_words(letter.text), letters.in_words(found.words))


def _said_in(member: Member, found: Promise) -> Message | None:
    """Our letter it was made in, where the reader may see that."""
    if found.made_in_id is None or found.is_by_rule:
        return None
    seen = messages_visible_to(member).filter(way=Message.Way.OUT).select_related("member")
    return seen.filter(pk=found.made_in_id).first()


@member_door("POST")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    kept = actions.keep(find(request, pk), by=request.user, now=clock.now())
    on_their_page = _("Kept. It stands so on their page too.")
    return _after(request, kept, on_their_page if kept.customer_id else _("Kept."))


@member_door("GET", "POST")
def renegotiate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new time, with the letter to the customer prepared."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if found.is_settled:
        raise actions.AlreadySettled
    if found.customer is None:
        return _move_among_us(request, found)
    zones = {"here": request.user.zone, "there": found.zone_said}
    if request.method == "GET":
        form = RenegotiateForm(initial=_prepared(request.user, found), **zones)
        return render(request, "promises/renegotiate.html", card_of(found) | {"form": form})
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
            return _beside(found)
    context = card_of(found) | {"form": form}
    return render(request, "promises/renegotiate.html", context, status=422)


def _move_among_us(request: MemberRequest, found: Promise) -> HttpResponse:
    """A new time for a colleague or oneself: said to their face, so no letter is written."""
    is_reminder = found.kind == Promise.Kind.REMINDER
    before = found.due_from or found.due_at if is_reminder else found.due_at
    initial = {"due_at": typed(max(before, clock.now()), request.user.zone)}
    form = MoveForm(request.POST or None, initial=initial | {"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            at = form.cleaned_data["due_at"]
            # A reminder comes back at its time, and can be kept until its keeper goes home.
            closes = Hours(zone=request.user.zone).closes(at) if is_reminder else at
            actions.renegotiate(
                found,
                due_from=at if is_reminder else None,
                due_at=closes,
                reason=form.cleaned_data["reason"],
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Moved. They see the new time and the old one."))
            return redirect("promises:promise", found.pk)
    return _why(request, "promises/move.html", found, form)


@member_door("GET", "POST")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the promisee can let us off; a member notes where a customer said so."""
    found = find(cast("MemberRequest", request), pk)
    form = ReleaseForm(request.POST or None, is_ones_own=found.customer is None)
    if _is_settled(request, found, form, actions.release):
        said = (
            _("Let go. Their page says that they let us off.") if found.customer else _("Let go.")
        )
        messages.info(request, said)
        return _beside(found)
    return _why(request, "promises/release.html", found, form)


@member_door("GET", "POST")
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else keeps it, and it stays the same promise."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if found.conversation is None or found.desk_id is None:
        raise Http404
    keepers = [(str(one.pk), one.name) for one in keepers_of(found.conversation)]
    keepers.append(("", _("%(desk)s, whoever is there") % {"desk": found.conversation.desk.name}))
    form = HandOnForm(request.POST or None, keepers=keepers, initial={"to": found.keeper_id or ""})
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            member = Member.objects.get(pk=to) if to else None
            actions.hand_on(found, to=member, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Handed on. The promise is the same."))
            return redirect("promises:promise", pk)
    return _why(request, "promises/hand_on.html", found, form)


@member_door("GET", "POST")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done: write so, with the question whether they find it so."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if found.customer is None or found.conversation is None:
        raise Http404
    written = {"text": letters.done(found, writer=request.user.name), "submit_id": uuid4()}
    form = TellForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_it_is_done(found, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            name = letters.first_name(found.promisee_name)
            messages.success(request, _("Sent. %(name)s can say so by one click.") % {"name": name})
            return _beside(found)
    return _why(request, "promises/tell.html", found, form)


@member_door("GET", "POST")
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Say plainly that it will not be kept."""
    found = find(cast("MemberRequest", request), pk)
    form = GiveUpForm(request.POST or None)
    if _is_settled(request, found, form, actions.give_up):
        messages.warning(request, _("Said to be broken. They can read why on their page."))
        return _beside(found)
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
    return render(request, page, card_of(found) | {"form": form}, status=status)


def _windows(form: RenegotiateForm, promise: Promise) -> list[Span]:
    """The times offered: a window keeps its length, a deadline stays a deadline."""
    due, hours = (promise.due_from, promise.due_at), promise.hours
    return [(start_of(end, *due, hours=hours), end) for end in form.windows()]


def _told(form: RenegotiateForm, promise: Promise) -> str:
    due_at = form.cleaned_data["due_at"]
    return letters.with_due(form.letter, due_at, promise) if form.sets_it else form.letter


def _what_came_of(form: RenegotiateForm, promise: Promise) -> str:
    if not form.letter and not form.sets_it:
        return _("The times stand on their page, and nobody was told.")
    if not form.letter:
        return _("The time is changed, and nobody was told.")
    said = _("Sent. %(name)s knows the new time.")
    if not form.sets_it:
        said = _("Sent. %(name)s chooses the time.")
    return said % {"name": letters.first_name(promise.promisee_name)}


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
    return _beside(promise)


def _beside(promise: Promise) -> HttpResponse:
    """Where the promise stands: its conversation, else its own page."""
    if promise.conversation_id is None:
        return redirect("promises:promise", promise.pk)
    return redirect("desk:conversation", "all", promise.conversation_id)
