"""Into focus and out of it, what is parked, the private note, and the aid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.focus import actions, queries
from kept.focus.forms import BestForm, FocusForm, StandardForm
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door, owner_door


@member_door("GET", "POST")
def focus(request: MemberRequest) -> HttpResponse:
    """How long, and then one after the other."""
    now = clock.now()
    form = FocusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.begin(**form.cleaned_data, by=request.user, now=now)
        return redirect("desk:list", "focus")
    context = {
        "form": form,
        "focus": queries.focus_of(request.user, now=now),
        "best": queries.best_note_of(request.user),
        "current": "focus",
    }
    return render(
        request, "focus/focus.html", context, status=422 if request.method == "POST" else 200
    )


@member_door("POST")
def park(request: MemberRequest) -> HttpResponse:
    seen = Conversation.objects.visible_to(request.user)
    found = get_object_or_404(seen, pk=id_in(request.POST.get("conversation", "")))
    actions.park(found, by=request.user, now=clock.now())
    return redirect("desk:list", "focus")


@member_door("POST")
def unpark(request: MemberRequest) -> HttpResponse:
    actions.unpark_all(by=request.user)
    return redirect("desk:list", "focus")


@member_door("POST")
def end(request: MemberRequest) -> HttpResponse:
    if actions.end(by=request.user):
        messages.success(
            request, _("You are out of focus. What was held comes within five minutes.")
        )
    return redirect("homes:today")


@member_door("GET", "POST")
def best(request: MemberRequest) -> HttpResponse:
    """One's own note to oneself."""
    form = BestForm(
        request.POST if request.method == "POST" else None,
        initial={"text": queries.best_note_of(request.user)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_best_note(form.cleaned_data["text"], by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("text", refusal.message)
        else:
            messages.success(request, _("Saved. Only you can read it."))
            return redirect("focus:best")
    status = 422 if request.method == "POST" else 200
    return render(request, "focus/best.html", {"form": form, "current": "settings"}, status=status)


@member_door("GET", "POST")
def aid(request: MemberRequest) -> HttpResponse:
    """The steps, beside what is written or on a page of their own; and whether one wants them."""
    if request.method == "POST":
        wants = request.POST.get("wants") == "1"
        actions.want_aid(wants, by=request.user)
        messages.success(
            request,
            _("The steps are offered again.") if wants else _("The steps are offered no more."),
        )
        return redirect("focus:aid")
    found = queries.standard()
    context = {
        "steps": queries.steps_of(found),
        "is_shown": found.is_shown,
        "wants": queries.wants_aid(request.user),
        "current": "settings",
    }
    return render(request, "focus/aid.html#steps" if request.htmx else "focus/aid.html", context)


@owner_door("GET", "POST")
def standard(request: MemberRequest) -> HttpResponse:
    """Which steps the house means, and whether they are offered; with a look at them first."""
    found = queries.standard()
    given = request.POST if request.method == "POST" else None
    form = StandardForm(given, initial={"steps": found.steps, "is_shown": found.is_shown})
    looks = found
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                actions.check_steps(chosen["steps"])
                if "look" in request.POST:
                    looks, status = queries.as_typed(chosen["steps"]), 200
                else:
                    actions.set_standard(**chosen, by=request.user, now=clock.now())
                    messages.success(request, _("Saved."))
                    return redirect("focus:standard")
            except Refusal as refusal:
                form.add_error("steps", refusal.message)
    context = {"form": form, "steps": queries.steps_of(looks), "current": "settings"}
    return render(request, "focus/standard.html", context, status=status)
