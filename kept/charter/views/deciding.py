"""In a conversation: deciding, having wanted to, and which of two values went first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter import actions, queries
from kept.charter.forms import RulingForm, UseForm, WantedForm
from kept.charter.models import Grant
from kept.charter.queries import Instead, May
from kept.conversations.models import Conversation
from kept.conversations.queries import customers_here
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.money import plain
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door, status_of
from kept.promises.fields import typed


@member_door("GET", "POST")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a grant in this conversation. What was refused stays typed, and can be asked for."""
    request = cast("MemberRequest", request)
    found = _place(request, pk)
    now = clock.now()
    may = queries.may_decide(request.user, now=now, desk=found.desk_id)
    instead = queries.instead_at(found, may)
    customers = customers_here(found)
    if request.method == "POST":
        form = UseForm(request.POST, may=may, customers=customers)
        if form.is_valid():
            submit = form.cleaned_data["submit_id"]
            by = request.user
            try:
                actions.use_grant(
                    form.chosen,
                    found,
                    form.use(),
                    submit_id=submit,
                    customer=form.cleaned_data.get("customer"),
                    by=by,
                    now=now,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Decided, and promised. It stands beside the thread."))
                return redirect("desk:conversation", "all", pk)
    else:
        due = found.desk.hours.closes(now + timedelta(days=1))
        initial = _offered(request, instead, may) | {
            "grant": request.GET.get("grant") or (str(may[0].grant) if may else ""),
            "due_at": typed(due, request.user.zone),
            "submit_id": uuid4(),
        }
        form = UseForm(may=may, customers=customers, initial=initial)
    context = {
        "conversation": found,
        "form": form,
        "may": may,
        "instead": instead,
        "offered": _named(instead, form["alternative"].value()),
        "current": "mine",
    }
    return render(request, "charter/decide.html", context, status=status_of(request))


@member_door("GET", "POST")
def wanted(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I wanted to decide this". `begin` comes from the form that was refused, with its words."""
    request = cast("MemberRequest", request)
    found = _place(request, pk)
    is_begun = request.method == "POST" and "begin" not in request.POST
    if is_begun:
        form = WantedForm(request.POST)
        if form.is_valid():
            given, by, now = form.cleaned_data, request.user, clock.now()
            try:
                asked = actions.ask_for_authority(found, **given, by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                told = {"name": asked.manager}
                messages.success(
                    request, _("Asked. %(name)s owes you an answer in ten working days.") % told
                )
                return redirect("desk:conversation", "all", pk)
    else:
        form = WantedForm(initial=_wish(request) | {"submit_id": uuid4()})
    context = {"conversation": found, "form": form, "current": "mine"}
    status = 422 if is_begun else 200
    return render(request, "charter/wanted.html", context, status=status)


@member_door("GET", "POST")
def rule_between(request: HttpRequest, pk: int) -> HttpResponse:
    """Two values collide here: which goes first, and why. Precedents stand beside it."""
    request = cast("MemberRequest", request)
    found = _place(request, pk)
    form = RulingForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rule_between(found, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Recorded. Whoever decides alike finds it."))
            return redirect("desk:conversation", "all", pk)
    context = {
        "conversation": found,
        "form": form,
        "rulings": queries.rulings(request.user)[:5],
        "current": "mine",
    }
    return render(request, "charter/ruling.html", context, status=status_of(request))


def _offered(request: MemberRequest, instead: list[Instead], may: list[May]) -> dict[str, Any]:
    """What a policy offers instead, where somebody came to give just that, as far as it is left."""
    one = _named(instead, request.GET.get("alternative", ""))
    if one is None:
        return {}
    begun: dict[str, Any] = {"alternative": one.pk}
    if one.amount:
        grant = next((has for has in may if has.grant == one.grant), None)
        most = one.amount if grant is None or grant.left is None else min(one.amount, grant.left)
        begun["amount"] = plain(most, one.currency)
    return begun


def _named(instead: list[Instead], pk: Any) -> Instead | None:
    return next((one for one in instead if str(one.pk) == str(pk)), None)


def _wish(request: MemberRequest) -> dict[str, Any]:
    """What was typed in the form that was refused."""
    told = (request.POST.get(name, "") for name in ("amount", "what", "reason"))
    words = " · ".join(one.strip() for one in told if one.strip())
    grant = Grant.objects.visible_to(request.user).filter(pk=id_in(request.POST.get("grant")))
    kind = grant.values_list("kind", flat=True).first()
    return {"wanted": words[:1_000]} | ({"kind": kind} if kind else {})


def _place(request: MemberRequest, pk: int) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    return get_object_or_404(seen.exclude(status=Conversation.Status.MERGED), pk=pk)
