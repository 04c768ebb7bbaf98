"""Who may decide what: given, agreed to, asked for."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter import actions, queries
from kept.charter.access import may_answer
from kept.charter.forms import AnswerForm, GrantForm
from kept.charter.models import AuthorityRequest, Grant
from kept.charter.views.authority import authority_page
from kept.kit import clock
from kept.kit.money import plain
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of, typed_words


@manager_door()
def grants(request: HttpRequest) -> HttpResponse:
    """Who may decide what, by situation; who wanted to, and how long they wait."""
    request = cast("MemberRequest", request)
    now = clock.now()
    context = {
        "matrix": queries.matrix(request.user),
        "waited_requests": queries.waited_for_requests(request.user, now=now),
        "waited_grants": queries.waited_for_grants(request.user, now=now),
        "requests": queries.requests_before(request.user),
        "current": "authority",
    }
    return render(request, "charter/grants.html", context)


@manager_door("GET", "POST")
def propose(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = GrantForm(request.POST or None, member=request.user, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(
                form.terms(),
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _said_of(made))
            return redirect("charter:grants")
    context = {"form": form, "current": "authority"}
    return render(request, "charter/propose.html", context, status=status_of(request))


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
            try:
                actions.decline(found, words=words, by=by, now=now)
            except actions.NotProposed as refusal:
                messages.error(request, refusal.message)
                return authority_page(request, typed=typed_words(request, "words"), status=409)
            messages.success(request, _("It went back to %(name)s.") % {"name": found.proposed_by})
        case "end":
            actions.end(found, by=by, now=now)
            messages.success(request, _("It has ended. What was given by it stays."))
        case _:
            return HttpResponse(status=422)
    return redirect("charter:authority" if found.member_id == by.pk else "charter:grants")


@member_door("GET", "POST")
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: what was wanted, and its answer. POST `do` is grant, narrow or refuse."""
    request = cast("MemberRequest", request)
    seen = AuthorityRequest.objects.visible_to(request.user).select_related(
        *("member", "manager", "promise", "grant", "widens__policy"),
        *("conversation__customer", "conversation__desk"),
    )
    found = get_object_or_404(seen, pk=pk)
    may = may_answer(request.user, found) and found.state == "ASKED"
    begun = _as_before(found.widens) if found.widens else {}
    initial = {"kind": found.kind, "situation": found.conversation.subject[:300]} | begun
    form = GrantForm(member=request.user, only=found.member, initial=initial)
    answer = AnswerForm()
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
                # Answered by another in between: there is no form to say it in.
                if may:
                    answer.add_error(None, refusal.message)
                else:
                    messages.error(request, refusal.message)
            else:
                messages.success(request, _("Answered, and your promise to hear it is kept."))
                return redirect("charter:grants")
    context = {
        "typed": [] if may else _typed(request, initial),
        "asked": found,
        "form": form,
        "answer": answer,
        "may_answer": may,
        "current": "authority",
    }
    return render(request, "charter/asked.html", context, status=status_of(request))


def _typed(request: MemberRequest, initial: dict[str, Any]) -> list[str]:
    """What was written for a request that is answered; not what the form had brought."""
    found = typed_words(request, "reason", "situation", "conditions")
    return [words for words in found if words not in initial.values()]


def _as_before(grant: Grant) -> dict[str, Any]:
    """The terms of a grant that is to be widened, for whoever widens them."""
    return {
        "situation": grant.situation,
        "conditions": grant.conditions,
        "amount": plain(grant.most_amount, grant.currency) if grant.most_amount else "",
        "currency": grant.currency,
        "times": grant.most_times,
        "period": grant.period,
        "desk": grant.desk_id,
        "policy": grant.policy_id,
        "widen_after": grant.widen_after,
    }


def _said_of(made: Grant) -> str:
    if made.state == Grant.State.AGREED:
        return _("It holds from now on.")
    return _("Proposed to %(name)s. It holds once they have agreed.") % {"name": made.member}
