"""The page one searches on."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.search.completing import complete
from kept.search.examples import examples
from kept.search.finding import Found, find
from kept.search.reading import plan_of
from kept.search.rules import LONGEST


@member_door()
def page(request: HttpRequest) -> HttpResponse:
    """What was asked and what was found. A page that never was begins at the top again."""
    request = cast("MemberRequest", request)
    now = clock.now()
    asked = request.GET.get("q", "")
    after = request.GET.get("after", "")
    if request.htmx and request.GET.get("part") == "told":
        plan = plan_of(asked, request.user, now=now)
        return render(request, "search/told.html", {"found": plan, "asked": asked})
    try:
        found = find(asked, request.user, after=after, now=now)
    except Refusal as refusal:
        found = Found([], [], [str(refusal)])
    context = {
        "asked": asked,
        "found": found,
        "examples": examples(),
        "now": now,
        "current": "search",
    }
    if request.htmx and "part" in request.GET:
        name = "rows" if request.GET["part"] == "rows" else "found"
        return render(request, f"search/page.html#{name}", context)
    return render(request, "search/page.html", context)


@member_door()
def offers(request: HttpRequest) -> HttpResponse:
    """What may stand at the caret, as options of a list; nothing where nothing is known."""
    request = cast("MemberRequest", request)
    text, at = request.GET.get("q", "")[: 2 * LONGEST], request.GET.get("at", "")
    caret = int(at) if at.isascii() and at.isdecimal() and len(at) < 5 else len(text)
    found = complete(text, min(caret, len(text)), request.user)
    piece, options = found or (None, [])
    return render(request, "search/offers.html", {"piece": piece, "options": options})
