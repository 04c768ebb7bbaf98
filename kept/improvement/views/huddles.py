"""A huddle: planned, its agenda, run on one screen or each on their own, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.improvement import actions, queries
from kept.improvement.access import in_huddle, is_in, is_named, may_lead_huddle, teams_to_gather
from kept.improvement.agenda import ALONG
from kept.improvement.forms import ChooseForm, DiscussForm, HuddleForm
from kept.improvement.models import Friction, Huddle, HuddleItem, HuddleVoice
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of
from kept.promises.fields import typed


@member_door()
def huddles(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {
        "huddles": queries.huddles(request.user),
        "asked": queries.asked_to_take_on(request.user),
        "may_plan": teams_to_gather(request.user).exists(),
        "current": "huddles",
    }
    return render(request, "improvement/huddles.html", context)


@manager_door("GET", "POST")
def plan(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    now = clock.now()
    tomorrow = now.astimezone(ZoneInfo(request.user.zone)) + timedelta(days=1)
    begins = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
    initial: dict[str, object] = {"at": typed(begins, request.user.zone)}
    seen = Huddle.objects.visible_to(request.user)
    row = seen.filter(pk=id_in(request.GET.get("huddle", ""))).first()
    if row is not None:
        initial = {name: getattr(row, name) for name in ("minutes", "format", "every_days")}
        initial |= {"team": row.team_id, "at": typed(row.at, request.user.zone)}
    form = HuddleForm(request.POST or None, member=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_huddle(form.plan(), by=request.user, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Planned. Its agenda fills itself until then."))
            return redirect("improvement:huddle", made.pk)
    context = {"form": form, "current": "huddles"}
    return render(request, "improvement/plan.html", context, status=status_of(request))


@member_door("GET", "POST")
def huddle(request: HttpRequest, pk: int) -> HttpResponse:
    """The round, its agenda and its issues. `do` says what is done of the huddle itself."""
    request = cast("MemberRequest", request)
    found = _huddle(request, pk)
    now = clock.now()
    if request.method == "POST":
        messages.success(request, _do(found, request))
        return redirect("improvement:huddle", pk)
    request.kept_along = ALONG  # type: ignore[attr-defined]
    voices = list(
        HuddleVoice.objects.filter(huddle=found).select_related("member").order_by("member__name")
    )
    items = queries.items_of(found, request.user)
    joins = is_in(request.user, found)
    open_items = [
        item for item in items if not item.chosen and item.friction.stage != "NOT_ADOPTED"
    ]
    minutes = found.minutes / max(len(open_items), 1)
    context = {
        "huddle": found,
        "items": items,
        "voices": voices,
        "mine": next((one for one in voices if one.member_id == request.user.pk), None),
        "useful": sum(one.is_useful is True for one in voices),
        "said": sum(one.is_useful is not None for one in voices),
        "may_lead": joins and (request.user.is_manager or found.led_by_id == request.user.pk),
        "is_in": joins,
        "left": max(0, round((found.ends_at - now).total_seconds() / 60)),
        "each": max(1, round(minutes)),
        "asked": [item for item in items if item.owner_id == request.user.pk and not item.promise],
        "now": now,
        "current": "huddles",
    }
    page = "improvement/huddle.html"
    if request.htmx and "pane" in request.GET:
        page = "improvement/huddle.html#timer"
    return render(request, page, context)


def _do(found: Huddle, request: MemberRequest) -> str:
    by, now = request.user, clock.now()
    told = request.POST
    match told.get("do", ""):
        case "open":
            actions.open_huddle(found, by=by, now=now)
            return _("It has begun. Take one issue after the other.")
        case "close":
            actions.close_huddle(found, by=by, now=now)
            return _("It is over. What came of it has been sent to all.")
        case "speak":
            actions.speak(
                found, pride=told.get("pride", "")[:500], taught=told.get("taught", "")[:500], by=by
            )
            return _("Noted.")
        case "out":
            actions.speak(found, sits_out=True, by=by)
            return _("Noted: you take part your own way. Nobody asks why.")
        case "in":
            actions.speak(found, sits_out=False, by=by)
            return _("Noted.")
        case "useful" | "useless" as said:
            actions.speak(found, is_useful=said == "useful", by=by)
            return _("Thank you. Only the count is shown.")
    raise Http404


@member_door("GET", "POST")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: cause, impact, ideas, what we choose, who, by when."""
    request = cast("MemberRequest", request)
    found = _item(request, pk)
    now = clock.now()
    typed_in = _as_begun(request, found, now=now)
    if request.method == "POST":
        do = request.POST.get("do", "")
        try:
            if answer := _do_to(found, do, request, typed_in, now=now):
                return answer
        except Refusal as refusal:
            if do in {"discuss", "choose"}:
                typed_in[do].add_error(None, refusal.message)
            elif do in {"yes", "no"}:
                typed_in["no_fault"] = str(refusal.message)
            else:
                typed_in["idea_fault"] = str(refusal.message)
    voices = list(found.friction.voices.all())
    context = typed_in | {
        "item": found,
        "friction": found.friction,
        "huddle": found.huddle,
        "ideas": found.ideas.select_related("member"),
        "voices": len(voices),
        "is_named": is_named(voices, request.user),
        "people": in_huddle(found.huddle),
        "is_open": found.huddle.state == Huddle.State.OPEN,
        "may_lead": may_lead_huddle(request.user, found.huddle),
        "may_choose": not found.promise_id and not (found.change_id and found.chosen),
        "is_mine": found.owner_id == request.user.pk and not found.promise_id,
        "current": "huddles",
    }
    return render(request, "improvement/item.html", context, status=status_of(request))


