"""A customer is refused, something is in the way, and what becomes of it."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter.models import Policy
from kept.conversations.models import Conversation
from kept.improvement import actions, queries
from kept.improvement.access import is_named, may_lead
from kept.improvement.forms import DenialForm, DiscussForm, FrictionForm, ReasonForm
from kept.improvement.models import Change, Denial, Friction, Process
from kept.improvement.rules import OPEN, takes_voices
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door, status_of


@member_door()
def board(request: HttpRequest) -> HttpResponse:
    """What is in the way, what most suffer from first; what is tried, and what was decided."""
    request = cast("MemberRequest", request)
    before = id_in(request.GET.get("before", "")) or None
    newest, more = queries.changes(request.user, before=before)
    context = {
        "frictions": [] if before else queries.frictions(request.user),
        "changes": newest,
        "more": more,
        "is_first": before is None,
        "mine": set(
            Friction.objects.visible_to(request.user)
            .filter(voices__member=request.user)
            .undecided()
            .values_list("pk", flat=True)
        ),
        "current": "improvement",
    }
    return render(request, "improvement/board.html", context)


@member_door("GET", "POST")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """ "We had to say no": by which policy, what instead, and what happened then."""
    request = cast("MemberRequest", request)
    found = place(request, pk)
    policies = queries.policies_here(request.user, found.desk_id)
    form = DenialForm(
        request.POST or None,
        policies=policies,
        initial={"submit_id": uuid4(), "policy": id_in(request.GET.get("policy", ""))},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.refuse_customer(found, **given, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Noted. Should the rule change, they can be told."))
            return redirect("improvement:refuse", pk)
    context = {
        "conversation": found,
        "form": form,
        "policies": policies,
        "noted": queries.denials_here(found.pk),
        "submit_id": uuid4(),
        "current": "mine",
    }
    return render(request, "improvement/refuse.html", context, status=status_of(request))


@member_door("GET", "POST")
def in_conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Friction from a conversation; from a refusal in it by one tap."""
    request = cast("MemberRequest", request)
    found = place(request, pk)
    if denial_pk := id_in(request.POST.get("denial", "")):
        seen = Denial.objects.visible_to(request.user).select_related("policy")
        denial = get_object_or_404(seen, pk=denial_pk, conversation=found)
        terms = actions.FrictionTerms(
            words=_("We had to say no by “%(policy)s”.") % {"policy": denial.policy.name},
        )
        made = actions.raise_friction(
            terms, denial=denial, submit_id=uuid4(), by=request.user, now=clock.now()
        )
        messages.success(request, _("Raised. It comes before the next huddle."))
        return redirect("improvement:friction", made.pk)
    return _raise(request, conversation=found)


@member_door("GET", "POST")
def raise_it(request: HttpRequest) -> HttpResponse:
    """A friction or an idea, from a policy, a process, a change that did not hold, or nowhere."""
    return _raise(cast("MemberRequest", request))


def _raise(request: MemberRequest, conversation: Conversation | None = None) -> HttpResponse:
    member = request.user
    initial: dict[str, Any] = {"submit_id": uuid4(), "kind": Friction.Kind.FRICTION}
    for name, seen in (
        ("policy", Policy.objects.visible_to(member)),
        ("process", Process.objects.visible_to(member)),
        ("again", Change.objects.visible_to(member)),
    ):
        thing = seen.filter(pk=id_in(request.GET.get(name, ""))).first()
        if thing is not None:
            initial |= {name: thing.pk, "desk": thing.desk_id}
    if request.GET.get("kind") == "IDEA":
        initial["kind"] = Friction.Kind.IDEA
    form = FrictionForm(
        request.POST or None, member=member, has_desk=conversation is None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.raise_friction(
                form.terms(),
                conversation=conversation,
                submit_id=form.cleaned_data["submit_id"],
                by=member,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Raised. It comes before the next huddle."))
            return redirect("improvement:friction", made.pk)
    context = {
        "form": form,
        "conversation": conversation,
        "current": "mine" if conversation else "improvement",
    }
    return render(request, "improvement/raise.html", context, status=status_of(request))


@member_door("GET", "POST")
def friction(request: HttpRequest, pk: int) -> HttpResponse:
    """One friction: whose it is, how far it has come, and what of the five steps is missing."""
    request = cast("MemberRequest", request)
    found = queries.friction_of(request.user, pk)
    if found is None:
        raise Http404
    discuss = DiscussForm(initial={"cause": found.cause, "impact": found.impact})
    decline, words = ReasonForm(prefix="no"), ""
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "discuss":
            discuss = DiscussForm(request.POST)
            form: Any = discuss
        elif do == "decline":
            decline = ReasonForm(request.POST, prefix="no")
            form = decline
        else:
            form = None
        if form is None or form.is_valid():
            try:
                said = _settle(found, do, form, request)
            except Refusal as refusal:
                if form is not None:
                    form.add_error(None, refusal.message)
                elif words := request.POST.get("words", ""):
                    messages.error(request, refusal.message)
                else:
                    raise
            else:
                messages.success(request, said)
                return redirect("improvement:friction", pk)
    voices = queries.voices_of(found)
    mine = next((one for one in voices if one.member_id == request.user.pk), None)
    context = {
        "friction": found,
        "voices": [one for one in voices if not one.is_quiet or one == mine],
        "count": len(voices),
        "words": words,
        "is_named": is_named(voices, request.user),
        "mine": mine,
        "takes_voices": takes_voices(found.stage),
        "is_open": found.state in OPEN,
        "known": queries.known_of(found, voices),
        "sees_conversation": queries.sees_conversation(request.user, found.conversation_id),
        "may_lead": may_lead(request.user, found),
        "is_raiser": found.raised_by_id == request.user.pk,
        "discuss": discuss,
        "decline": decline,
        "current": "improvement",
    }
    return render(request, "improvement/friction.html", context, status=status_of(request))


def _settle(found: Friction, do: str, form: Any, request: MemberRequest) -> str:
    by, now = request.user, clock.now()
    match do:
        case "me_too":
            actions.me_too(found, words=request.POST.get("words", "")[:300], by=by, now=now)
            return _("Counted: it is so for you too.")
        case "quiet":
            actions.be_quiet(found, is_quiet=True, by=by)
            return _("You are not named with it.")
        case "named":
            actions.be_quiet(found, is_quiet=False, by=by)
            return _("You are named with it.")
        case "list":
            actions.list_for_huddle(found, by=by, now=now)
            return _("It is on the list for the next huddle.")
        case "connect":
            actions.connect(found, by=by, now=now)
            if not is_named(queries.voices_of(found), by):
                return _("Noted.")
            return _("Noted: you have spoken with %(name)s.") % {"name": found.raised_by.name}
        case "discuss":
            actions.discuss(found, **form.cleaned_data, by=by, now=now)
            return _("Cause and impact are written down.")
        case "decline":
            actions.decline(found, reason=form.cleaned_data["words"], by=by, now=now)
            return _("It stays as it is, and whoever raised it reads why.")
    raise Http404


def place(request: MemberRequest, pk: int) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related("desk", "customer")
    return get_object_or_404(seen.exclude(status=Conversation.Status.MERGED), pk=pk)
