"""The agreement as its partner reads it, says it back and agrees. The link is the key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.agreements import actions, queries
from kept.agreements.forms import SayBackForm
from kept.agreements.models import Agreement, Side, Version
from kept.brand.queries import look_for
from kept.brand.shown import as_worn
from kept.conversations.speaking import speaking_to, spoken
from kept.customers.links import customer_of
from kept.customers.models import Customer
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.kit.tokens import BadToken
from kept.people.doors import signed_link_door


@signed_link_door()
def theirs(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What holds, how both sides do, and what waits to be said back."""
    try:
        customer = customer_of(token, now=clock.now())
    except BadToken as problem:
        return _closed(request, problem)
    with speaking_to(customer):
        return _page(request, customer, token, _find(customer, pk), form=None)


@signed_link_door("POST")
def say_back(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """They say it back for their house."""
    try:
        customer = customer_of(token, now=clock.now())
    except BadToken as problem:
        return _closed(request, problem)
    with speaking_to(customer):
        return _said_back(request, customer, token, _find(customer, pk))


def _said_back(
    request: HttpRequest, customer: Customer, token: str, agreement: Agreement
) -> HttpResponse:
    form = SayBackForm(request.POST)
    if not form.is_valid():
        return _page(request, customer, token, agreement, form=form, status=422)
    try:
        actions.say_back(agreement, side=Side.THEIRS, **form.said(), by=customer, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, customer, token, agreement, form=form, status=409)
    if form.said()["agrees"]:
        messages.success(request, _("Thank you. We hold to it, and look back on it together."))
    else:
        messages.success(request, _("Thank you for saying so. We write it anew and show you."))
    return redirect("agreements:theirs", token, agreement.pk)


def _find(customer: Customer, pk: int) -> Agreement:
    seen = Agreement.objects.of_customer(customer)
    return get_object_or_404(
        seen.select_related("organisation").prefetch_related("desks", "versions"), pk=pk
    )


def _page(
    request: HttpRequest,
    customer: Customer,
    token: str,
    agreement: Agreement,
    *,
    form: SayBackForm | None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    held = agreement.version_at(now) if agreement.is_living else None
    asked = _asked(agreement)
    if asked and form is None:
        form = SayBackForm(initial={"version": asked.number})
    context: dict[str, Any] = {
        "brand": as_worn(look_for(customer)),
        "customer": customer,
        "token": token,
        "agreement": agreement,
        "shown": queries.shown(agreement, held, holds=True) if held else None,
        "asked": queries.shown(agreement, asked, holds=False) if asked else None,
        "form": form,
        "reviews": queries.reviews(agreement) if held else [],
        "zone": customer.zone or None,
        "now": now,
    }
    return spoken(render(request, "agreements/theirs.html", context, status=status))


def _asked(agreement: Agreement) -> Version | None:
    """The version their side has still to say back."""
    version = agreement.open_version()
    if version is None or not version.is_meeting or agreement.state == Agreement.State.ENDED:
        return None
    return None if version.say_backs.filter(side=Side.THEIRS).exists() else version


def _closed(request: HttpRequest, problem: BadToken) -> HttpResponse:
    return render(request, "agreements/closed.html", {"problem": str(problem)}, status=404)
