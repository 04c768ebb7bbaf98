"""Pages of agreements for members. The customer's own is in `for_customer`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.agreements import actions, queries
from kept.agreements.access import may_speak_for, organisations_of
from kept.agreements.forms import (
    BeginBetweenTeamsForm,
    BeginWithCustomerForm,
    BeginWithEverybodyForm,
    ClauseForm,
    EndForm,
    MeasureForm,
    ReviewForm,
    SayBackForm,
    TermsForm,
    of_clause,
)
from kept.agreements.models import Agreement, Clause, Measure, Side, Version
from kept.agreements.rules import months_after
from kept.conversations.models import Desk
from kept.customers.links import PLACE
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door
from kept.people.models import Team


@member_door()
def agreements(request: HttpRequest) -> HttpResponse:
    """All in sight, the newest first."""
    request = cast("MemberRequest", request)
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 19 else None
    rows, next_page = queries.page_of(request.user, before=number)
    context = {"rows": rows, "next": next_page, "is_first": number is None}
    return render(request, "agreements/list.html", context | _place())


@member_door()
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms that hold, else those in hand."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    version = found.version_at(clock.now()) or list(found.versions.all())[-1]
    return _show(request, found, version)


@member_door()
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The terms as one version says them: in hand, or from before."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    version = next((one for one in found.versions.all() if one.number == number), None)
    if version is None:
        raise Http404
    return _show(request, found, version)


@manager_door("GET", "POST")
def begin_with_customer(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = BeginWithCustomerForm(
        request.POST or None,
        initial={"submit_id": uuid4()},
        desks=Desk.objects.visible_to(request.user),
        organisations=organisations_of(request.user),
    )

    def act(values: dict[str, Any]) -> Agreement:
        return actions.begin_with_customer(
            values["organisation"],
            desks=list(values["desks"]),
            terms=form.terms(),
            submit_id=values["submit_id"],
            by=request.user,
            now=clock.now(),
        )

    lead = _("Promises both ways, agreed by both: first a draft, then you say it back.")
    return _begin(request, form, act, _("Agree with a customer"), lead)


@manager_door("GET", "POST")
def begin_between_teams(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    own = Team.objects.all() if request.user.is_owner else request.user.teams.all()
    form = BeginBetweenTeamsForm(request.POST or None, initial={"submit_id": uuid4()}, own=own)

    def act(values: dict[str, Any]) -> Agreement:
        return actions.begin_between_teams(
            values["team"],
            values["other"],
            terms=form.terms(),
            submit_id=values["submit_id"],
            by=request.user,
            now=clock.now(),
        )

    lead = _("What one team may count on from the other, and the other from it.")
    return _begin(request, form, act, _("Agree between teams"), lead)


@manager_door("GET", "POST")
def begin_with_everybody(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = BeginWithEverybodyForm(
        request.POST or None,
        initial={"submit_id": uuid4()},
        desks=Desk.objects.visible_to(request.user),
    )

    def act(values: dict[str, Any]) -> Agreement:
        return actions.begin_with_everybody(
            values["desk"],
            terms=form.terms(),
            submit_id=values["submit_id"],
            by=request.user,
            now=clock.now(),
        )

    lead = _("What whoever writes to this desk may count on.")
    return _begin(request, form, act, _("Promise everybody"), lead)


@manager_door("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    draft = _draft(found)
    names = ("purpose", "way", "review_every_months", "starts_on")
    initial = {name: getattr(draft, name) for name in names}
    form = TermsForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> object:
        return actions.change_terms(found, terms=form.terms(), by=request.user, now=clock.now())

    if _done(request, form, act):
        return _back(found, draft)
    return _form_page(request, found, form, _("Purpose and way of working"), _("Save"))


@manager_door("GET", "POST")
def add_clause(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    draft = _draft(found)
    side = request.GET.get("side", Side.OURS)
    form = ClauseForm(
        request.POST or None,
        initial={"side": side, "kind": Clause.Kind.WORDS, "unit": "60"},
        agreement=found,
        organisations=organisations_of(request.user),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.add_clause(found, terms=form.terms(), by=request.user, now=clock.now())

    if _done(request, form, act):
        return _back(found, draft)
    return _form_page(request, found, form, _("A promise"), _("Add it"))


@manager_door("GET", "POST")
def change_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    draft = _draft(found)
    held = get_object_or_404(draft.clauses.select_related("organisation"), pk=clause)
    form = ClauseForm(
        request.POST or None,
        initial=of_clause(held),
        agreement=found,
        organisations=organisations_of(request.user),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.change_clause(held, terms=form.terms(), by=request.user, now=clock.now())

    if _done(request, form, act):
        return _back(found, draft)
    return _form_page(request, found, form, _("A promise"), _("Save"))


@manager_door("POST")
def remove_clause(request: HttpRequest, pk: int, clause: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    clauses = Clause.objects.filter(version__agreement=found)
    held = get_object_or_404(clauses.select_related("version"), pk=clause)
    actions.remove_clause(held, by=request.user, now=clock.now())
    return _back(found, held.version)


@manager_door("GET", "POST")
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    draft = _draft(found)
    form = MeasureForm(request.POST or None)

    def act(values: dict[str, Any]) -> object:
        return actions.add_measure(found, **values, by=request.user, now=clock.now())

    if _done(request, form, act):
        return _back(found, draft)
    return _form_page(request, found, form, _("A measure"), _("Add it"))


@manager_door("POST")
def remove_measure(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    measures = Measure.objects.filter(version__agreement=found)
    held = get_object_or_404(measures.select_related("version"), pk=measure)
    actions.remove_measure(held, by=request.user, now=clock.now())
    return _back(found, held.version)


@manager_door("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    begun = actions.begin_version(found, by=request.user, now=clock.now())
    messages.info(request, _("This is a draft. What holds goes on holding until it is agreed."))
    return _back(found, begun)


@manager_door("POST")
def meet(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the terms before both sides."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    met = actions.meet(found, by=request.user, now=clock.now())
    messages.success(request, _("The terms stand still now. Each side says them back."))
    return _back(found, met)


@member_door("GET", "POST")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the terms back for our side; between teams, for the member's own."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    met = found.open_version()
    side = next(iter(_may_say(request, found, met)), None)
    if met is None or not met.is_meeting:
        raise actions.NotAskedBack
    form = SayBackForm(request.POST or None, initial={"version": met.number})

    def act(values: dict[str, Any]) -> object:
        return actions.say_back(
            found,
            side=side or Side.OURS,
            **form.said(),
            by=request.user,
            now=clock.now(),
        )

    if _done(request, form, act):
        messages.success(request, _("Thank you. What you said stands beside the terms."))
        return redirect("agreements:agreement", found.pk)
    context = queries.shown(found, met, holds=False, member=request.user)
    page = {"shown": context, "form": form, "agreement": found, "is_signing": True}
    return _answer(request, "agreements/sign.html", page | _place(), form)


@manager_door("GET", "POST")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a talk."""
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    now = clock.now()
    holds = found.version_at(now)
    if not found.is_living or holds is None:
        raise actions.NotLiving
    today = now.astimezone(ZoneInfo(request.user.zone)).date()
    form = ReviewForm(
        request.POST or None,
        initial={
            "talked_on": today,
            "next_on": months_after(today, holds.review_every_months),
            "submit_id": uuid4(),
        },
        agreement=found,
        clauses=holds.clauses.all(),
        measures=holds.measures.all(),
    )

    def act(values: dict[str, Any]) -> object:
        return actions.review(
            found,
            talk=form.talk_told(),
            submit_id=values["submit_id"],
            by=request.user,
            now=clock.now(),
        )

    if _done(request, form, act):
        messages.success(request, _("Written down. The day of the next talk is set."))
        return redirect("agreements:agreement", found.pk)
    return _form_page(request, found, form, _("You have talked"), _("Write it down"))


