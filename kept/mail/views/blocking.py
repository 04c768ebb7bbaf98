"""Whose letters go to Spam."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.mail import actions, queries
from kept.mail.forms import BlockForm
from kept.mail.models import BlockedSender
from kept.people.doors import MemberRequest, member_door


@member_door("GET", "POST")
def blocked(request: MemberRequest) -> HttpResponse:
    """Who is blocked, and a form to block another; `?value=` and `?desk=` fill it."""
    status = 200
    if request.method == "POST":
        form = BlockForm(request.POST, member=request.user)
        if form.is_valid():
            try:
                actions.block(**form.cleaned_data, by=request.user, now=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Blocked. Their next letter goes to Spam."))
                return redirect("mail:blocked")
        status = 422
    else:
        form = BlockForm(initial=request.GET.dict(), member=request.user)
    rows = queries.blocked(request.user)
    context = {"rows": rows, "form": form, "current": "settings"}
    return render(request, "mail/blocked.html", context, status=status)


@member_door("POST")
def unblock(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BlockedSender.objects.visible_to(request.user), pk=pk)
    actions.unblock(found, by=request.user, now=clock.now())
    messages.success(request, _("Their next letter comes as any other."))
    return redirect("mail:blocked")
