"""A member's own choices."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member


@member_door("POST")
def theme(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    chosen = request.POST.get("theme", "")
    if chosen in Member.Theme.values:
        request.user.theme = chosen
        request.user.save(update_fields=["theme"])
    return redirect(request.headers.get("Referer", "/"))