@manager_door("GET", "POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = _find(request, pk)
    form = EndForm(request.POST or None)

    def act(values: dict[str, Any]) -> object:
        return actions.end(found, why=values["why"], by=request.user, now=clock.now())

    if _done(request, form, act):
        messages.info(request, _("It has ended. What was promised until now still stands."))
        return redirect("agreements:agreement", found.pk)
    return _form_page(request, found, form, _("End this agreement"), _("End it"), is_grave=True)


def _find(request: MemberRequest, pk: int) -> Agreement:
    seen = Agreement.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related(
            "organisation", "desk__calendar", "team", "other_team"
        ).prefetch_related("desks", "versions"),
        pk=pk,
    )


def _draft(agreement: Agreement) -> Version:
    version = agreement.open_version()
    if agreement.state == Agreement.State.ENDED or version is None or not version.is_draft:
        raise actions.NotInHand
    return version


def _may_say(request: MemberRequest, agreement: Agreement, met: Version | None) -> list[Side]:
    """The sides the member could say it back for now."""
    if met is None or not met.is_meeting:
        return []
    said = list(met.say_backs.all())
    if any(one.member_id == request.user.pk for one in said):
        return []
    open_ = [side for side in actions.speakers(agreement) if side not in {s.side for s in said}]
    return [side for side in open_ if may_speak_for(request.user, agreement, side)]


