"""One conversation at a time: the first in line, why it is, and what is parked meanwhile."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kept.desk.context import navigation_of, standing_of
from kept.desk.line import KEY, Line, read_line
from kept.kit import clock
from kept.people.doors import MemberRequest


def line_of(request: MemberRequest, *, open_key: int = 0) -> Line:
    """Who is in line before the member, as it came along with the column of views."""
    return read_line(
        navigation_of(request).along,
        parked=standing_of(request).parked,
        open_key=open_key,
        member=request.user,
        now=clock.now(),
    )


def go_on(request: MemberRequest) -> HttpResponse:
    """To the first in line. Whoever is not in focus is led to its begin, or to what came of it."""
    standing = standing_of(request)
    if standing.end is None:
        return redirect("homes:after_focus" if standing.was else "focus:focus")
    line = line_of(request)
    if line.next is not None:
        return redirect("desk:conversation", KEY, line.next.pk)
    context = {"line": line, "current": KEY, "now": clock.now()}
    return render(request, "desk/focus_done.html", context)
