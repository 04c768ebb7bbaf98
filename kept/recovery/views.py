"""The ladder of what is put right, decisions and appeals, boundaries, breaks."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door, status_of
from kept.promises.letters import in_words
from kept.recovery import actions, queries, ways
from kept.recovery.access import may_judge, may_reconsider, may_review
from kept.recovery.actions import letters
from kept.recovery.forms import (
    BreakForm,
    DecideForm,
    EndForm,
    NoteForm,
    OpenForm,
    ReviewForm,
    VerdictForm,
    WarnForm,
)
from kept.recovery.models import Appeal, Boundary, Break, Decision, Recovery


@member_door()
def list_(request: HttpRequest) -> HttpResponse:
    """What is put right in the member's sight, the gravest first, and what was lately.

    `before` goes on with what was closed, and shows that alone.
    """
    request = cast("MemberRequest", request)
    now = clock.now()
    member = request.user
    before = id_in(request.GET.get("before", "")) or None
    closed, more = queries.closed_lately(member, before=before)
    context = {
        "is_first": before is None,
        "closed": closed,
        "more": more,
        "now": now,
        "current": "recoveries",
    }
    if before is None:
        found = queries.open_in_sight(member)
        context |= {
            "found": [(one, queries.risk(one, now=now)) for one in found],
            "appeals": queries.appeals_before(member),
            "reviews": queries.reviews_before(member),
        }
    return render(request, "recovery/list.html", context)


@member_door("GET", "POST")
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Something went wrong in this conversation."""
    request = cast("MemberRequest", request)
    there = _place(request, pk)
    found = Recovery.objects.open().filter(conversation=there).first()
    if found and request.method == "GET":
        return redirect("recovery:recovery", found.pk)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_recovery(
                there, **form.cleaned_data, by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("recovery:recovery", made.pk)
    context = {"conversation": there, "form": form, "current": "mine"}
    return render(request, "recovery/open.html", context, status=status_of(request))


@member_door("GET", "POST")
def recovery(request: HttpRequest, pk: int) -> HttpResponse:
    """The ladder. POST `do` is one of `ways.WAYS`; what was refused stays typed in its place."""
    request = cast("MemberRequest", request)
    found = _recovery(request, pk)
    now = clock.now()
    given: dict[str, forms.Form] = {}
    if request.method == "POST":
        way = ways.way_of(request.POST)
        if way is None:
            return HttpResponse(status=422)
        form = ways.form_of(way, found, request.POST)
        if form is None or form.is_valid():
            try:
                said = ways.go(way, found, form, request.POST, by=request.user, now=now)
            except Refusal as refusal:
                if form is None:
                    raise
                form.add_error(None, refusal.message)
                given[way] = form
            else:
                messages.success(request, said)
                if way == "letter":
                    there = reverse("desk:conversation", args=["all", found.conversation_id])
                    return redirect(f"{there}?write=reply#write")
                return _back(request, found)
        else:
            given[way] = form
    context = ways.page(found, given, member=request.user, now=now)
    status = 422 if given else 200
    return render(request, "recovery/recovery.html", context, status=status)


@member_door("GET", "POST")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision in plain words, or: we see it differently."""
    request = cast("MemberRequest", request)
    found = _recovery(request, pk)
    there = found.conversation
    policies = queries.policies_at(request.user, there)
    now = clock.now()
    if request.method == "POST":
        form = DecideForm(request.POST, policies=policies)
        if form.is_valid():
            given, by = dict(form.cleaned_data), request.user
            is_different = given.pop("kind") == "DIFFERENT"
            try:
                if is_different:
                    actions.see_it_differently(found, **given, by=by, now=now)
                else:
                    del given["immediate"], given["due_at"]
                    actions.decide(found, **given, by=by, now=now)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Sent, with the way to have it looked at again."))
                return redirect("recovery:recovery", pk)
    else:
        initial = {
            "kind": "DECIDED",
            "due_at": ways.in_days(found, 5, request.user, now=now),
            "submit_id": uuid4(),
        }
        form = DecideForm(initial=initial, policies=policies)
    context = {"recovery": found, "conversation": there, "form": form, "current": "recoveries"}
    return render(request, "recovery/decide.html", context, status=status_of(request))


@member_door("GET", "POST")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided; what comes of looking at it again."""
    request = cast("MemberRequest", request)
    seen = Decision.objects.visible_to(request.user).select_related(
        "recovery__conversation__customer", "recovery__conversation__desk", "member", "policy",
        "promise", "answered_by",
    )  # fmt: skip
    found = get_object_or_404(seen, pk=pk)
    may = found.state == "WAITING" and may_reconsider(request.user, found)
    form = VerdictForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, request.user
        given["submit_id"] = given["submit_id"] or uuid4()
        try:
            actions.reconsider(found, **given, by=by, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Told, and your promise to look again is kept."))
            return redirect("recovery:recovery", found.recovery_id)
    context = {
        "decision": found,
        "conversation": found.recovery.conversation,
        "form": form,
        "may_answer": may,
        "now": clock.now(),
        "current": "recoveries",
    }
    return render(request, "recovery/decision.html", context, status=status_of(request))


@member_door("GET", "POST")
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """An appeal, what it is against, and its answer."""
    request = cast("MemberRequest", request)
    seen = Appeal.objects.visible_to(request.user).select_related(
        "conversation__customer", "conversation__desk", "decision__member", "decision__recovery",
        "boundary__ended_by", "boundary__warning", "judge", "decider", "promise", "answered_by",
    )  # fmt: skip
    found = get_object_or_404(seen, pk=pk)
    form = VerdictForm(request.POST or None, initial={"submit_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, request.user
        given["submit_id"] = given["submit_id"] or uuid4()
        try:
            actions.answer_appeal(found, **given, by=by, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Answered, and the promise to answer is kept."))
            return redirect("recovery:appeal", pk)
    context = {
        "appeal": found,
        "conversation": found.conversation,
        "form": form,
        "may_answer": found.state == "WAITING" and may_judge(request.user, found),
        "now": clock.now(),
        "current": "recoveries",
    }
    return render(request, "recovery/appeal.html", context, status=status_of(request))


@member_door("GET", "POST")
def boundary(request: HttpRequest, pk: int) -> HttpResponse:
    """The ladder of a boundary in this conversation. POST `do` is note, warn, end, review, lift."""
    request = cast("MemberRequest", request)
    there = _place(request, pk)
    found = queries.boundary_of(there)
    holds = found if found and found.level != Boundary.Level.LIFTED else None
    given: dict[str, forms.Form] = {}
    now = clock.now()
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do != "note" and holds is None:
            return HttpResponse(status=422)
        answer = _bound(request, do, there, cast("Boundary", holds), given, now)
        if answer is not None:
            return answer
    context = {
        "conversation": there,
        "boundary": holds,
        "before": found if holds is None else None,
        "forms": _boundary_forms(request, there, holds, given),
        "may_review": bool(
            holds and holds.ended_at and not holds.reviewed_at and may_review(request.user, holds)
        ),
        "now": now,
        "current": "mine",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "recovery/boundary.html", context, status=status)


@member_door("POST")
def settle_break(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the break that was offered, for so many minutes; 0 is no, thank you."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Break.objects.visible_to(request.user), pk=pk)
    if request.POST.get("minutes") == "0":
        actions.decline_break(found, by=request.user)
        return redirect("homes:today")
    form = BreakForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    minutes = form.cleaned_data["minutes"]
    actions.take_break(found, minutes=minutes, by=request.user, now=clock.now())
    messages.success(request, _("Nothing new comes to you for %(n)s minutes.") % {"n": minutes})
    return redirect("homes:today")


def _bound(
    request: MemberRequest,
    do: str,
    there: Conversation,
    holds: Boundary,
    given: dict[str, forms.Form],
    now: datetime,
) -> HttpResponse | None:
    """Do what was asked; None where the form has to be shown again."""
    by = request.user
    if do == "lift":
        actions.lift(holds, by=by, now=now)
        messages.success(request, _("Lifted. It stays in the history."))
        return redirect("recovery:boundary", there.pk)
    kinds = {"note": NoteForm, "warn": WarnForm, "end": EndForm, "review": ReviewForm}
    if do not in kinds:
        return HttpResponse(status=422)
    form = kinds[do](request.POST, prefix=do)
    given[do] = form
    if not form.is_valid():
        return None
    values = dict(form.cleaned_data)
    try:
        match do:
            case "note":
                actions.note_boundary(there, **values, by=by, now=now)
                said = _("Noted. If it comes again, warn them.")
            case "warn":
                actions.warn(holds, **values, by=by, now=now)
                said = _("The warning is sent. Take a break if you want one.")
            case "end":
                actions.end_contact(holds, **values, by=by, now=now)
                said = _("Contact has ended. A manager looks at it, and you may take a break.")
            case _review:
                values.pop("submit_id")
                actions.review_boundary(holds, **values, by=by, now=now)
                said = _("Looked at, and your promise to do so is kept.")
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, said)
    return redirect("recovery:boundary", there.pk)


def _boundary_forms(
    request: MemberRequest,
    there: Conversation,
    holds: Boundary | None,
    given: dict[str, forms.Form],
) -> dict[str, forms.Form]:
    fresh = {"submit_id": uuid4()}
    if holds is None:
        return {"note": given.get("note") or NoteForm(prefix="note")}
    found: dict[str, forms.Form] = {"review": given.get("review") or ReviewForm(prefix="review")}
    if holds.level == Boundary.Level.NOTED:
        text = in_words(letters.warning(holds, writer=request.user))
        found["warn"] = given.get("warn") or WarnForm(prefix="warn", initial={"text": text} | fresh)
    if holds.level == Boundary.Level.WARNED:
        text = letters.ending(holds, writer=request.user)
        found["end"] = given.get("end") or EndForm(prefix="end", initial={"text": text} | fresh)
    return found


def _back(request: MemberRequest, found: Recovery) -> HttpResponse:
    """To the ladder; whoever sees only what is theirs may have handed it out of sight."""
    if not Recovery.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("homes:today")
    return redirect("recovery:recovery", found.pk)


def _recovery(request: MemberRequest, pk: int) -> Recovery:
    seen = Recovery.objects.visible_to(request.user).select_related(
        "conversation__desk__calendar", "conversation__customer", "customer", "owner", "opened_by",
        "promise", "fix", "follow", "gesture__promise",
    )  # fmt: skip
    return get_object_or_404(seen, pk=pk)


def _place(request: MemberRequest, pk: int) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related(
        "desk__calendar", "customer"
    )
    return get_object_or_404(seen.exclude(status=Conversation.Status.MERGED), pk=pk)
