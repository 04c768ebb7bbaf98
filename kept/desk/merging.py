"""Two conversations that are one: a member merges them, leaves them apart, or undoes it."""

from __future__ import annotations

import re
from typing import cast

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions import leave_apart
from kept.conversations.models import Conversation, Tie
from kept.conversations.queries import standing_for
from kept.desk import actions
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door

NEAR = 5
"""Others of the same customer that are offered to choose from."""


class MergeForm(forms.Form):
    into = forms.CharField(
        label=gettext_lazy("Number of the other conversation"),
        max_length=30,
        help_text=gettext_lazy("Such as K-1042. It must be of the same desk."),
    )

    def clean_into(self) -> int:
        typed = str(self.cleaned_data["into"]).strip().upper()
        found = re.fullmatch(r"(?:K-?)?([1-9][0-9]{0,17})", typed)
        if found is None:
            raise forms.ValidationError(_("A number looks like K-1042."))
        return int(found[1])


@member_door("GET", "POST")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge this conversation into another one, named by its number."""
    request = cast("MemberRequest", request)
    seen = Conversation.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("desk", "customer"), pk=pk)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        named = seen.filter(pk=form.cleaned_data["into"]).select_related("merged_into").first()
        if named is None:
            form.add_error("into", _("There is no such conversation that you may see."))
        else:
            try:
                actions.merge(found, into=standing_for(named), by=request.user, now=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                return _there(request, found, standing_for(named))
    status = 422 if request.method == "POST" else 200
    near = seen.filter(customer=found.customer_id, desk=found.desk_id, merged_into=None)
    near = near.exclude(status=Conversation.Status.SPAM)
    context = {
        "conversation": found,
        "form": form,
        "near": near.exclude(pk=found.pk).order_by("-last_at", "-pk")[:NEAR],
    }
    return render(request, "desk/merge.html", context, status=status)


@member_door("POST")
def settle(request: HttpRequest, pk: int, tie: int) -> HttpResponse:
    """Merge what may belong together, leave it apart, or take apart what was merged."""
    request = cast("MemberRequest", request)
    seen = Conversation.objects.visible_to(request.user)
    ties = Tie.objects.filter(conversation__in=seen, other__in=seen)
    found = get_object_or_404(
        ties.select_related("conversation", "other"), Q(conversation=pk) | Q(other=pk), pk=tie
    )
    now = clock.now()
    match request.POST.get("do"):
        case "merge":
            actions.merge(found.conversation, into=found.other, by=request.user, now=now)
            return _there(request, found.conversation, found.other)
        case "part":
            actions.part(found, by=request.user, now=now)
            told = {"name": found.conversation.reference}
            messages.success(request, _("%(name)s stands by itself again, as it was.") % told)
        case _:
            leave_apart(found, by=request.user, now=now)
            messages.success(request, _("They stay apart."))
    return redirect("desk:conversation", "all", pk)


def _there(request: MemberRequest, source: Conversation, target: Conversation) -> HttpResponse:
    told = {"one": source.reference, "other": target.reference}
    messages.success(request, _("%(one)s is part of %(other)s now. You can undo it here.") % told)
    return redirect("desk:conversation", "all", target.pk)
