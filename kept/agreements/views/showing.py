"""Agreements as members read them. The customer's own page is in `for_customer`."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kept.agreements import queries
from kept.agreements.models import Agreement, Version
from kept.agreements.views.finding import HERE, find, sides_to_say, waits_for_them
from kept.kit import clock
from kept.kit.ids import id_in
from kept.people.doors import MemberRequest, member_door


@member_door()
def agreements(request: HttpRequest) -> HttpResponse:
    """All in sight, the newest first."""
    request = cast("MemberRequest", request)
    before = id_in(request.GET.get("before", "")) or None
    rows, next_page = queries.page_of(request.user, before=before)
    context = {"rows": rows, "next": next_page, "is_first": before is None}
    return render(request, "agreements/list.html", context | HERE)


@member_door()
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The terms that hold, else those in hand."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    version = found.version_at(clock.now()) or list(found.versions.all())[-1]
    return _show(request, found, version)


@member_door()
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The terms as one version says them: in hand, or from before."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    version = next((one for one in found.versions.all() if one.number == number), None)
    if version is None:
        raise Http404
    return _show(request, found, version)


def _show(request: MemberRequest, agreement: Agreement, version: Version) -> HttpResponse:
    now = clock.now()
    held = agreement.version_at(now)
    in_hand = agreement.open_version()
    is_ended = agreement.state == Agreement.State.ENDED
    may = request.user.is_manager and not is_ended  # whoever found it has it in sight
    context = {
        "agreement": agreement,
        "shown": queries.shown(agreement, version, holds=version == held, member=request.user),
        "held": held,
        "in_hand": None if is_ended else in_hand,
        "reviews": queries.reviews(agreement),
        "may_change": may,
        "is_editable": may and version.is_draft,
        "may_send": may and version.is_meeting and waits_for_them(agreement, version),
        "says": sides_to_say(request, agreement, version),
        "now": now,
    }
    return render(request, "agreements/agreement.html", context | HERE)
