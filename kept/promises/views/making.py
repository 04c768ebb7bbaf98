"""Noting a promise by hand: to a customer, to one of us, a callback, a time to come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Desk
from kept.conversations.queries import customers_here, staffed
from kept.kit import clock
from kept.kit.hours import Hours
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member, Team
from kept.promises import actions, letters
from kept.promises.access import keepers_of
from kept.promises.fields import typed
from kept.promises.forms import AmongUsForm, CallbackForm, MakeForm, SnoozeForm
from kept.promises.models import Promise
from kept.promises.proposals import CALLED_WITHIN, Staffed, callback_windows, snooze_times
from kept.promises.views.finding import find


@member_door("GET", "POST")
def make(request: HttpRequest, conversation: int) -> HttpResponse:
    """Note a promise that was made elsewhere: by telephone, or in words nobody spotted."""
    request = cast("MemberRequest", request)
    place = _place(request, conversation)
    keepers = _keepers(request.user, place)
    customers = customers_here(place)
    if request.method == "GET":
        due = place.desk.hours.closes(clock.now() + timedelta(days=1))
        form = MakeForm(
            keepers=keepers,
            customers=customers,
            initial={
                "due_at": typed(due, request.user.zone),
                "keeper": str(request.user.pk),
                "submit_id": uuid4(),
                "words": request.GET.get("words", ""),
            },
        )
        return render(request, "promises/make.html", {"conversation": place, "form": form})
    form = MakeForm(request.POST, keepers=keepers, customers=customers)
    if form.is_valid():
        values = form.cleaned_data
        keeper = Member.objects.get(pk=values["keeper"]) if values["keeper"] else None
        try:
            actions.make(
                place,
                words=values["words"],
                due_at=values["due_at"],
                keeper=keeper,
                condition=values["condition"],
                customer=values.get("customer"),
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


@member_door("GET", "POST")
def among_us(request: HttpRequest) -> HttpResponse:
    """Promise something to a colleague, a team, or oneself."""
    request = cast("MemberRequest", request)
    people = {"people": _people(request.user), "teams": _teams(request.user)}
    if request.method == "GET":
        due = Hours(zone=request.user.zone).closes(clock.now() + timedelta(days=1))
        initial = {"due_at": typed(due, request.user.zone), "submit_id": uuid4(), "to": "me"}
        form = AmongUsForm(**people, initial=initial)
        return render(request, "promises/among_us.html", {"form": form})
    form = AmongUsForm(request.POST, **people)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.promise_among_us(
                words=values["words"],
                due_at=values["due_at"],
                condition=values["condition"],
                kind=Promise.Kind.SELF_CARE if values["is_private"] else Promise.Kind.COLLEAGUE,
                is_private=values["is_private"],
                submit_id=values["submit_id"],
                by=request.user,
                now=clock.now(),
                **_party(values["to"], request.user),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Promised. It stands in your day."))
            return redirect("promises:promise", made.pk)
    return render(request, "promises/among_us.html", {"form": form}, status=422)


@member_door("GET", "POST")
def callback(request: HttpRequest, conversation: int) -> HttpResponse:
    """Offer the customer times at which we call, by their clock; they choose one."""
    request = cast("MemberRequest", request)
    place = _place(request, conversation)
    now = clock.now()
    zone = place.customer.zone or place.desk.zone
    times = callback_windows(staffed=_staffed(place.desk, now=now), zone=zone, now=now)
    context = {"conversation": place, "times": times, "zone_there": zone, "now": now}
    if request.method == "GET":
        form = CallbackForm(
            times=times,
            initial={
                "submit_id": uuid4(),
                "times": [end.isoformat() for _, end in times[:3]],
                "text": letters.calling(place, writer=request.user.name),
            },
        )
        return render(request, "promises/callback.html", context | {"form": form})
    form = CallbackForm(request.POST, times=times)
    if form.is_valid():
        chosen = set(form.cleaned_data["times"])
        try:
            actions.ask_when_to_call(
                place,
                windows=[time for time in times if time[1].isoformat() in chosen],
                text=form.cleaned_data["text"],
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            name = letters.first_name(place.customer.name)
            said = _("Sent. %(name)s chooses when you call.") % {"name": name}
            messages.success(request, said)
            return redirect("desk:conversation", "all", place.pk)
    return render(request, "promises/callback.html", context | {"form": form}, status=422)


@member_door("POST")
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to a conversation that was laid aside, before its time."""
    request = cast("MemberRequest", request)
    done = actions.bring_back(find(request, pk), by=request.user, now=clock.now())
    messages.success(request, _("It is back. What you laid it aside for is done."))
    seen = Conversation.objects.visible_to(request.user).filter(pk=done.conversation_id or 0)
    if not seen.exists():
        return redirect("homes:aside")
    return redirect("desk:conversation", "all", done.conversation_id)


@member_door("GET", "POST")
def snooze(request: HttpRequest, conversation: int) -> HttpResponse:
    """Lay a conversation aside until a time, and say whether a reply brings it back before."""
    request = cast("MemberRequest", request)
    place = _place(request, conversation)
    now, zone = clock.now(), request.user.zone
    times = snooze_times(hours=Hours(zone=zone), zone=zone, now=now)
    shown = [(typed(at, zone), at) for at in times]
    if request.method == "GET":
        initial = {"even": "", "submit_id": uuid4()}
        form = SnoozeForm(initial=initial)
    else:
        form = SnoozeForm(request.POST)
        if form.is_valid():
            try:
                actions.snooze(
                    place,
                    until=form.cleaned_data["until"],
                    even_if_they_reply=form.cleaned_data["even"] == "yes",
                    words=form.cleaned_data["words"],
                    submit_id=form.cleaned_data["submit_id"],
                    by=request.user,
                    now=now,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Laid aside. It comes back to you then."))
                return redirect("desk:conversation", "all", place.pk)
    status = 422 if request.method == "POST" else 200
    context = {"conversation": place, "form": form, "times": shown, "now": now}
    return render(request, "promises/snooze.html", context, status=status)


def _place(request: MemberRequest, pk: int) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    return get_object_or_404(seen.exclude(status=Conversation.Status.MERGED), pk=pk)


def _staffed(desk: Desk, *, now: datetime) -> Staffed:
    """When somebody of the desk is there; one that no team serves is its owners', by its hours."""
    until = now + CALLED_WITHIN
    if desk.teams.exists():
        return staffed(desk, now, until)
    return list(takewhile(lambda span: span[0] < until, desk.hours.after(now)))


def _people(member: Member) -> list[tuple[str, str]]:
    others = Member.objects.active().exclude(pk=member.pk).order_by("name", "pk")
    return [(f"member-{one.pk}", one.name) for one in others]


def _teams(member: Member) -> list[tuple[str, str]]:
    return [(f"team-{team.pk}", team.name) for team in Team.objects.order_by("name")]


def _party(to: str, by: Member) -> dict[str, Any]:
    """Whom the choice of the form names; one who has gone meanwhile is nobody."""
    if to == "me":
        return {"to_member": by}
    kind, _dash, pk = to.partition("-")
    if kind == "team":
        return {"to_team": Team.objects.filter(pk=pk).first()}
    return {"to_member": Member.objects.active().filter(pk=pk).first()}


def _keepers(member: Member, conversation: Conversation) -> list[tuple[str, str]]:
    rows = [(str(one.pk), one.name) for one in keepers_of(conversation) if one != member]
    desk = _("%(desk)s, whoever is there") % {"desk": conversation.desk.name}
    return [(str(member.pk), _("You")), *rows, ("", desk)]
