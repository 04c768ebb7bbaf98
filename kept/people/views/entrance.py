"""Ways in for those who hold a link: an invitation, a new password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people import actions
from kept.people.doors import open_door, signed_link_door
from kept.people.forms import FoundForm, JoinForm, NewPasswordForm


@open_door()
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do without one's password. No mail leaves from here, so nobody can be sounded out."""
    return _page(
        request,
        _("Forgotten your password?"),
        _(
            "Ask an owner of this house. They can give you a link with which you set a new one. "
            "It is good for a day and works once."
        ),
    )


@open_door()
def closed(request: HttpRequest) -> HttpResponse:
    """Where the sign-in library would offer what this house does not: the way to an owner."""
    return _page(
        request,
        _("By invitation"),
        _("An owner of this house can invite you, or let you in again."),
        status=404,
    )


@signed_link_door("GET", "POST")
def found(request: HttpRequest, token: str) -> HttpResponse:
    """The first owner of a new house, with the link that `kept serve` prints."""
    now = clock.now()
    try:
        actions.check_founding(token, now=now)
    except actions.DeadFounding as refusal:
        return _dead(request, refusal)
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.found_house(**form.cleaned_data, language=get_language() or "en", now=now)
        except actions.HouseFounded as refusal:
            return _dead(request, refusal)
        except actions.BadPassword as refusal:
            form.add_error("password", refusal.message)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("This house is yours. Sign in, and take the first steps."))
            return redirect("people:sign_in")
    return _page(
        request,
        _("Nobody lives here yet"),
        _("You are the first, and own this house. You can invite the others."),
        form=form,
        verb=_("Move in"),
    )


@signed_link_door("GET", "POST")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the seat one was invited to."""
    now = clock.now()
    try:
        invitation = actions.find(secret, now=now)
    except actions.DeadInvitation as refusal:
        return _dead(request, refusal)
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.join(secret, **form.cleaned_data, language=get_language() or "en", now=now)
        except actions.DeadInvitation as refusal:
            return _dead(request, refusal)
        except Refusal as refusal:
            form.add_error("password", refusal.message)
        else:
            messages.success(request, _("Welcome. Sign in with your address and password."))
            return redirect("people:sign_in")
    return _page(
        request,
        _("Welcome"),
        _("You sign in with %(address)s.") % {"address": invitation.email},
        form=form,
        verb=_("Join"),
    )


@signed_link_door("GET", "POST")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password."""
    now = clock.now()
    try:
        member = actions.resetting(token, now=now)
    except actions.DeadReset as refusal:
        return _dead(request, refusal)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_password(token, new=form.cleaned_data["new"], now=now)
        except actions.DeadReset as refusal:
            return _dead(request, refusal)
        except Refusal as refusal:
            form.add_error("new", refusal.message)
        else:
            messages.success(request, _("Changed. Sign in with the new password."))
            return redirect("people:sign_in")
    return _page(
        request,
        _("A new password"),
        _("For %(address)s. All sessions end with it.") % {"address": member.email},
        form=form,
        verb=_("Change the password"),
    )


def _dead(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _page(request, _("This link does not open"), str(refusal), status=404)


def _page(
    request: HttpRequest,
    heading: str,
    lead: str,
    *,
    form: Any = None,
    verb: str = "",
    status: int = 0,
) -> HttpResponse:
    context = {"heading": heading, "lead": lead, "form": form, "verb": verb}
    answered = status or (422 if request.method == "POST" else 200)
    answer = render(request, "people/door_form.html", context, status=answered)
    # The address is a secret; no other house may learn it. With "no-referrer" browsers would send
    # the form as from nowhere, and it would be refused.
    answer["Referrer-Policy"] = "same-origin"
    return answer