def _show(request: MemberRequest, agreement: Agreement, version: Version) -> HttpResponse:
    now = clock.now()
    held = agreement.version_at(now)
    in_hand = agreement.open_version()
    is_ended = agreement.state == Agreement.State.ENDED
    may = request.user.is_manager and not is_ended  # whoever found it has it in sight
    context = {
        "agreement": agreement,
        "shown": queries.shown(agreement, version, holds=version == held, member=request.user),
        "held": held,
        "in_hand": None if is_ended else in_hand,
        "reviews": queries.reviews(agreement),
        "may_change": may,
        "is_editable": may and version.is_draft,
        "place": PLACE,
        "says": _may_say(request, agreement, version),
        "now": now,
    }
    return render(request, "agreements/agreement.html", context | _place())


def _begin(
    request: MemberRequest, form: Any, act: Callable[[dict[str, Any]], Agreement], heading: str,
    lead: str,
) -> HttpResponse:  # fmt: skip
    begun: list[Agreement] = []

    def keep(values: dict[str, Any]) -> None:
        begun.append(act(values))

    if _done(request, form, keep):
        messages.info(request, _("A draft. Write what each side promises, then say it back."))
        return redirect("agreements:agreement", begun[0].pk)
    context = {"form": form, "heading": heading, "lead": lead, "verb": _("Begin the draft")}
    return _answer(request, "agreements/form.html", context | _place(), form)


def _done(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form held and the rules let it happen; else the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _form_page(
    request: HttpRequest,
    agreement: Agreement,
    form: forms.Form,
    heading: str,
    verb: str,
    *,
    is_grave: bool = False,
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "form": form,
        "heading": heading,
        "lead": agreement.name,
        "verb": verb,
        "is_grave": is_grave,
    }
    return _answer(request, "agreements/form.html", context | _place(), form)


def _answer(
    request: HttpRequest, page: str, context: dict[str, Any], form: forms.Form
) -> HttpResponse:
    return render(request, page, context, status=422 if form.errors else 200)


def _back(agreement: Agreement, version: Version) -> HttpResponse:
    """To the version one has just worked on."""
    if version.number == 1:
        return redirect("agreements:agreement", agreement.pk)
    return redirect("agreements:version", agreement.pk, version.number)


def _place() -> dict[str, str]:
    return {"current": "agreements"}
