"""How the work of each desk is shared, for whoever leads it; and moving some of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kept.conversations.models import Conversation, Desk
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door
from kept.people.models import Member
from kept.promises.models import Promise
from kept.routing.queries import MOST_PEOPLE, Balance, Share, balance, present, shared

MOST_MOVED = 50


@dataclass(frozen=True, slots=True)
class Carried:
    """A share, and how many promises of theirs fall due within a day or are late."""

    share: Share
    due: int


@dataclass(frozen=True, slots=True)
class DeskLoad:
    balance: Balance
    people: list[Carried]


def desk_load(desk: Desk, *, now: datetime) -> DeskLoad:
    told = balance(desk, now=now)
    members = [share.member for share in told.shares]
    near = Promise.objects.open().filter(
        desk=desk, keeper__in=members, due_at__lt=now + timedelta(days=1), paused_at=None
    )
    counted = near.exclude(kind=Promise.Kind.REMINDER).order_by()
    due = dict(counted.values_list("keeper").annotate(Count("pk")))
    return DeskLoad(told, [Carried(one, due.get(one.member.pk, 0)) for one in told.shares])


def _desks_led_by(member: Member) -> QuerySet[Desk]:
    """Whoever sees only what is assigned to them sees no desk's figures."""
    if member.sees_only_assigned and not member.is_owner:
        return Desk.objects.none()
    return Desk.objects.visible_to(member)


@manager_door()
def workload(request: HttpRequest) -> HttpResponse:
    """One desk with everybody who serves it, by name: the first, or the one that `desk` names."""
    request = cast("MemberRequest", request)
    desks = shared(_desks_led_by(request.user))
    named = request.GET.get("desk", "")
    chosen = next((desk for desk in desks if desk.slug == named), desks[0] if desks else None)
    now = clock.now()
    context = {
        "desks": desks,
        "chosen": chosen,
        "load": desk_load(chosen, now=now) if chosen else None,
        "now": now,
        "current": "workload",
    }
    is_pane = request.htmx and "pane" in request.GET
    page = "homes/workload.html#page" if is_pane else "homes/workload.html"
    return render(request, page, context)


@manager_door()
def move(request: HttpRequest, desk: int, member: int) -> HttpResponse:
    """What somebody has open at a desk, to be moved to another: the longest untouched first."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(_desks_led_by(request.user), pk=desk)
    serving = Member.objects.active().filter(teams__desks=found).distinct().order_by("name", "pk")
    holder = get_object_or_404(serving, pk=member)
    held = Conversation.objects.visible_to(request.user).filter(
        desk=found, assignee=holder, status=Conversation.Status.OPEN
    )
    others = [one for one in serving[:MOST_PEOPLE] if one != holder]
    now = clock.now()
    here = present(found, others, now=now)
    context = {
        "desk": found,
        "holder": holder,
        "rows": held.select_related("customer").order_by("last_at", "pk")[:MOST_MOVED],
        "others": [(one, one.pk in here) for one in others],
        "now": now,
        "current": "workload",
    }
    return render(request, "homes/move.html", context)
