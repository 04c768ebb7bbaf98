"""Policies: read, written and announced, asked about."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter import actions, queries
from kept.charter.access import may_answer_question, may_write_policy
from kept.charter.actions import PolicyTerms
from kept.charter.forms import (
    AnswerQuestionForm,
    NewTextForm,
    PolicyForm,
    QuestionForm,
    alternative_forms,
    alternatives_as_typed,
)
from kept.charter.models import Policy, PolicyQuestion
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of, typed_words

MORE = 3
"""Empty rows for alternatives that come where somebody wants more of them."""


@member_door("GET", "POST")
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule, what instead, what is announced and was before; POST asks its owner."""
    request = cast("MemberRequest", request)
    found = _policy(request, pk)
    may_ask = found.owner_id != request.user.pk and found.retired_at is None
    form = QuestionForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_owner(found, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            if may_ask:
                form.add_error(None, refusal.message)
            else:
                messages.error(request, refusal.message)
        else:
            told = {"name": asked.owner}
            messages.success(
                request, _("Asked. %(name)s owes you an answer in five working days.") % told
            )
            return redirect("charter:policy", pk)
    context = {
        "policy": found,
        "history": queries.history(found),
        "questions": queries.questions_of(found),
        "form": form,
        "may_ask": may_ask,
        "typed": [] if may_ask else typed_words(request, "words"),
        "may_write": may_write_policy(request.user, found, found.desk),
        "current": "authority",
    }
    return render(request, "charter/policy.html", context, status=status_of(request))


@manager_door("GET", "POST")
def write_policy(request: HttpRequest) -> HttpResponse:
    return _write(cast("MemberRequest", request), None)


@member_door("GET", "POST")
def change_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """For managers, and for whoever answers for it."""
    request = cast("MemberRequest", request)
    found = _policy(request, pk)
    if not may_write_policy(request.user, found, found.desk):
        raise Http404
    return _write(request, found)


@member_door("POST")
def withdraw_version(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = actions.withdraw_version(_policy(request, pk), by=request.user, now=clock.now())
    messages.success(request, _("Withdrawn. It stays in the history, and takes no effect."))
    return redirect("charter:authority" if found.retired_at else "charter:policy",
                    *([] if found.retired_at else [pk]))  # fmt: skip


@member_door("GET", "POST")
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question about a policy. POST `do` answers it, or changes the policy as well."""
    request = cast("MemberRequest", request)
    seen = PolicyQuestion.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related(
            *("policy__desk", "policy__value", "policy__owner", "member", "owner"),
            *("promise", "answered_by", "version"),
        ),
        pk=pk,
    )
    today = clock.now().date()
    may = found.answered_at is None and may_answer_question(request.user, found)
    form = AnswerQuestionForm()
    text = NewTextForm(initial={"cannot": found.policy.cannot, "effective_on": today})
    if request.method == "POST":
        do = request.POST.get("do")
        if do not in {"answer", "change"}:
            return HttpResponse(status=422)
        form, text = AnswerQuestionForm(request.POST), NewTextForm(request.POST)
        is_sound = form.is_valid()
        if do == "change":
            is_sound = text.is_valid() and is_sound
        if is_sound:
            terms = _changed(found.policy, text.cleaned_data) if do == "change" else None
            try:
                actions.answer_question(
                    found,
                    answer=form.cleaned_data["answer"],
                    terms=terms,
                    by=request.user,
                    now=clock.now(),
                )
            except Refusal as refusal:
                # Answered by another in between: there is no form to say it in.
                if may:
                    form.add_error(None, refusal.message)
                else:
                    messages.error(request, refusal.message)
            else:
                messages.success(request, _("Answered, and your promise to answer is kept."))
                return redirect("charter:policy", found.policy_id)
        if do == "answer":
            text = NewTextForm(initial=request.POST.dict())
    context = {
        "asked": found,
        "form": form,
        "text": text,
        "may_answer": may,
        "typed": [] if may else _typed(request, found.policy),
        "current": "authority",
    }
    return render(request, "charter/question.html", context, status=status_of(request))


def _typed(request: MemberRequest, policy: Policy) -> list[str]:
    """What was written for a question that is answered; not the rule as it stood in the form."""
    found = typed_words(request, "answer", "cannot")
    return [words for words in found if words.strip() != policy.cannot.strip()]


def _changed(policy: Policy, given: dict[str, Any]) -> PolicyTerms:
    """The policy with another text; its alternatives keep their limits."""
    return PolicyTerms(
        name=policy.name,
        instead=policy.instead,
        owner=policy.owner,
        desk=policy.desk,
        value=policy.value,
        review_on=policy.review_on,
        **given,
    )


def _write(request: MemberRequest, row: Policy | None) -> HttpResponse:
    initial: dict[str, Any] = {
        "owner": request.user.pk,
        "effective_on": clock.now().date(),
        "submit_id": uuid4(),
    }
    typed = alternatives_as_typed(row.versions.filter(number=row.number).first() if row else None)
    if row:
        initial = {
            **{name: getattr(row, name) for name in ("name", "cannot", "review_on")},
            **{name: getattr(row, f"{name}_id") for name in ("desk", "value", "owner")},
            "effective_on": clock.now().date(),
        }
    form = PolicyForm(request.POST or None, initial=initial, member=request.user)
    rows = alternative_forms(request.POST or None, initial=typed)
    if request.method == "POST":
        is_sound = form.is_valid() and rows.is_valid()
        if "more" in request.POST:
            rows = _with_more(request)
        elif is_sound:
            try:
                made = actions.write_policy(
                    row,
                    form.terms(rows.terms()),
                    submit_id=form.cleaned_data["submit_id"],
                    by=request.user,
                    now=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _said_of(made))
                return redirect("charter:policy", made.pk)
    context = {"row": row, "form": form, "rows": rows, "current": "authority"}
    return render(request, "charter/write_policy.html", context, status=status_of(request))


def _with_more(request: MemberRequest) -> Any:
    """What was typed, and some empty rows after it."""
    told = request.POST.copy()
    told["instead-TOTAL_FORMS"] = str(min(id_in(told.get("instead-TOTAL_FORMS")), 99) + MORE)
    told["instead-INITIAL_FORMS"] = str(min(id_in(told.get("instead-INITIAL_FORMS")), 99))
    return alternative_forms(told)


def _said_of(made: Policy) -> str:
    waiting = made.versions.filter(took_effect_at=None, withdrawn_at=None).first()
    if waiting is None:
        return _("Saved.")
    return _("Announced. It takes effect by itself on its day.")


def _policy(request: MemberRequest, pk: int) -> Policy:
    seen = Policy.objects.visible_to(request.user).select_related("owner", "value", "desk")
    return get_object_or_404(seen, pk=pk)
