"""Settings of the house: people, invitations, teams."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings as house
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people import actions, queries
from kept.people.access import may_manage_people, stands_behind
from kept.people.doors import MemberRequest, manager_door, member_door, owner_door
from kept.people.every_setting import find, open_to
from kept.people.forms import InviteForm, MemberForm, TeamForm
from kept.people.models import Team
from kept.people.rules import LONGEST_ASKED
from kept.people.views.own import renew_session

INDEX = {
    "make_team",
    "make_desk",
    "add_mailbox",
    "make",
    "make_tag",
    "make_macro",
    "make_rule",
    "make_field",
    "make_checklist",
    "invite",
    "password",
    "views",
}
"""Pages that stand behind another one, and are found by search alone."""


@member_door()
def settings(request: HttpRequest) -> HttpResponse:
    """All settings the member may open, each with one sentence; or those that fit some words."""
    request = cast("MemberRequest", request)
    known = open_to(request.user)
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_ASKED]
    pages = [one for one in known if one.is_page and one.route.partition(":")[2] not in INDEX]
    sections = [
        (_("Yours"), [one for one in pages if one.is_own]),
        (_("The house"), [one for one in pages if not one.is_own]),
    ]
    context = {"sections": sections, "q": q, "found": find(q, known), "current": "settings"}
    template = "people/settings.html#settings" if request.htmx else "people/settings.html"
    return render(request, template, context)


@member_door()
def setting_commands(request: HttpRequest) -> HttpResponse:
    """Every setting as a line of the palette, which asks for them when it opens."""
    request = cast("MemberRequest", request)
    context = {"settings": open_to(request.user)}
    return render(request, "people/setting_commands.html", context)


@manager_door()
def people(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    invitations = [one for one in queries.open_invitations(now=clock.now()) if stands_behind(one)]
    context = {
        "members": queries.members(),
        "invitations": invitations,
        "may_manage": may_manage_people(request.user),
        "current": "settings",
    }
    return render(request, "people/people.html", context)


@owner_door("GET", "POST")
@reauthentication_required
def invite(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = actions.invite(
                **form.cleaned_data, by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _show_link(
                request,
                _("Invited: %(name)s") % {"name": invitation.name},
                _("Good for seven days and for one person."),
                reverse("people:join", args=[secret]),
            )
    return _form_page(
        request,
        form,
        heading=_("Invite somebody"),
        lead=_("You get a link to give them. It is not mailed."),
        verb=_("Make the invitation"),
        back="people:people",
        leave=_("Not now"),
    )


@owner_door("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    actions.withdraw(
        get_object_or_404(queries.invitations(), pk=pk), by=request.user, now=clock.now()
    )
    messages.success(request, _("The invitation does not open any more."))
    return redirect("people:people")


@owner_door("GET", "POST")
@reauthentication_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    one = get_object_or_404(queries.members(), pk=pk)
    form = MemberForm(
        request.POST or None,
        initial={
            "role": one.role,
            "teams": one.teams.all(),
            "sees_only_assigned": one.sees_only_assigned,
            "is_active": one.is_active,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_member(
                one, **form.cleaned_data, by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            if changed == request.user and changed.is_active:
                renew_session(request, changed)
            messages.success(request, _("Changed."))
            return redirect("people:people")
    context = {
        "one": one,
        "form": form,
        "is_me": one == request.user,
        "proofs": queries.proofs(one),
        "current": "settings",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "people/change.html", context, status=status)


@owner_door("POST")
@reauthentication_required
def offer_reset(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    one = get_object_or_404(queries.members(), pk=pk)
    token = actions.offer_reset(one, by=request.user, now=clock.now())
    return _show_link(
        request,
        _("A new password for %(name)s") % {"name": one.name},
        _("Good for a day and for one use."),
        reverse("people:reset", args=[token]),
    )


@owner_door("POST")
@reauthentication_required
def take_off_factors(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    one = get_object_or_404(queries.members(), pk=pk)
    actions.take_off_factors(one, by=request.user, now=clock.now())
    words = _("%(name)s signs in with the password alone now, until they set up a proof anew.")
    messages.success(request, words % {"name": one.name})
    return redirect("people:change", pk=pk)


@owner_door()
def teams(request: HttpRequest) -> HttpResponse:
    context = {"teams": queries.teams(), "current": "settings"}
    return render(request, "people/teams.html", context)


@owner_door("GET", "POST")
def make_team(request: HttpRequest) -> HttpResponse:
    return _team(request, None)


@owner_door("GET", "POST")
def change_team(request: HttpRequest, pk: int) -> HttpResponse:
    return _team(request, get_object_or_404(queries.teams(), pk=pk))


def _team(request: HttpRequest, team: Team | None) -> HttpResponse:
    request = cast("MemberRequest", request)
    initial = {"name": team.name, "members": team.members.all()} if team else {}
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        name, members = form.cleaned_data["name"], list(form.cleaned_data["members"])
        by, now = request.user, clock.now()
        try:
            if team:
                # Who may not sign in is not offered, and has their team when they come back.
                members += queries.members().filter(teams=team, is_active=False)
                actions.change_team(team, name=name, members=members, by=by, now=now)
            else:
                actions.make_team(name=name, members=members, by=by, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:teams")
    return _form_page(
        request,
        form,
        heading=team.name if team else _("Make a team"),
        lead=_("A member sees the desks that their teams serve."),
        verb=_("Save"),
        back="people:teams",
    )


def _form_page(
    request: HttpRequest,
    form: Any,
    *,
    heading: str,
    lead: str,
    verb: str,
    back: str,
    leave: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "verb": verb,
        "back": reverse(back),
        "leave": leave,
        "current": "settings",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "people/form_page.html", context, status=status)


def _show_link(request: HttpRequest, heading: str, lead: str, path: str) -> HttpResponse:
    # From the configured address, never from the request: a forged Host must not reach a link.
    context = {
        "heading": heading,
        "lead": lead,
        "link": f"{house.BASE_URL}{path}",
        "current": "settings",
    }
    return render(request, "people/link.html", context)
