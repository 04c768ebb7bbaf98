"""What one may decide: read, used in a conversation, asked for, given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter import actions, queries
from kept.charter.access import may_answer, may_write_policy
from kept.charter.forms import AnswerForm, GrantForm, PolicyForm, UseForm, ValuesForm, WantedForm
from kept.charter.models import AuthorityRequest, Grant, Policy
from kept.conversations.models import Conversation
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door
from kept.promises.fields import typed


@member_door()
def authority(request: HttpRequest) -> HttpResponse:
    """What I may decide; what was proposed to me; policies, which `q` searches."""
    request = cast("MemberRequest", request)
    asked = request.GET.get("q", "")[:100]
    now = clock.now()
    may = queries.may_decide(request.user, now=now)
    words = [word.casefold() for word in asked.split()[:8]]
    context = {
        "may": [
            one for one in may if all(w in f"{one.words} {one.situation}".casefold() for w in words)
        ],
        "proposed": Grant.objects.filter(member=request.user, state="PROPOSED").select_related(
            "proposed_by", "desk"
        ),
        "policies": queries.policies(request.user, asked),
        "values": queries.values(),
        "requests": [
            one for one in queries.requests_before(request.user) if one.member_id == request.user.pk
        ],
        "q": asked,
        "current": "authority",
    }
    return render(request, "charter/authority.html", context)


@manager_door("GET", "POST")
def values(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    told = "\n".join(one.words for one in queries.values())
    form = ValuesForm(request.POST or None, initial={"values": told})
    if request.method == "POST" and form.is_valid():
        actions.settle_values(form.cleaned_data["values"], by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("charter:authority")
    context = {"form": form, "current": "authority"}
    return render(request, "charter/values.html", context, status=_status(request))


@member_door()
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule, what instead, and how it was before."""
    request = cast("MemberRequest", request)
    found = _policy(request, pk)
    context = {
        "policy": found,
        "before": found.versions.select_related("written_by")[:50],
        "may_write": may_write_policy(request.user, found, found.desk),
        "current": "authority",
    }
    return render(request, "charter/policy.html", context)


@manager_door("GET", "POST")
def write_policy(request: HttpRequest) -> HttpResponse:
    return _write(cast("MemberRequest", request), None)


