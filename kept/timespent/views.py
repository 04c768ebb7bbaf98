"""One's own time, month by month; which desks write it down, and the sums of a desk."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.kit import clock
from kept.kit.sheets import Value, sheet
from kept.people.doors import MemberRequest, manager_door, member_door
from kept.timespent import actions, queries
from kept.timespent.queries import today_of
from kept.timespent.rules import month_before, month_in, next_month


@member_door()
def own(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    first = _month(request)
    context = {
        "entries": queries.own_in(request.user, first),
        "minutes": queries.own_sum(request.user, first),
        **_months(first, today_of(request.user, now=clock.now())),
        "current": "settings",
    }
    return render(request, "timespent/own.html", context)


@member_door()
def own_sheet(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    first = _month(request)
    rows: list[list[Value]] = [["day", "conversation", "subject", "customer", "minutes", "words"]]
    for one in queries.own_in(request.user, first):
        of = one.conversation
        rows.append(
            [
                one.day.isoformat(),
                of.reference,
                of.subject,
                of.customer.name,
                one.minutes,
                one.words,
            ]
        )
    return _csv(rows, f"time-{first:%Y-%m}")


@manager_door()
def desks(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    context = {"rows": queries.desks_of(request.user), "current": "settings"}
    return render(request, "timespent/desks.html", context)


@manager_door("POST")
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    desk, is_on = _desk(request, pk), request.POST.get("to") == "on"
    actions.switch(desk, is_on=is_on, by=request.user, now=clock.now())
    said = _("%(name)s writes time down now.") if is_on else _("%(name)s writes no time down now.")
    messages.success(request, said % {"name": desk.name})
    return redirect("timespent:desks")


@manager_door()
def of_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The sums of a month, by what is asked for."""
    request = cast("MemberRequest", request)
    desk, first, by = _desk(request, pk), _month(request), _by(request)
    found = queries.sums(request.user, desk, first, by=by)
    names = {
        "conversation": _("Conversation"),
        "customer": _("Customer"),
        "organisation": _("Organisation"),
    }
    context = {
        "desk": desk,
        "rows": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "minutes": sum(row.minutes for row in found),
        "by": by,
        "by_name": names[by],
        "kinds": list(names.items()),
        **_months(first, today_of(request.user, now=clock.now())),
        "current": "settings",
    }
    return render(request, "timespent/desk.html", context)


@manager_door()
def desk_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    desk, first, by = _desk(request, pk), _month(request), _by(request)
    found = queries.sums(request.user, desk, first, by=by)
    rows: list[list[Value]]
    match by:
        case "customer":
            rows = [["customer", "organisation", "minutes"]]
            rows += [[one.name, one.organisation, one.minutes] for one in found]
        case "organisation":
            rows = [["organisation", "minutes"]]
            rows += [[one.name, one.minutes] for one in found]
        case _:
            rows = [["conversation", "subject", "customer", "organisation", "minutes"]]
            rows += [
                [f"K-{one.pk}", one.name, one.customer, one.organisation, one.minutes]
                for one in found
            ]
    return _csv(rows, f"time-{desk.slug}-{first:%Y-%m}-{by}")


SHOWN = 200


def _desk(request: MemberRequest, pk: int) -> Desk:
    return get_object_or_404(Desk.objects.visible_to(request.user), pk=pk)


def _month(request: MemberRequest) -> date:
    """The month that is asked for; this one where none is, or none that there is."""
    return month_in(request.GET.get("month", "")) or today_of(
        request.user, now=clock.now()
    ).replace(day=1)


def _by(request: MemberRequest) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in queries.BY else queries.BY[0]


def _months(first: date, today: date) -> dict[str, Any]:
    later = next_month(first)
    return {
        "month": first,
        "before": month_before(first),
        "behind": later if later <= today else None,
    }


def _csv(rows: list[list[Value]], name: str) -> HttpResponse:
    answer = HttpResponse(sheet(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
