"""Where it stands for the customer, and their say in it. The link is the key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.brand.queries import look_for
from kept.brand.shown import as_worn
from kept.conversations.speaking import speaking_to, spoken
from kept.customers.links import customer_of
from kept.customers.models import Customer
from kept.kit import clock
from kept.kit.allowance import is_spent, spend
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.kit.tokens import BadToken
from kept.people.doors import signed_link_door
from kept.promises.letters import first_name
from kept.recovery import actions, queries, rules
from kept.recovery.forms import (
    TheirAppealForm,
    TheirDenialForm,
    TheirFreshForm,
    TheirRemedyForm,
)
from kept.recovery.models import Boundary, Decision, Recovery
from kept.recovery.wording import where_it_stands

MOST_ACTS, HOUR = 60, 3_600
Said = tuple[forms.Form | None, str]


class TooOften(Refusal):
    code = "customer_too_often"
    message = gettext_lazy("That was often. Try again in an hour, or answer one of our letters.")


@signed_link_door("GET", "POST")
def recovery(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What went wrong and where it stands. POST `do` is their say in it."""
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    seen = Recovery.objects.of_customer(customer)
    if request.method == "POST":
        # What was closed by us while they wrote is refused in words, and theirs stand there.
        seen = Recovery.objects.filter(customer=customer)
    found = get_object_or_404(
        seen.select_related("conversation__desk", "owner", "fix", "follow", "promise"), pk=pk
    )
    with speaking_to(customer):
        given: dict[str, forms.Form] = {}
        refusal: Refusal | None = None
        if request.method == "POST":
            do = request.POST.get("do", "")
            form = _form(do, request)
            if form is not None and not form.is_valid():
                given[do] = form
            else:
                try:
                    _allow(customer, now)
                    said = _act(do, found, form, request, now)
                except Refusal as problem:
                    refusal = problem
                    if form is not None:
                        form.add_error(None, problem.message)
                        given[do] = form
                else:
                    if said is None:
                        return HttpResponse(status=422)
                    messages.success(request, said)
                    return redirect("recovery:theirs", token, pk)
        context = _context(customer, token, found, given, refusal, request, now)
        status = 422 if given else 409 if refusal else 200
        return spoken(render(request, "recovery/theirs.html", context, status=status))


@signed_link_door("GET", "POST")
def boundary(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What they were told about contact, and their appeal."""
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    seen = Boundary.objects.of_customer(customer).select_related(
        "warning", "ending", "conversation", "appeal__promise", "appeal__judge"
    )
    found = get_object_or_404(seen, pk=pk)
    with speaking_to(customer):
        form = TheirAppealForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                _allow(customer, now)
                actions.appeal_boundary(found, words=form.cleaned_data["words"], now=now)
            except Refusal as problem:
                form.add_error(None, problem.message)
            else:
                messages.success(request, _("Thank you. Another of us looks at it, by a day."))
                return redirect("recovery:their_boundary", token, pk)
        context = _look(customer, token, now) | {"boundary": found, "form": form}
        status = 422 if request.method == "POST" else 200
        return spoken(render(request, "recovery/their_boundary.html", context, status=status))


def _form(do: str, request: HttpRequest) -> forms.Form | None:
    kinds: dict[str, Callable[..., forms.Form]] = {
        "fair": TheirRemedyForm,
        "not_fixed": TheirDenialForm,
        "fresh": TheirFreshForm,
        "appeal": TheirAppealForm,
    }
    made = kinds.get(do)
    return made(request.POST, prefix=do) if made else None


def _act(
    do: str, found: Recovery, form: forms.Form | None, request: HttpRequest, now: datetime
) -> str | None:
    """Do it, and answer what is said to it; None where it is nothing of ours."""
    given: dict[str, Any] = form.cleaned_data if form else {}
    match do:
        case "fair":
            actions.say_remedy(found, **given, by=None, now=now)
            return _("Thank you. We answer you with what we can do.")
        case "fixed":
            actions.confirm_fixed(found, by=None, now=now)
            return _("Thank you for telling us.")
        case "not_fixed":
            actions.deny_fixed(found, **given, by=None, now=now)
            return _("Thank you. It is open again, and we go on with it.")
        case "fresh":
            actions.ask_fresh_start(found, **given, now=now)
            return _("Thank you. Somebody else takes this over, and you need not explain it again.")
        case "heard":
            actions.close_as_heard(found, by=None, now=now)
            return _("Thank you for telling us what it was like.")
        case "not_heard":
            actions.stop_listening(found, by=None, now=now)
            return _("Thank you. Then we put it right. Tell us what would be fair.")
        case "appeal":
            decisions = Decision.objects.filter(recovery=found).select_related(
                "member", "recovery__conversation"
            )
            which = get_object_or_404(decisions, pk=id_in(request.POST.get("decision", "")))
            actions.appeal_decision(which, **given, now=now)
            return _("Thank you. Another of us looks at it, by a day.")
    return None


def _allow(customer: Customer, now: datetime) -> None:
    who = str(customer.pk)
    if is_spent("portal", who, most=MOST_ACTS, seconds=HOUR, now=now):
        raise TooOften
    spend("portal", who, seconds=HOUR, now=now)


def _look(customer: Customer, token: str, now: datetime) -> dict[str, Any]:
    return {
        "brand": as_worn(look_for(customer)),
        "customer": customer,
        "first_name": first_name(customer.name),
        "token": token,
        "zone": customer.zone or None,
        "now": now,
    }


def _context(
    customer: Customer,
    token: str,
    found: Recovery,
    given: dict[str, forms.Form],
    refusal: Refusal | None,
    request: HttpRequest,
    now: datetime,
) -> dict[str, Any]:
    found = Recovery.objects.select_related(
        "conversation", "owner", "fix", "follow", "promise"
    ).get(pk=found.pk)
    settled = found.settled
    is_fixed = rules.FIX in settled
    return _look(customer, token, now) | {
        "recovery": found,
        # Merged with somebody else's it bears their subject.
        "subject": found.conversation.subject
        if found.conversation.customer_id == customer.pk
        else "",
        "stands": where_it_stands(found),
        "path": _path(found),
        "decisions": queries.decisions_of(found),
        "appealed": id_in(request.POST.get("decision", "")),
        "refusal": refusal if refusal and not given else None,
        "fair": given.get("fair") or TheirRemedyForm(prefix="fair"),
        "denial": given.get("not_fixed") or TheirDenialForm(prefix="not_fixed"),
        "fresh": given.get("fresh") or TheirFreshForm(prefix="fresh"),
        "appeal_form": given.get("appeal") or TheirAppealForm(prefix="appeal"),
        "given": set(given),
        "asks_if_fixed": found.is_open and is_fixed and rules.CONFIRM not in settled,
        "may_say_fair": found.is_open and rules.AGREE not in settled,
        "may_deny": found.is_open and is_fixed,
    }


def _path(found: Recovery) -> list[tuple[str, bool]]:
    """The steps they would recognise, and whether each is behind us."""
    named = [
        (rules.ACKNOWLEDGE, _("We have told you that we know")),
        (rules.ASK_FAIR, _("You have said what would be fair")),
        (rules.AGREE, _("We have agreed what we do")),
        (rules.FIX, _("We have done it")),
        (rules.CONFIRM, _("You have said that it is put right")),
        (rules.FOLLOW_UP, _("We have asked again later")),
    ]
    done = set(queries.done_steps(found))
    return [(words, step in done) for step, words in named]


def _closed(request: HttpRequest, problem: BadToken) -> HttpResponse:
    return render(request, "recovery/closed.html", {"problem": str(problem)}, status=404)