@manager_door("GET", "POST")
def change_policy(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    return _write(request, _policy(request, pk))


@manager_door()
def grants(request: HttpRequest) -> HttpResponse:
    """Who may decide what, by name; and who wanted to."""
    request = cast("MemberRequest", request)
    context = {
        "grants": queries.grants(request.user),
        "requests": queries.requests_before(request.user),
        "current": "authority",
    }
    return render(request, "charter/grants.html", context)


@manager_door("GET", "POST")
def propose(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = GrantForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(form.terms(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _said_of(made))
            return redirect("charter:grants")
    context = {"form": form, "current": "authority"}
    return render(request, "charter/propose.html", context, status=_status(request))


@member_door("POST")
def settle_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` is agree, decline or end."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Grant.objects.visible_to(request.user), pk=pk)
    by, now = request.user, clock.now()
    match request.POST.get("do"):
        case "agree":
            actions.agree(found, by=by, now=now)
            messages.success(request, _("Agreed. You may decide this from now on."))
        case "decline":
            words = request.POST.get("words", "")[:300]
            actions.decline(found, words=words, by=by, now=now)
            messages.success(request, _("It went back to %(name)s.") % {"name": found.proposed_by})
        case "end":
            actions.end(found, by=by, now=now)
            messages.success(request, _("It has ended. What was given by it stays."))
        case _:
            return HttpResponse(status=422)
    return redirect("charter:authority" if found.member_id == by.pk else "charter:grants")


@member_door("GET", "POST")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a grant in this conversation. What was refused stays typed, and can be asked for."""
    request = cast("MemberRequest", request)
    found = _place(request, pk)
    now = clock.now()
    may = queries.may_decide(request.user, now=now, desk=found.desk_id)
    if request.method == "POST":
        form = UseForm(request.POST, may=may)
        if form.is_valid():
            submit = form.cleaned_data["submit_id"]
            by = request.user
            try:
                actions.use_grant(form.chosen, found, form.use(), submit_id=submit, by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Decided, and promised. It stands beside the thread."))
                return redirect("desk:conversation", "all", pk)
    else:
        due = found.desk.hours.closes(now + timedelta(days=1))
        initial = {
            "grant": request.GET.get("grant") or (str(may[0].grant) if may else ""),
            "due_at": typed(due, request.user.zone),
            "submit_id": uuid4(),
        }
        form = UseForm(may=may, initial=initial)
    context = {
        "conversation": found,
        "form": form,
        "may": may,
        "policies": queries.policies_at(request.user, found.desk_id),
        "current": "mine",
    }
    return render(request, "charter/decide.html", context, status=_status(request))


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
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: what was wanted, and its answer. POST `do` is grant, narrow or refuse."""
    request = cast("MemberRequest", request)
    seen = AuthorityRequest.objects.visible_to(request.user).select_related(
        "member", "manager", "promise", "grant", "conversation__customer", "conversation__desk"
    )
    found = get_object_or_404(seen, pk=pk)
    may = may_answer(request.user, found) and found.state == "ASKED"
    initial = {"kind": found.kind, "situation": found.conversation.subject[:300]}
    form, answer = (
        GrantForm(member=request.user, only=found.member, initial=initial),
        AnswerForm(),
    )
    if request.method == "POST":
        do = request.POST.get("do", "")
        state = {"grant": "GRANTED", "narrow": "NARROWED", "refuse": "REFUSED"}.get(do)
        if state is None:
            return HttpResponse(status=422)
        answer = AnswerForm(request.POST)
        is_sound = answer.is_valid()
        terms = None
        if state != "REFUSED":
            form = GrantForm(request.POST, member=request.user, only=found.member)
            is_sound = form.is_valid() and is_sound
            terms = form.terms() if is_sound else None
        if is_sound:
            reason, by = answer.cleaned_data["reason"], request.user
            try:
                actions.answer_request(
                    found, state=state, reason=reason, terms=terms, by=by, now=clock.now()
                )
            except Refusal as refusal:
                answer.add_error(None, refusal.message)
            else:
                messages.success(request, _("Answered, and your promise to hear it is kept."))
                return redirect("charter:grants")
    context = {
        "asked": found,
        "form": form,
        "answer": answer,
        "may_answer": may,
        "current": "authority",
    }
    return render(request, "charter/asked.html", context, status=_status(request))


def _wish(request: MemberRequest) -> dict[str, Any]:
    """What was typed in the form that was refused."""
    told = (request.POST.get(name, "") for name in ("amount", "what", "reason"))
    words = " · ".join(one.strip() for one in told if one.strip())
    grant = Grant.objects.visible_to(request.user).filter(
        pk=request.POST.get("grant", "0") if request.POST.get("grant", "0").isdigit() else 0
    )
    kind = grant.values_list("kind", flat=True).first()
    return {"wanted": words[:1_000]} | ({"kind": kind} if kind else {})


def _write(request: MemberRequest, row: Policy | None) -> HttpResponse:
    initial: dict[str, Any] = {"owner": request.user.pk, "effective_on": clock.now().date()}
    if row:
        initial = {
            **{name: getattr(row, name) for name in ("name", "cannot", "instead", "review_on")},
            **{name: getattr(row, f"{name}_id") for name in ("desk", "value", "owner")},
            "effective_on": clock.now().date(),
        }
    form = PolicyForm(request.POST or None, initial=initial, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_policy(row, form.terms(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("charter:policy", made.pk)
    context = {"row": row, "form": form, "current": "authority"}
    return render(request, "charter/write_policy.html", context, status=_status(request))


def _policy(request: MemberRequest, pk: int) -> Policy:
    seen = Policy.objects.visible_to(request.user).select_related("owner", "value", "desk")
    return get_object_or_404(seen, pk=pk)


def _place(request: MemberRequest, pk: int) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    return get_object_or_404(seen.exclude(status=Conversation.Status.MERGED), pk=pk)


def _said_of(made: Grant) -> str:
    if made.state == Grant.State.AGREED:
        return _("It holds from now on.")
    return _("Proposed to %(name)s. It holds once they have agreed.") % {"name": made.member}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
