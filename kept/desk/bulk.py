"""Views of acts on many conversations: chosen, done, looked at while under way, undone."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.actions.bulk import BATCH, MOST, NoSuchAct, NothingSelected
from kept.conversations.models import AT_WORK, Bulk, Conversation, Tag
from kept.conversations.queries.bulk import outcome
from kept.conversations.queries.tags import offered_tags
from kept.conversations.rules import tag_key
from kept.desk.pages import list_context, place_of
from kept.kit import clock
from kept.kit.ids import id_in
from kept.macros.queries import changing
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member, Team

MENUS = {"assign", "status", "tag", "priority", "macro"}


@member_door("GET", "POST")
def bulk(request: HttpRequest) -> HttpResponse:
    """GET `?act=` offers what may be chosen for the selected; POST `do` does it.

    `do` is an act, a colon, and what to make of them: `status:CLOSED`, `assign:7`, `tag:` by name.
    """
    request = cast("MemberRequest", request)
    if request.method == "GET":
        return _choices(request)
    act, _colon, value = request.POST.get("do", "").partition(":")
    ids = [pk for text in request.POST.getlist("ids")[: MOST + 1] if (pk := id_in(text))]
    begun = conversations.begin_bulk(
        ids, act=act.upper(), value=_value(request, act, value), by=request.user, now=clock.now()
    )
    conversations.carry_on(begun, size=BATCH, now=clock.now())
    return _after(request, begun)


@member_door()
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come, and what became of them."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Bulk.objects.visible_to(request.user), pk=pk)
    context = {"outcome": outcome(found), "place": place_of(request).key}
    page = "desk/bulk.html#result" if request.htmx else "desk/bulk.html"
    return render(request, page, context)


@member_door("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = get_object_or_404(Bulk.objects.visible_to(request.user), pk=pk)
    undone = conversations.undo_bulk(found, by=request.user, now=clock.now())
    conversations.carry_on(undone, size=BATCH, now=clock.now())
    return _after(request, undone)


def _after(request: MemberRequest, found: Bulk) -> HttpResponse:
    """The list as it is now, and beside it what became of the selected."""
    place = place_of(request)
    if not request.htmx:
        address = reverse("desk:progress", args=[found.pk])
        return redirect(f"{address}?{urlencode({'place': place.key})}")
    context = list_context(request, place.key)
    context["open_key"] = request.POST.get("at", "")
    return render(
        request, "desk/list_and_result.html", {**context, "outcome": outcome(found), "place": place}
    )


def _value(request: MemberRequest, act: str, value: str) -> str:
    """What the act makes of them: names become ids. Raises `NoSuchAct`."""
    if act == "assign" and value == "me":
        return str(request.user.pk)
    if act in {"tag", "untag"} and not value:
        named = Tag.objects.visible_to(request.user).filter(
            key=tag_key(request.POST.get("names", ""))
        )
        found = named.first()
        if found is None:
            raise NoSuchAct(_("There is no such tag. Choose one of those offered."))
        return str(found.merged_into_id or found.pk)
    return value


def _choices(request: MemberRequest) -> HttpResponse:
    """Who, which status, which tag: for those that are selected."""
    act = request.GET.get("act", "")
    ids = [pk for text in request.GET.getlist("ids")[:MOST] if (pk := id_in(text))]
    seen = Conversation.objects.visible_to(request.user).filter(pk__in=ids)
    chosen = list(seen.values_list("pk", "desk"))
    if not chosen:
        raise NothingSelected
    if act not in MENUS:
        raise NoSuchAct
    context: dict[str, Any] = {
        "act": act,
        "ids": [pk for pk, _desk in chosen],
        "place": request.GET.get("place", "all"),
    }
    if act == "assign":
        desks = {desk for _pk, desk in chosen}
        team = Member.objects.active().filter(teams__desks__in=desks).exclude(pk=request.user.pk)
        context["team"] = team.distinct().order_by("name")
        context["teams"] = Team.objects.filter(desks__in=desks).distinct().order_by("name")
    elif act == "macro":
        context["macros"] = changing(request.user, {desk for _pk, desk in chosen})
    elif act == "status":
        context["statuses"] = AT_WORK
    elif act == "tag":
        context["offered"] = offered_tags()
        on = Tag.objects.filter(taggings__conversation__in=[pk for pk, _desk in chosen])
        context["on"] = _shown(on.select_related("merged_into").distinct())
    else:
        context["priorities"] = Conversation.Priority.choices[::-1]
    return render(
        request, "desk/bulk_menu.html#menu" if request.htmx else "desk/bulk_menu.html", context
    )


def _shown(tags: Any) -> list[Tag]:
    """What they show as, each once."""
    return sorted({tag.merged_into or tag for tag in tags}, key=lambda tag: tag.key)
