"""Ends, beginnings and middles: `end of next week`, `early May`, `eod`, `later this month`."""

from __future__ import annotations

from datetime import timedelta

from kept.promises.rules.dates.around import size_of
from kept.promises.rules.dates.calendar import COARSENESS, DAY, Span, local, midnight, period, step
from kept.promises.rules.dates.dates import calendar_date
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.said import Said, known, meant
from kept.promises.rules.dates.turned import turned_at
from kept.promises.rules.dates.weeks import period_at, relative_day
from kept.promises.rules.dates.when import EARLIER, LATER, window


def edge_of(span: Span, edge: str) -> Span | None:
    """The part of a period that `end of`, `beginning of` and `mid` speak of."""
    start, end, grain = span
    if grain == "day" and end - start <= DAY:
        if edge == "end":
            return Span(end, end, "day")
        return Span(start, start + timedelta(hours=12), "hour") if edge == "begin" else None
    if grain == "day" and end - start != timedelta(days=7):
        return Span(end - DAY, end, "day") if edge == "end" else Span(start, start + DAY, "day")
    if grain == "week" or end - start == timedelta(days=7):
        marks = (start, start + 3 * DAY, start + 4 * DAY, end)
        spans = {
            "begin": (marks[0], marks[1]),
            "mid": (start + 2 * DAY, start + 4 * DAY),
            "end": (marks[2], marks[3]),
            "first half": (marks[0], marks[1]),
            "second half": (marks[1], marks[3]),
        }
        return Span(*spans[edge], "day")
    if grain == "month":
        first, second = start + 10 * DAY, start + 20 * DAY
    else:
        months = {"quarter": 1, "year": 4, "decade": 40, "century": 400}.get(grain, 1)
        first, second = step(start, "month", months), step(start, "month", 2 * months)
    half = start + 15 * DAY if grain == "month" else start + (end - start) / 2
    spans = {
        "begin": (start, first),
        "mid": (first, second),
        "end": (second, end),
        "first half": (start, half),
        "second half": (half, end),
    }
    finer = COARSENESS[max(3, COARSENESS.index(grain) - 1)] if grain in COARSENESS else "day"
    return Span(*spans[edge], {"week": "day", "quarter": "month"}.get(finer, finer))


def _edged(line: Line, span: Span, edge: str, stop: int, sure: float) -> Said | None:
    found = edge_of(span, edge)
    if found is None:
        return None
    instant = found.start == found.end
    is_week = span.end - span.start == timedelta(days=7)
    return Said(
        stop,
        span=found,
        edge=edge,
        edge_of="week" if is_week else span.grain,
        kind="moment" if instant else "range",
        sure=sure,
        instant=instant,
    )


def edge_at(line: Line, i: int) -> Said | None:
    edge = line.get(i, "edge")
    strong = line.word(i).endswith(" of") or bool(line.options.get("edges_strong"))
    j = i + 1
    if line.word(j) == "-" and line.attached(j):
        j += 1
    if line.word(j) in {"around", "about"}:
        j += 1
    if line.has(j, "part") or line.has(j, "parts"):
        return None
    if edge == "begin" and line.word(j) == "in the day":
        j += 1
    of = None
    unit = line.get(line.skip(j, "the"), "unit")
    if unit == "day" and line.has(j, "the") and line.tokens[j + 2].m.keys() & {"weekday", "dayrel"}:
        j += 2
    if (
        (strong or edge == "mid")
        and unit in {"day", "week", "month", "quarter", "year"}
        and not line.tokens[j].m.keys() & {"this", "next", "last"}
    ):
        k = line.skip(j, "the")
        of = known(period(line.at, unit, 0, line.week_start), k + 1)
        behind = line.date_at(line.skip(k + 1, "on", "genitive")) if unit == "day" else None
        if behind and behind.is_day:
            of = behind
    if of is None:
        of = line.date_at(j)
    if of is None and strong:
        of = calendar_date(line, j + 1) if line.has(j, "the") else None
        if (
            of is None
            and line.get(j, "digits") in range(1900, 2160)
            and size_of(line, j) == 4
            and line.closes_freely(j + 1)
        ):
            of = Said(j + 1, year=line.get(j, "digits"))
    if of is None or of.edge or of.kind == "count":
        return None
    span = meant(line, of)
    if span is None:
        return None
    if (
        edge in {"begin", "end"}
        and not strong
        and span.grain == "day"
        and of.weekday is None
        and of.span is None
    ):
        return None
    part = line.get(of.stop, "part")
    if not strong and span.grain == "day" and part in LATER:
        turned = (EARLIER if edge == "begin" else LATER)[part]  # early Friday morning
        return Said(
            of.stop + 1, span=window(turned, span.start), kind="range", sure=0.85, instant=True
        )
    if edge == "end" and not strong and span.grain == "day":
        return Said(
            of.stop,
            span=Span(span.start + timedelta(hours=12), span.end, "hour"),
            edge=edge,
            edge_of="day",
            kind="range",
            sure=0.7,
        )
    return _edged(line, span, edge, of.stop, 0.9 if strong else 0.85)


