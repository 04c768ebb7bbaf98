"""A draft in the making: its words, clauses and measures, until it meets both sides."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kept.agreements import actions
from kept.agreements.access import organisations_of
from kept.agreements.forms import ClauseForm, MeasureForm, TermsForm, of_clause
from kept.agreements.models import Clause, Measure, Side
from kept.agreements.views.finding import back_to, draft_of, find, form_page, is_done
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door


@manager_door("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    draft = draft_of(found)
    names = ("purpose", "way", "review_every_months", "starts_on")
    initial = {name: getattr(draft, name) for name in names}
    form = TermsForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> object:
        return actions.change_terms(found, terms=form.terms(), by=request.user, now=clock.now())

    if is_done(request, form, act):
        return back_to(found, draft)
    return form_page(request, found, form, _("Purpose and way of working"), _("Save"))


@manager_door("GET", "POST")
def add_clause(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    draft = draft_of(found)
    side = request.GET.get("side", Side.OURS)
    form = ClauseForm(
        request.POST or None,
        initial={"side": side, "kind": Clause.Kind.WORDS, "unit": "60"},
        agreement=found,
        organisations=organisations_of(request.user),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.add_clause(found, terms=form.terms(), by=request.user, now=clock.now())

    if is_done(request, form, act):
        return back_to(found, draft)
    return form_page(request, found, form, _("A promise"), _("Add it"))


@manager_door("GET", "POST")
def change_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    draft = draft_of(found)
    held = get_object_or_404(draft.clauses.select_related("organisation"), pk=clause)
    form = ClauseForm(
        request.POST or None,
        initial=of_clause(held),
        agreement=found,
        organisations=organisations_of(request.user),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.change_clause(held, terms=form.terms(), by=request.user, now=clock.now())

    if is_done(request, form, act):
        return back_to(found, draft)
    return form_page(request, found, form, _("A promise"), _("Save"))


@manager_door("POST")
def remove_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    clauses = Clause.objects.filter(version__agreement=found)
    held = get_object_or_404(clauses.select_related("version"), pk=clause)
    actions.remove_clause(held, by=request.user, now=clock.now())
    return back_to(found, held.version)


@manager_door("GET", "POST")
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    draft = draft_of(found)
    form = MeasureForm(request.POST or None)

    def act(values: dict[str, Any]) -> object:
        return actions.add_measure(found, **values, by=request.user, now=clock.now())

    if is_done(request, form, act):
        return back_to(found, draft)
    return form_page(request, found, form, _("A measure"), _("Add it"))


@manager_door("POST")
def remove_measure(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    measures = Measure.objects.filter(version__agreement=found)
    held = get_object_or_404(measures.select_related("version"), pk=measure)
    actions.remove_measure(held, by=request.user, now=clock.now())
    return back_to(found, held.version)


@manager_door("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    begun = actions.begin_version(found, by=request.user, now=clock.now())
    messages.info(request, _("This is a draft. What holds goes on holding until it is agreed."))
    return back_to(found, begun)


@manager_door("POST")
def meet(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the terms before both sides."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    met = actions.meet(found, by=request.user, now=clock.now())
    messages.success(request, _("The terms stand still now. Each side says them back."))
    return back_to(found, met)
