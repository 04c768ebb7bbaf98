"""Our word: how what we promised ended. Of desks for those who lead, of oneself for oneself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kept.conversations.models import Desk
from kept.homes import drawing, wording
from kept.homes.forms import WordForm, named
from kept.kit import clock
from kept.kit.sheets import Value, sheet
from kept.people.doors import MemberRequest, manager_door, member_door
from kept.people.models import Member
from kept.promises.counting import (
    COLUMNS,
    TO_CUSTOMERS,
    Counts,
    Desks,
    Figures,
    cells_of_desks,
    desks_of,
    month_in,
    word_of_desks,
    word_of_myself,
)
from kept.promises.models import Promise
from kept.promises.rules.endings import ENDINGS


@dataclass(frozen=True, slots=True)
class Asked:
    """What a manager chose to look at, of what they may see."""

    form: WordForm
    desks: Desks
    chosen: list[Desk]
    month: date


@manager_door()
def word(request: HttpRequest) -> HttpResponse:
    """The desks' word, by month, desk and kind, and the answers that put off."""
    request = cast("MemberRequest", request)
    asked = _asked(request, now=clock.now())
    figures = word_of_desks(
        asked.chosen, kind=asked.form.kind_chosen, months=asked.form.span, now=asked.month
    )
    names = {str(desk.pk): desk.name for desk in asked.desks.shown}
    context = _drawn(figures) | {
        "form": asked.form,
        "by_desk": _rows(figures.by_desk, names),
        "alone": asked.desks.alone,
        "current": "word",
        "csv": "homes:word_csv",
    }
    return render(request, "homes/word.html", context)


@manager_door()
def word_csv(request: HttpRequest) -> HttpResponse:
    """The same in counts, a line for each month and desk."""
    request = cast("MemberRequest", request)
    asked = _asked(request, now=clock.now())
    cells = cells_of_desks(
        asked.chosen, kind=asked.form.kind_chosen, months=asked.form.span, now=asked.month
    )
    head: list[Value] = ["month", "desk", "kind", "ended", *COLUMNS, "replies", "vague"]
    kind = asked.form.kind_chosen or "ALL"
    rows: Iterable[list[Value]] = (
        [
            *(f"{cell.month:%Y-%m}", cell.desk.name, kind),
            *_counts(cell.counts),
            *(cell.answers.of, cell.answers.good),
        ]
        for cell in cells
    )
    return _download([head, *rows], f"our-word-{asked.month:%Y-%m}.csv")


@member_door()
def my_word(request: HttpRequest) -> HttpResponse:
    """A member's own word, for nobody else."""
    request = cast("MemberRequest", request)
    form, figures = _mine(request.user, request, now=clock.now())
    context = _drawn(figures) | {
        "form": form,
        "is_mine": True,
        "current": "my_word",
        "csv": "homes:my_word_csv",
    }
    return render(request, "homes/word.html", context)


@member_door()
def my_word_csv(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form, figures = _mine(request.user, request, now=clock.now())
    kind = form.kind_chosen or "ALL"
    rows: Iterable[list[Value]] = (
        [f"{month:%Y-%m}", kind, *_counts(counts)] for month, counts in figures.by_month.items()
    )
    head: list[Value] = ["month", "kind", "ended", *COLUMNS]
    return _download([head, *rows], f"my-word-{figures.months[-1]:%Y-%m}.csv")


def _asked(request: MemberRequest, *, now: datetime) -> Asked:
    desks = desks_of(request.user)
    form = WordForm(request.GET.dict(), desks=desks.shown, kinds=TO_CUSTOMERS)
    chosen = [desk for desk in desks.shown if form.desk_slug in {"", desk.slug}]
    return Asked(form, desks, chosen, month_in(request.user.zone, now))


def _mine(member: Member, request: HttpRequest, *, now: datetime) -> tuple[WordForm, Figures]:
    form = WordForm(request.GET.dict(), desks=None, kinds=Promise.Kind.values)
    month = month_in(member.zone, now)
    return form, word_of_myself(member, kind=form.kind_chosen, months=form.span, now=month)


def _drawn(figures: Figures) -> dict[str, Any]:
    """The figures with their charts, and the charts in words."""
    by_month = _since_the_first(figures)
    last = [(month, counts.by_last_date) for month, counts in by_month.items()]
    first = [(month, counts.by_first_date) for month, counts in by_month.items()]
    kinds = {kind: named(kind) for kind in Promise.Kind.values}
    return {
        "figures": figures,
        "lead": wording.lead(figures.now),
        "bars": drawing.bars(by_month),
        "bars_told": wording.bars_told(by_month),
        "last": drawing.trend(last),
        "first": drawing.trend(first),
        "trend_told": wording.trend_told(last, first),
        "scale": drawing.shares_scale(),
        "base": drawing.BASE,
        "legend": [
            (one, drawing.fill_of(one), str(wording.ENDED[one]), figures.now.of(one))
            for one in ENDINGS
        ],
        "months": [
            (month, counts, figures.answers_by_month.get(month))
            for month, counts in by_month.items()
        ],
        "by_kind": _rows(figures.by_kind, kinds),
    }


def _since_the_first(figures: Figures) -> dict[date, Counts]:
    """Without the months before anything was promised or answered."""
    empty = takewhile(
        lambda month: not figures.by_month[month].all and not figures.replies_in(month),
        figures.months,
    )
    skipped = set(empty)
    return {month: counts for month, counts in figures.by_month.items() if month not in skipped}


def _rows(rows: Iterable[Any], names: dict[str, str]) -> list[dict[str, Any]]:
    return [{"name": names[row.key], "now": row.now, "before": row.before} for row in rows]


def _counts(counts: Counts) -> list[Value]:
    return [counts.ended, *(getattr(counts, name) for name in COLUMNS)]


def _download(rows: Iterable[list[Value]], name: str) -> HttpResponse:
    answer = HttpResponse(sheet(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
