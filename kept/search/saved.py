"""The pages on which views are saved, changed, put in order, and deleted."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.refusals import NotAllowed, Refusal
from kept.people.doors import MemberRequest, member_door
from kept.search import actions
from kept.search.access import audience_of, audiences, may_change
from kept.search.counting import Count, counts
from kept.search.examples import examples
from kept.search.finding import find
from kept.search.forms import ViewForm, as_typed, audience_in_words
from kept.search.models import SavedView
from kept.search.queries import InColumn, deleted_lately, views_beside
from kept.search.rules import LONGEST

FIRST = 8
"""Conversations shown of what a view would show."""


@member_door()
def page(request: HttpRequest) -> HttpResponse:
    """The member's views in their order, with what was deleted lately."""
    request = cast("MemberRequest", request)
    now = clock.now()
    found = views_beside(request.user)
    theirs = audiences(request.user)
    lately = deleted_lately(request.user, since=now - actions.UNDO_FOR)
    desks = list(Desk.objects.visible_to(request.user))
    told = counts(
        request.user,
        [InColumn(view.pk, view.name, view.icon, view.asks) for view in found],
        desks=desks,
        now=now,
    )
    rows = [
        {
            "view": view,
            "seen_by": audience_in_words(audience_of(view)),
            "may_change": _may_change(request, view, theirs),
            "is_readable": view.pk in told,
        }
        for view in found
    ]
    deleted = [view for view in lately[:20] if _may_change(request, view, theirs)]
    context = {"rows": rows, "deleted": deleted, "now": now, "current": "saved"}
    return render(request, "search/views.html", context)


@member_door("GET", "POST")
def save(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    initial = {"q": request.GET.get("q", "")[:500], "icon": "search", "seen_by": "OWN"}
    form = ViewForm(request.POST or None, initial=initial, member=request.user)
    if _saves(request) and form.is_valid():
        try:
            view = actions.save_view(form.chosen(), by=request.user, now=clock.now())
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("Saved as %(name)s.") % {"name": view.name})
            return redirect("desk:list", view.key)
    return _form_page(request, form, None)


@member_door("GET", "POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    view = _find(request, pk)
    if not may_change(request.user, view):
        if request.method == "POST":
            raise NotAllowed
        told = {"view": view, "seen_by": audience_in_words(audience_of(view)), "current": "saved"}
        return render(request, "search/view.html", told)
    is_own = view.owner_id == request.user.pk
    form = ViewForm(
        request.POST or None, initial=as_typed(view), member=request.user, is_own=is_own
    )
    if _saves(request) and form.is_valid():
        try:
            actions.change_view(view, form.chosen(), by=request.user, now=clock.now())
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:list", view.key)
    return _form_page(request, form, view)


@member_door("POST")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    actions.move_view(_find(request, pk), up=request.POST.get("to") == "up", by=request.user)
    return redirect("search:views")


@member_door("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    view = actions.delete_view(_find(request, pk), by=request.user, now=clock.now())
    said = _("%(name)s is deleted. You can bring it back below.")
    messages.success(request, said % {"name": view.name})
    return redirect("search:views")


@member_door("POST")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    view = actions.restore_view(view, by=request.user, now=clock.now())
    messages.success(request, _("%(name)s is back.") % {"name": view.name})
    return redirect("search:views")


def _find(request: MemberRequest, pk: int) -> SavedView:
    seen = SavedView.objects.visible_to(request.user).filter(deleted_at=None)
    return get_object_or_404(seen.select_related("desk", "team"), pk=pk)


def _may_change(request: MemberRequest, view: SavedView, theirs: list[Any]) -> bool:
    """As `may_change`, for many views at once: `theirs` are the member's audiences."""
    if view.reach == SavedView.Reach.OWN:
        return view.owner_id == request.user.pk
    return audience_of(view) in theirs


def _tell(form: ViewForm, refusal: Refusal) -> None:
    """A refusal beside the field it is about."""
    about = {
        actions.NotReadable.code: "q",
        actions.AsksNothing.code: "q",
        actions.NamelessView.code: "name",
    }
    form.add_error(about.get(refusal.code), refusal.message)


def _saves(request: MemberRequest) -> bool:
    return request.method == "POST" and "look" not in request.POST


def _form_page(request: MemberRequest, form: ViewForm, view: SavedView | None) -> HttpResponse:
    """The form, and what a view of this question would show."""
    asked = str(form["q"].value() or "")[: 2 * LONGEST]
    now = clock.now()
    found = find(asked, request.user, now=now)
    context = {
        "form": form,
        "view": view,
        "asked": asked,
        "found": found,
        "first": found.results[:FIRST],
        "count": _count(request, asked) if found.results else None,
        "is_look": "look" in request.POST,
        "examples": examples(),
        "now": now,
        "current": "saved",
    }
    if request.htmx and "look" in request.POST:
        return render(request, "search/view_form.html#look", context)
    return render(request, "search/view_form.html", context, status=422 if _saves(request) else 200)


def _count(request: MemberRequest, asked: str) -> Count | None:
    """As beside its name in the column; None where that does not count it."""
    desks = list(Desk.objects.visible_to(request.user))
    beside = [InColumn(0, "", "search", asked)]
    return counts(request.user, beside, desks=desks, now=clock.now()).get(0)
