"""A prompt is dismissed, and what was dismissed is looked at again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door
from kept.prompts import actions, queries
from kept.prompts.asking import asked_of
from kept.prompts.forms import DismissForm
from kept.prompts.models import Dismissal


@manager_door("POST")
def dismiss(request: MemberRequest) -> HttpResponse:
    """Not now; with a reason for oneself, if one likes."""
    form = DismissForm(request.POST)
    if form.is_valid():
        try:
            actions.dismiss(**form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Dismissed. It returns only when it is clearly worse."))
            return redirect("homes:rhythm")
    context = {"form": form, "current": "rhythm"}
    return render(request, "prompts/dismiss.html", context, status=422)


@manager_door()
def dismissed(request: MemberRequest) -> HttpResponse:
    """What this manager has dismissed, and how it stands now."""
    now = clock.now()
    every = {(one.kind, one.subject): one for one in asked_of(request.user, now=now).every}
    rows = [(one, every.get((one.kind, one.subject))) for one in queries.dismissals(request.user)]
    context = {"rows": rows, "now": now, "current": "rhythm"}
    return render(request, "prompts/dismissed.html", context)


@manager_door("POST")
def recall(request: MemberRequest, pk: int) -> HttpResponse:
    """It may be raised again."""
    found = get_object_or_404(Dismissal.objects.visible_to(request.user), pk=pk)
    actions.recall(found, by=request.user, now=clock.now())
    messages.success(request, _("You are asked again, as long as it is so."))
    return redirect("prompts:dismissed")
