"""A conversation is handed on: the pack is written, read, accepted, asked back, told."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.handoffs import actions
from kept.handoffs.access import may_receive, may_withdraw
from kept.handoffs.forms import PackForm, QuestionForm
from kept.handoffs.models import Handoff
from kept.handoffs.queries import live_of
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.promises.models import Promise
from kept.promises.queries import cards


@member_door("GET", "POST")
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack of this conversation; after an asking back, the one that was written, to change."""
    request = cast("MemberRequest", request)
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    found = get_object_or_404(seen, pk=pk)
    live = live_of(found)
    again = live if live and live.state != "ACCEPTED" and live.giver == request.user else None
    form = PackForm(request.POST or None, conversation=found, giver=request.user, handoff=again)
    if request.method == "POST" and form.is_valid():
        by, now = request.user, clock.now()
        try:
            if again:
                offered = actions.offer_again(again, form.pack(), by=by, now=now)
            else:
                offered = actions.offer(found, form.pack(), by=by, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            told = {"name": offered.receiver}
            messages.success(request, _("Offered to %(name)s. Until then it stays yours.") % told)
            return redirect("desk:conversation", "mine", pk)
    context = {"conversation": found, "form": form, "again": again, "current": "mine"}
    status = 422 if request.method == "POST" else 200
    return render(request, "handoffs/hand_on.html", context, status=status)


@member_door("GET", "POST")
def handoff(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack as its receiver reads it. POST `do` answers: accept, ask_back, withdraw, letter."""
    request = cast("MemberRequest", request)
    seen = Handoff.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related(
            "conversation__customer", "giver", "to_member", "to_team", "answered_by"
        ),
        pk=pk,
    )
    form = QuestionForm()
    if request.method == "POST":
        if request.POST.get("do") != "ask_back":
            return _done(request, found, request.POST.get("do", ""))
        form = QuestionForm(request.POST)
        if form.is_valid():
            question = form.cleaned_data["question"]
            actions.ask_back(found, question=question, by=request.user, now=clock.now())
            messages.success(request, _("It went back to %(name)s.") % {"name": found.giver})
            return redirect("homes:today")
    passing = Promise.objects.visible_to(request.user).filter(pk__in=found.promises)
    now = clock.now()
    context = {
        "handoff": found,
        "form": form,
        "cards": cards(passing.select_related("keeper", "desk", "customer"), now=now),
        "may_answer": found.state == "OFFERED" and may_receive(request.user, found),
        "may_withdraw": found.state in {"OFFERED", "ASKED_BACK"}
        and may_withdraw(request.user, found),
        "now": now,
        "current": "today",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "handoffs/handoff.html", context, status=status)


def _done(request: MemberRequest, found: Handoff, do: str) -> HttpResponse:
    by, now = request.user, clock.now()
    there = reverse("desk:conversation", args=["mine", found.conversation_id])
    match do:
        case "accept":
            actions.accept(found, by=by, now=now)
            messages.success(request, _("It is yours now, with what was promised."))
        case "withdraw":
            actions.withdraw(found, by=by, now=now)
            messages.success(request, _("It stays where it was."))
        case "letter":
            actions.prepare_letter(found, by=by, now=now)
            messages.success(request, _("A letter is prepared. Change it, then send it."))
            return redirect(f"{there}?write=reply#write")
        case "no_letter":
            actions.leave_untold(found, by=by, now=now)
            messages.success(request, _("No letter, then."))
        case _:
            return HttpResponse(status=422)
    return redirect(there)
