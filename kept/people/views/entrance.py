"""Ways in for those who hold a link: an invitation, a new password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.kit.tokens import BadToken
from kept.people import actions
from kept.people.actions.invite import find
from kept.people.actions.password import resetting
from kept.people.doors import open_door, signed_link_door
from kept.people.forms import JoinForm, NewPasswordForm


@open_door()
def closed(request: HttpRequest) -> HttpResponse:
    """Where the sign-in library would offer what this house does not: the way to an owner."""
    return _page(
        request,
        _("Ask an owner"),
        _("An owner of this house can invite you, or give you a link for a new password."),
        None,
        status=404,
    )


@signed_link_door("GET", "POST")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the seat one was invited to."""
    now = clock.now()
    try:
        invitation = find(secret, now=now)
    except Refusal as refusal:
        return _page(request, _("This link does not open"), refusal.message, None, status=404)
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.join(secret, **form.cleaned_data, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Welcome. Sign in with your address and password."))
            return redirect("people:sign_in")
    return _page(
        request, _("Welcome"), invitation.email, form, verb=_("Join"), status=_status(request)
    )


@signed_link_door("GET", "POST")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password."""
    now = clock.now()
    try:
        member = resetting(token, now=now)
    except BadToken as problem:
        return _page(request, _("This link does not open"), str(problem), None, status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_password(token, new=form.cleaned_data["new"], now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Changed. Sign in with the new password."))
            return redirect("people:sign_in")
    return _page(
        request,
        _("A new password"),
        member.email,
        form,
        verb=_("Change the password"),
        status=_status(request),
    )


def _page(
    request: HttpRequest, heading: str, lead: str, form: Any, *, verb: str = "", status: int
) -> HttpResponse:
    context = {"heading": heading, "lead": lead, "form": form, "verb": verb}
    answer = render(request, "people/door_form.html", context, status=status)
    # The address is a secret; no page it leads to may learn it.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