def _as_begun(request: MemberRequest, found: HuddleItem, *, now: datetime) -> dict[str, Any]:
    """Its forms by what they do, as they stand before anybody has typed."""
    friction = found.friction
    return {
        "discuss": DiscussForm(initial={"cause": friction.cause, "impact": friction.impact}),
        "choose": ChooseForm(
            huddle=found.huddle,
            initial={
                "words": request.GET.get("idea", "")[:300],
                "due_at": typed(now + timedelta(days=7), request.user.zone),
                "as_change": friction.policy_id is not None,
            },
        ),
        "idea": "",
        "idea_fault": "",
        "no": "",
        "no_fault": "",
    }


def _do_to(
    found: HuddleItem, do: str, request: MemberRequest, typed_in: dict[str, Any], *, now: datetime
) -> HttpResponse | None:
    """Do it; what was typed stands in `typed_in` then. None where a form is at fault."""
    told, by = request.POST, request.user
    here = redirect("improvement:item", found.pk)
    match do:
        case "idea":
            typed_in["idea"] = told.get("words", "")[:300]
            actions.add_idea(found, words=typed_in["idea"], by=by, now=now)
            return here
        case "yes":
            actions.take_on(found, by=by, now=now)
            messages.success(request, _("It is your word now."))
            return here
        case "no":
            typed_in["no"] = told.get("words", "")[:300]
            actions.say_no(found, words=typed_in["no"], by=by, now=now)
            messages.success(request, _("It is on the list of the huddle again."))
            return redirect("improvement:huddle", found.huddle_id)
        case "discuss":
            discuss = typed_in["discuss"] = DiscussForm(told)
            if not discuss.is_valid():
                return None
            actions.discuss(found.friction, **discuss.cleaned_data, by=by, now=now)
            return here
        case "choose":
            choose = typed_in["choose"] = ChooseForm(told, huddle=found.huddle)
            if not choose.is_valid():
                return None
            actions.choose(found, **choose.cleaned_data, by=by, now=now)
            messages.success(request, _("Chosen."))
            return redirect("improvement:huddle", found.huddle_id)
    raise Http404


def _item(request: MemberRequest, pk: int) -> HuddleItem:
    seen = HuddleItem.objects.filter(
        huddle__in=Huddle.objects.visible_to(request.user),
        friction__in=Friction.objects.visible_to(request.user),
    )
    rows = seen.select_related(
        *("huddle__team", "friction__policy", "friction__process", "friction__raised_by"),
        *("friction__change", "owner", "promise", "change", "declined_by"),
    )
    return get_object_or_404(rows, pk=pk)


def _huddle(request: MemberRequest, pk: int) -> Huddle:
    seen = Huddle.objects.visible_to(request.user).select_related("team", "led_by")
    return get_object_or_404(seen, pk=pk)
