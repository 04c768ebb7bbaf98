"""Who is on a conversation: members bring people in and take them out."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kept.conversations import actions
from kept.conversations.models import Conversation, Participant
from kept.kit import clock
from kept.kit.domains import as_sent
from kept.people.doors import MemberRequest, member_door


class PersonForm(forms.Form):
    address = forms.EmailField(max_length=320)


@member_door("POST")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring somebody in by their address."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("address", "")[:200]
        messages.warning(request, _("“%(address)s” is no mail address.") % {"address": typed})
    else:
        seat = actions.bring_in(
            found, address=as_sent(form.cleaned_data["address"]), by=request.user, now=clock.now()
        )
        messages.success(request, _("%(name)s gets our answers now.") % {"name": seat})
    return _back(request, pk)


@member_door("POST")
def settle(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """Let in somebody who was only named, or take somebody out."""
    request = cast("MemberRequest", request)
    seen = Participant.objects.filter(
        conversation__in=Conversation.objects.visible_to(request.user)
    )
    seat = get_object_or_404(seen.select_related("conversation"), pk=participant, conversation=pk)
    now = clock.now()
    if request.POST.get("do") == "in":
        actions.bring_in(seat.conversation, address=seat.address, by=request.user, now=now)
        messages.success(request, _("%(name)s gets our answers now.") % {"name": seat})
    else:
        actions.take_out(seat, by=request.user, now=now)
        messages.success(request, _("%(name)s gets no more answers.") % {"name": seat})
    return _back(request, pk)


def _back(request: MemberRequest, pk: int) -> HttpResponse:
    return redirect("desk:conversation", "all", pk)
