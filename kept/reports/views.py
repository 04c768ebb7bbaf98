"""Reports: all topics at a glance, each of them on a page, and as a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kept.kit import clock
from kept.kit.sheets import Value, sheet
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member
from kept.reports import showing, wording
from kept.reports.looking import Asked, Read, asked, hour_row, read
from kept.reports.models import Facet
from kept.reports.rules.lengths import Lengths
from kept.reports.topics import BACKLOG, HOURS, TOPICS, Row, Topic, plain


@member_door()
def overview(request: HttpRequest) -> HttpResponse:
    """Every topic with its first figures, and with what to do first."""
    request = cast("MemberRequest", request)
    of = asked(request.user, request.GET.dict(), today=_today(request.user))
    needs = frozenset({"took", "hours", "still_open"})
    found = read(of, needs, has_parts=False)
    topics = [
        {
            "topic": topic,
            "cards": showing.cards_of(topic, found, is_clock=False)[:2],
            "advice": showing.advice_of(topic, of, found)[:1],
        }
        for topic in TOPICS.values()
    ]
    return render(request, "reports/overview.html", _context(of, found) | {"topics": topics})


@member_door()
def report(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic: what to do, figures, a drawing, the table beneath, and its parts."""
    request = cast("MemberRequest", request)
    shown = _topic(topic)
    of, found = _read(request, shown)
    is_clock = of.form.is_clock
    context = _context(of, found) | {
        "topic": shown,
        "advice": showing.advice_of(shown, of, found),
        "cards": showing.cards_of(shown, found, is_clock=is_clock),
        "drawn": showing.drawn(shown, found, is_clock=is_clock),
        "columns": [column.label for column in shown.columns],
        "lines": showing.lines_of(shown, found, is_clock=is_clock),
        "total": showing.total_of(shown, found, is_clock=is_clock),
        "parts": showing.parts_of(shown, of, found),
        "part_columns": [column.label for column in showing.part_columns(shown)],
        "ages": showing.ages_of(found) if shown is BACKLOG else None,
        "median_age": showing.median_age(found) if shown is BACKLOG else None,
    }
    return render(request, "reports/report.html", context)


@member_door()
def report_csv(request: HttpRequest, topic: str) -> HttpResponse:
    """The tables as plain numbers: lengths in minutes, shares in percent."""
    request = cast("MemberRequest", request)
    shown = _topic(topic)
    of, found = _read(request, shown)
    name = f"{shown.key}-{found.seen.period.first}-{found.seen.period.last}.csv"
    answer = HttpResponse(sheet(_sheet(shown, of, found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _topic(key: str) -> Topic:
    if key not in TOPICS:
        raise Http404
    return TOPICS[key]


def _read(request: MemberRequest, topic: Topic) -> tuple[Asked, Read]:
    fields = [] if topic is HOURS else ["by"]
    if "took" in topic.needs:
        fields.append("time")
    of = asked(request.user, request.GET.dict(), today=_today(request.user), fields=fields)
    return of, read(of, topic.needs, has_parts=topic is not HOURS, measures=topic.measures)


def _today(member: Member) -> date:
    return clock.now().astimezone(ZoneInfo(member.zone)).date()


def _context(of: Asked, found: Read) -> dict[str, Any]:
    period = found.seen.period
    return {
        "form": of.form,
        "query": of.form.query(),
        "without": of.form.query(of=""),
        "desks": of.chosen,
        "alone": of.desks.alone,
        "under": of.under,
        "period": wording.period(period),
        "before": wording.period(period.before),
        "is_by_day": period.is_by_day,
        "is_empty": not any(found.seen.now.numbers.values())
        and not any(found.seen.before.numbers.values())
        and not found.seen.still_open,
        "told_by": of.facet.label if of.facet != Facet.ALL else "",
        "all_topics": TOPICS.values(),
        "current": "reports",
    }


def _sheet(topic: Topic, of: Asked, found: Read) -> Iterator[list[Value]]:
    names = [column.name for column in topic.columns]
    if topic is HOURS:
        yield ["weekday", "hour", "received", "answered", "wait_median", "wait_most"]
        for (weekday, hour), one in sorted(found.seen.hours.items()):
            row = hour_row(one)
            yield [weekday + 1, hour, one.received, one.waited.of, *_cells(topic, row)[1:]]
        return
    yield ["first", "last", "part", *names]
    for step, row in found.steps:
        yield [step.first.isoformat(), step.last.isoformat(), "", *_cells(topic, row)]
    period = found.seen.period
    for part in found.seen.parts:
        row = Row(part.now, part.took)
        span = [period.first.isoformat(), period.last.isoformat()]
        yield [*span, found.names[part.key], *_cells(topic, row)]


def _cells(topic: Topic, row: Row) -> list[Value]:
    cells: list[Value] = []
    for column in topic.columns:
        value = column.of(row)
        if isinstance(value, Lengths):
            known = round(value.at(0.9 if column.kind == "most" else 0.5))
            cells.append(known if value.is_worth_it else "")
        else:
            cells.append(plain(value))
    return cells
