"""Themes: what rises and all else, a theme on its page, and more like a conversation."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door, member_door
from kept.themes import actions, queries
from kept.themes.access import desks_of, may_keep
from kept.themes.changes import changes_near
from kept.themes.drawing import drawn
from kept.themes.learnt import learnt
from kept.themes.models import LONGEST_NAME, Theme


@member_door()
def themes(request: HttpRequest) -> HttpResponse:
    """What rises first, then what most write about."""
    request = cast("MemberRequest", request)
    told = queries.overview(request.user, now=clock.now())
    context = {
        "rising": [one for one in told if one.rise],
        "others": [one for one in told if not one.rise and not one.is_dismissed],
        "dismissed": [one for one in told if one.is_dismissed and not one.rise],
        "has_desks": bool(told) or bool(desks_of(request.user)),
        "learnt": learnt(),
        "may_keep": may_keep(request.user),
        "current": "themes",
    }
    return render(request, "themes/themes.html", context)


@member_door()
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """When, how much, since when; examples; what changed near that day."""
    request = cast("MemberRequest", request)
    found, now = _theme(request, pk), clock.now()
    if found.merged_into_id:
        return redirect("themes:theme", pk=found.merged_into_id)
    shown = queries.shown(request.user, found, is_kept=may_keep(request.user), now=now)
    since = shown.told.rise.began_on if shown.told.rise else None
    context = {
        "shown": shown,
        "told": shown.told,
        "drawn": drawn(shown.steps),
        "changes": changes_near(since, request.user) if since else [],
        "may_keep": may_keep(request.user),
        "longest": LONGEST_NAME,
        "current": "themes",
    }
    return render(request, "themes/theme.html", context)


@manager_door("POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` is name, merge, part, dismiss or bring_back."""
    request = cast("MemberRequest", request)
    found, by, now = _theme(request, pk), request.user, clock.now()
    match request.POST.get("do"):
        case "name":
            actions.name(found, request.POST.get("name", "")[:400], by=by, now=now)
            messages.success(request, _("Named. It keeps this name, whatever is learnt."))
        case "merge":
            into = request.POST.get("into", "")
            chosen = Theme.objects.visible_to(by).filter(pk=int(into) if _is_id(into) else 0)
            found = actions.merge(found, chosen.first() or found, by=by, now=now)
            messages.success(request, _("Merged. Both count as one from now on."))
        case "part":
            actions.part(found, by=by, now=now)
            messages.success(request, _("It stands for itself again."))
        case "dismiss":
            actions.dismiss(found, by=by, now=now)
            messages.success(request, _("Dismissed. It stays quiet until it is much more."))
        case "bring_back":
            actions.bring_back(found, by=by, now=now)
            messages.success(request, _("It is told of again."))
        case _other:
            return HttpResponse(status=422)
    return redirect("themes:theme", pk=found.pk)


@manager_door("POST")
def switch(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    is_on = request.POST.get("to") == "on"
    actions.switch(is_on=is_on, by=request.user, now=clock.now())
    said = _("Who leads is told of what rises.") if is_on else _("Nobody is told of what rises.")
    messages.success(request, said)
    return redirect("themes:themes")


@member_door()
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """More like this conversation, as far as the member may see."""
    request = cast("MemberRequest", request)
    there = get_object_or_404(
        Conversation.objects.visible_to(request.user).select_related("customer"), pk=pk
    )
    found = queries.like(request.user, there)
    parts = [found, *found.parts.all()] if found else []
    near = queries.examples(request.user, parts, size=24) if parts else []
    context = {
        "conversation": there,
        "theme": found,
        "name": queries.names_of(request.user, [found])[found.pk] if found else "",
        "examples": [one for one in near if one.conversation.pk != there.pk],
        "current": "themes",
    }
    return render(request, "themes/like.html", context)


def _theme(request: MemberRequest, pk: int) -> Theme:
    return get_object_or_404(Theme.objects.visible_to(request.user), pk=pk)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
