"""Seasons, quarters, decades."""

from __future__ import annotations

from kept.promises.rules.dates.around import size_of
from kept.promises.rules.dates.calendar import Span, local, midnight, period
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import ordinal
from kept.promises.rules.dates.said import Said, known
from kept.promises.rules.dates.years import year_behind

SEASONS = {"spring": (3, 20), "summer": (6, 21), "autumn": (9, 23), "winter": (12, 21)}


def season_at(line: Line, k: int, offset: int) -> Said | None:
    name = line.get(k, "season")
    today = midnight(line.at)
    starts = sorted(
        (local(year, *SEASONS[season]), season)
        for year in range(line.at.year - 2, line.at.year + 3)
        for season in SEASONS
    )
    spans = [
        (season, Span(start, starts[n + 1][0], "month"))
        for n, (start, season) in enumerate(starts[:-1])
    ]
    if name == "season":
        here = next(n for n, (_, span) in enumerate(spans) if span.start <= today < span.end)
        return known(spans[here + offset][1], k + 1, kind="range", sure=0.6)
    year, end = year_behind(line, k + 1, glued=False)
    if year:
        start = local(year, *SEASONS[name])
        following = {
            "spring": "summer",
            "summer": "autumn",
            "autumn": "winter",
            "winter": "spring",
        }[name]
        return known(
            Span(start, local(year + (name == "winter"), *SEASONS[following]), "month"),
            end,
            kind="range",
            sure=0.7,
        )
    own = [span for season, span in spans if season == name]
    if offset < 0:
        earlier = [span for span in own if span.end <= today]
        return known(earlier[-1], k + 1, kind="range", sure=0.7)
    ahead = [span for span in own if span.end > today]
    if offset > 0 and ahead[0].start <= today:
        ahead = ahead[1:]
    return known(ahead[0], k + 1, kind="range", sure=0.7)


def quarter_at(line: Line, i: int) -> Said | None:
    """`Q3`, `2018Q4`, `18q4`, `Q3 2019`, `4th quarter of 2018`, in a place where a time can stand."""
    j = line.skip(i, "the")
    year: int | None = None
    mark = line.options.get("quarter_marks", ("q",))
    if (
        line.has(j, "digits")
        and line.word(j + 1) in mark
        and line.has(j + 2, "digits")
        and line.attached(j + 2)
    ):
        size = size_of(line, j)
        year = line.get(j, "digits") + (2000 if size == 2 else 0) if size in {2, 4} else None
        if year is None:
            return None
        nth, stop = line.get(j + 2, "digits"), j + 3
        if size == 2 and not line.attached(j + 1):
            return None
    elif line.word(j) in mark and line.has(j + 1, "digits") and line.attached(j + 1):
        nth, stop = line.get(j + 1, "digits"), j + 2
        if j and line.attached(j) and line.word(j - 1) not in {"(", '"'}:
            return None
    else:
        place = ordinal(line, j)
        if place is None or not place.marked or line.get(place.stop, "unit") != "quarter":
            return None
        nth, stop = place.value, place.stop + 1
    if not 1 <= nth <= 4 or not line.closes_freely(stop):
        return None
    if year is None:
        year, end = year_behind(line, stop, glued=False)
        stop = end if year else stop
    if not quarter_is_time(line, i):
        return None
    if year is None:
        year = line.at.year
        if period(local(year, nth * 3 - 2, 1), "quarter").end <= midnight(line.at):
            year += 1
    return known(period(local(year, nth * 3 - 2, 1), "quarter"), stop, sure=0.85)


def quarter_is_time(line: Line, i: int) -> bool:
    """Figures and reports are named by quarters too (`the figures of last quarter`); those are no times."""
    if not line.options.get("quarters_need_lead"):
        return True
    start = i
    for _ in range(3):
        if start and line.tokens[start - 1].m.keys() & {"this", "next", "last", "the", "ord"}:
            start -= 1
    if start == 0:
        return line.word(start) != "q" or line.word(start + 2) != "-"
    before = line.word(start - 1)
    return before in {
        "in",
        "by",
        "during",
        "before",
        "until",
        "till",
        "after",
        "of",
        "and",
        "or",
        "end of",
        "this",
        "through",
        ",",
        "in the",
        "of the",
        "early",
        "late",
    } or bool(line.tokens[start - 1].m.keys() & {"in", "by", "until", "before", "edge", "within"})


def decade_at(line: Line, i: int) -> Said | None:
    """`the 90s`, `the 1980s`, `15th century`."""
    j = line.skip(i, "the")
    place = ordinal(line, j)
    if (
        place
        and place.marked
        and line.get(place.stop, "unit") == "century"
        and 1 <= place.value <= 30
    ):
        start = local(max(1, (place.value - 1) * 100), 1, 1)
        return known(
            Span(start, local(place.value * 100, 1, 1), "century"), place.stop + 1, sure=0.7
        )
    value = line.get(j, "digits")
    if value is None:
        return None
    k = j + 2 if line.word(j + 1) == "'" else j + 1
    if line.word(k) != "s" or not line.attached(k) or value % 10 or not line.opens_freely(j):
        return None
    if size_of(line, j) == 2 and j > i:
        value += 1900 if value >= 30 else 2000
    elif size_of(line, j) != 4 or not 1500 <= value < 2200:
        return None
    start = local(value, 1, 1)
    return known(Span(start, local(value + 10, 1, 1), "decade"), k + 1, sure=0.6)
