"""What a colleague says to what was promised to them. Customers answer on their own page."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.promises import actions
from kept.promises.forms import DisputeForm
from kept.promises.views.finding import card_of, find


@member_door("POST")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """It happened, says the one to whom it was promised."""
    request = cast("MemberRequest", request)
    actions.confirm(find(request, pk), by=request.user, now=clock.now())
    messages.success(request, _("Confirmed. Thank you for saying so."))
    return redirect("promises:promise", pk)


@member_door("GET", "POST")
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """It did not happen: then it is open again."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            actions.dispute(found, words=words, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.info(request, _("It is open again, and its keeper reads what you wrote."))
            return redirect("promises:promise", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "promises/dispute.html", card_of(found) | {"form": form}, status=status)
