"""The page one searches on."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.search.examples import examples
from kept.search.finding import Found, find


@member_door()
def page(request: HttpRequest) -> HttpResponse:
    """What was asked and what was found. A page that never was begins at the top again."""
    request = cast("MemberRequest", request)
    now = clock.now()
    asked = request.GET.get("q", "")
    after = request.GET.get("after", "")
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
