"""A member's own pages: name and look, password, sessions."""

from __future__ import annotations

from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people import actions, queries
from kept.people.doors import MemberRequest, member_door, status_of
from kept.people.forms import OwnForm, PasswordForm
from kept.people.models import Member
from kept.people.views.library import few_tries


@member_door("GET", "POST")
def me(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    chosen = (
        *("name", "zone", "language", "theme"),
        *("rest_seconds", "has_single_keys", "answers_by_mail"),
    )
    form = OwnForm(
        request.POST or None, initial={name: getattr(request.user, name) for name in chosen}
    )
    if request.method == "POST" and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if value is not None}
        actions.change_own_settings(request.user, **typed, now=clock.now())
        messages.success(request, _("Changed."))
        return redirect("people:me")
    context = {
        "form": form,
        "heading": _("Profile"),
        "lead": request.user.email,
        "verb": _("Save"),
        "back": reverse("people:settings"),
        "current": "settings",
    }
    return render(request, "people/form_page.html", context, status=status_of(request))


@member_door("POST")
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the machine says; back to where the button was."""
    request = cast("MemberRequest", request)
    chosen = request.POST.get("theme", "")
    if chosen in Member.Theme.values:
        actions.change_own_settings(request.user, theme=chosen, now=clock.now())
    if request.headers.get("HX-Request") or "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    back = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("homes:today")


@member_door()
def security(request: HttpRequest) -> HttpResponse:
    """What proves that it is them."""
    request = cast("MemberRequest", request)
    context = {"proofs": queries.proofs(request.user), "current": "settings"}
    return render(request, "people/security.html", context)


@member_door("GET", "POST")
@few_tries("change_password")
def password(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.change_password(request.user, **form.cleaned_data, now=clock.now())
        except actions.WrongPassword as refusal:
            form.add_error("present", refusal.message)
        except Refusal as refusal:
            form.add_error("new", refusal.message)
        else:
            renew_session(request, member)
            messages.success(request, _("Changed. All your other sessions have ended."))
            return redirect("people:security")
    context = {
        "form": form,
        "heading": _("A new password"),
        "lead": _("All your other sessions end with it."),
        "verb": _("Change the password"),
        "back": reverse("people:security"),
        "current": "settings",
    }
    return render(request, "people/form_page.html", context, status=status_of(request))


@member_door()
def sessions(request: HttpRequest) -> HttpResponse:
    """Where they are signed in."""
    request = cast("MemberRequest", request)
    found = queries.sessions(request.user, current_key=request.session.session_key)
    context = {"sessions": found, "current": "settings"}
    return render(request, "people/sessions.html", context)


@member_door("POST")
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    if actions.end_session(request.user, pk=pk):
        messages.success(request, _("Signed out there."))
    return redirect("people:sessions")


@member_door("POST")
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    renew_session(request, actions.sign_out_everywhere(request.user))
    messages.success(request, _("You are signed in here alone."))
    return redirect("people:sessions")


def renew_session(request: MemberRequest, member: Member) -> None:
    """Carry this browser over where every session of the member has just ended."""
    update_session_auth_hash(request, member)  # also gives the session a new key
    request.user = member
    UserSession.objects.create_from_request(request)
