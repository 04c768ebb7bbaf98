"""Focus at the desk: one conversation after the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kept.focus.queries import Standing
from kept.people.doors import MemberRequest


def go_on(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    """To what comes first now; where nothing does, to the page that says so."""
    standing: Standing = context["standing"]
    if standing.end is None:
        return redirect("focus:focus")
    if context["pane"].first:
        return redirect(context["pane"].first.url)
    return render(request, "desk/focus_done.html", {**context, "current": "focus"})
