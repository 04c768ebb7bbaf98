"""Into focus and out of it, what is parked, the private note, and the aid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Message
from kept.focus import actions, queries
from kept.focus.access import may_settle_standard
from kept.focus.forms import BestForm, ChoiceForm, FocusForm, StandardForm
from kept.focus.rules import MOST_STEPS, steps_in
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door


@member_door("GET", "POST")
def focus(request: MemberRequest) -> HttpResponse:
    """How long, and then one after the other. `quick` is as they like it, by one click."""
    now = clock.now()
    standing = queries.standing_of(request.user, now=now)
    liked = {"minutes": standing.minutes, "takes": standing.takes}
    form = FocusForm(request.POST if request.method == "POST" else None, initial=liked)
    if request.method == "POST" and (form.is_valid() or request.POST.get("quick")):
        chosen = {} if request.POST.get("quick") else form.cleaned_data
        try:
            actions.begin(**chosen, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error("at", refusal.message)
        else:
            return redirect("desk:list", "focus")
    context = {
        "form": form,
        "standing": standing,
        "note": queries.best_note_of(request.user),
        "current": "focus",
        "now": now,
    }
    return render(request, "focus/focus.html", context, status=_status(request))


@member_door("POST")
def park(request: MemberRequest) -> HttpResponse:
    """It comes last; on with the next."""
    seen = Conversation.objects.visible_to(request.user).select_related("customer")
    found = get_object_or_404(seen, pk=id_in(request.POST.get("conversation", "")))
    if actions.park(found, by=request.user, now=clock.now()):
        said = _("%(name)s is parked, and comes again behind the others.")
        messages.success(request, said % {"name": found.customer.name})
    return redirect("desk:list", "focus")


@member_door("POST")
def unpark(request: MemberRequest) -> HttpResponse:
    actions.unpark_all(by=request.user)
    return redirect("desk:list", "focus")


@member_door("POST")
def end(request: MemberRequest) -> HttpResponse:
    actions.end(by=request.user, now=clock.now())
    return redirect("homes:after_focus")


@member_door("POST")
def put_away(request: MemberRequest) -> HttpResponse:
    """What came meanwhile was read."""
    actions.put_away(by=request.user, now=clock.now())
    return redirect("homes:today")


@member_door("GET", "POST")
def own(request: MemberRequest) -> HttpResponse:
    """How one likes to be in focus."""
    choice = queries.choice_of(request.user)
    shown = {"minutes": choice.minutes, "takes": choice.takes}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST" and form.is_valid():
        actions.settle_choice(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("focus:own")
    context = {
        "form": form,
        "heading": _("Focus"),
        "lead": _("One conversation at a time, and how you like it."),
        "verb": _("Save"),
        "back": reverse("people:settings"),
        "current": "settings",
    }
    return render(request, "people/form_page.html", context, status=_status(request))


@member_door("GET", "POST")
def best(request: MemberRequest) -> HttpResponse:
    """One's own note to oneself."""
    note = queries.best_note_of(request.user)
    form = BestForm(request.POST if request.method == "POST" else None, initial={"text": note})
    if request.method == "POST" and request.POST.get("erase"):
        actions.write_best_note("", by=request.user)
        messages.success(request, _("Erased. Nothing of it is left."))
        return redirect("focus:best")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_best_note(form.cleaned_data["text"], by=request.user)
        except Refusal as refusal:
            form.add_error("text", refusal.message)
        else:
            messages.success(request, _("Saved. Only you can read it."))
            return redirect("focus:best")
    context = {"form": form, "has_note": bool(note), "current": "settings"}
    return render(request, "focus/best.html", context, status=_status(request))


@member_door("GET", "POST")
def aid(request: MemberRequest) -> HttpResponse:
    """The steps on a page of their own, and whether one wants them beside what one writes."""
    if request.method == "POST":
        wants = request.POST.get("wants") == "1"
        actions.want_aid(wants=wants, by=request.user)
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
    return render(request, "focus/aid.html", context)


@manager_door("GET", "POST")
def standard(request: MemberRequest) -> HttpResponse:
    """Which steps the house means, and whether they are offered; with a look at them first.

    Managers read them; whose to change they are, the action says.
    """
    found = queries.standard()
    given = request.POST if request.method == "POST" else None
    shown = {"steps": found.steps or queries.usual_steps(), "is_shown": found.is_shown}
    form = StandardForm(given, initial=shown)
    looks, status = found, _status(request)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        # What nobody has changed stays the usual, and so in each reader's language.
        if steps_in(chosen["steps"]) == steps_in(queries.usual_steps()):
            chosen["steps"] = ""
        try:
            actions.check_steps(chosen["steps"])
            if "look" not in request.POST:
                actions.set_standard(**chosen, by=request.user, now=clock.now())
                messages.success(request, _("Saved."))
                return redirect("focus:standard")
            looks, status = queries.as_typed(chosen["steps"]), 200
        except actions.UnclearSteps as refusal:
            form.add_error("steps", refusal.message)
    context = {
        "form": form,
        "steps": queries.steps_of(looks),
        "is_shown": found.is_shown,
        "may_change": may_settle_standard(request.user),
        "current": "settings",
    }
    return render(request, "focus/standard.html", context, status=status)


@member_door("GET", "POST")
def answers(request: MemberRequest) -> HttpResponse:
    """One's own last answers beside the steps; what one finds in them is nobody else's."""
    if request.method == "POST":
        own = Message.objects.filter(member=request.user).select_related("conversation")
        message = get_object_or_404(own, pk=id_in(request.POST.get("message", "")))
        shown = [int(one) for one in request.POST.getlist("step") if one in _PLACES]
        actions.look_at_answer(message, shown=shown, by=request.user, now=clock.now())
        messages.success(request, _("Noted. Only you see it."))
        return redirect("focus:answers")
    found = queries.standard()
    context = {
        "answers": queries.own_answers(request.user),
        "steps": queries.steps_of(found),
        "now": clock.now(),
        "current": "rhythm" if request.user.is_manager else "my_word",
    }
    return render(request, "focus/answers.html", context)


_PLACES = {str(place) for place in range(MOST_STEPS)}


def _status(request: MemberRequest) -> int:
    return 422 if request.method == "POST" else 200
