"""The first draft of an agreement: with a customer, between teams, or with everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kept.agreements import actions
from kept.agreements.forms import (
    BeginBetweenTeamsForm,
    BeginWithCustomerForm,
    BeginWithEverybodyForm,
)
from kept.agreements.models import Agreement
from kept.agreements.views.finding import HERE, answer, is_done
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.ids import id_in
from kept.people.doors import MemberRequest, manager_door
from kept.people.models import Team


@manager_door("GET", "POST")
def begin_with_customer(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = BeginWithCustomerForm(
        request.POST or None,
        initial={"submit_id": uuid4()} | _meant(request),
        desks=Desk.objects.visible_to(request.user),
        by=request.user,
    )

    def act(values: dict[str, Any]) -> Agreement:
        told: dict[str, Any] = {
            "desks": list(values["desks"]),
            "terms": form.terms(),
            "submit_id": values["submit_id"],
            "by": request.user,
            "now": clock.now(),
        }
        if form.newcomer is not None:
            return actions.begin_with_house_of(*form.newcomer, **told)
        return actions.begin_with_customer(values["organisation"], **told)

    lead = _("Promises both ways, agreed by both: first a draft, then you say it back.")
    return _begin(request, form, act, _("Agree with a customer"), lead)


def _meant(request: MemberRequest) -> dict[str, str]:
    """Whose page one came from: their house, else their address, so that it can get a name here."""
    seen = customers_visible_to(request.user).select_related("organisation")
    customer = seen.filter(pk=id_in(request.GET.get("customer", ""))).first()
    if customer is None:
        return {}
    if customer.organisation is not None:
        return {"organisation": customer.organisation.name}
    address = customer.addresses.filter(is_dead=False).first()
    return {"address": address.value if address else ""}


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


def _begin(
    request: MemberRequest, form: Any, act: Callable[[dict[str, Any]], Agreement], heading: str,
    lead: str,
) -> HttpResponse:  # fmt: skip
    begun: list[Agreement] = []

    def keep(values: dict[str, Any]) -> None:
        begun.append(act(values))

    if is_done(request, form, keep):
        messages.info(request, _("A draft. Write what each side promises, then say it back."))
        return redirect("agreements:agreement", begun[0].pk)
    context = {"form": form, "heading": heading, "lead": lead, "verb": _("Begin the draft")}
    return answer(request, "agreements/form.html", context | HERE, form)