def edge_word_at(line: Line, i: int) -> Said | None:
    edge, unit = line.get(i, "edgeword").split()
    stop = i + 1
    span = period(line.at, unit, 0, line.week_start)
    turn = line.tokens[stop].m
    if line.options.get("turn_behind") and turn.keys() & {"next", "last"}:
        span = period(line.at, unit, 1 if "next" in turn else -1, line.week_start)
        return _edged(line, span, edge, stop + 1, 0.95)
    if unit == "day":
        j = line.skip(stop, "on", "genitive", "in")
        j = line.skip(j, "the") if not line.has(j, "weekday") else j
        of = (
            line.date_at(j)
            if line.tokens[j].m.keys()
            & {"weekday", "dayrel", "this", "next", "month", "digits", "holiday"}
            else None
        )
        if of and of.is_day and not of.edge:
            span, stop = meant(line, of) or span, of.stop
        if edge == "begin":
            return Said(
                stop,
                span=Span(span.start, span.start + timedelta(hours=12), "hour"),
                edge=edge,
                edge_of="day",
                kind="range",
                sure=0.6,
            )
        over = Span(span.end, span.end, "day")
        return Said(stop, span=over, edge=edge, edge_of="day", sure=0.95, instant=True)
    j = line.skip(stop, "genitive", "in")
    if line.word(j) in {",", "-"}:
        return _edged(line, span, edge, stop, 0.95)
    of = (
        line.date_at(j)
        if line.tokens[j].m.keys() & {"month", "this", "next", "last", "digits", "yearword"}
        and j > stop
        else None
    )
    if of and not of.edge:
        exact = meant(line, of)
        if exact and exact.grain == unit:
            span, stop = exact, of.stop
    elif (
        unit == "year"
        and line.get(stop, "digits") in range(1900, 2160)
        and line.closes_freely(stop + 1)
    ):
        span, stop = period(local(line.get(stop, "digits"), 1, 1), "year"), stop + 1
    return _edged(line, span, edge, stop, 0.95)


def later_at(line: Line, i: int) -> Said | None:
    """`later this week`: what is left of it; `earlier this month`: its first half."""
    j = line.skip(i + 1, "in")
    which = line.get(i, "later_than_now")
    if line.word(i) in {"later today"}:
        of: Said | None = known(period(line.at, "day"), i + 1)
    else:
        of = (
            turned_at(line, j)
            or (relative_day(line, j) if line.has(j, "dayrel") else None)
            or period_at(line, j)
        )
    if of is None and line.get(j, "unit") in {"week", "month", "year"}:
        of = known(period(line.at, line.get(j, "unit"), 0, line.week_start), j + 1)
    if of is None or of.span is None or of.kind == "count":
        return None
    start, end, grain = of.span
    if not start <= line.at < end:
        return None
    if grain == "day":
        noon = start + timedelta(hours=12)
        span = (
            Span(max(noon, line.at), end, "hour") if which == "later" else Span(start, noon, "hour")
        )
    elif which == "later":
        middle = step(start, "month", 6) if grain == "year" else start
        span = Span(max(middle, midnight(line.at)), end, "day")
    else:
        half = {"week": start + 3 * DAY, "month": start + 15 * DAY, "year": step(start, "month", 6)}
        span = Span(start, half.get(grain, end), "day")
    return Said(of.stop, span=span, kind="range", sure=0.85, edge=which, edge_of=grain)
