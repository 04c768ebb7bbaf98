"""Putting a time together: a date, a clock time, a part of the day, in any order."""

from __future__ import annotations

from dataclasses import replace

from kept.promises.rules.dates.calendar import DAY, Span, midnight
from kept.promises.rules.dates.clock import next_time, time_on, to_here
from kept.promises.rules.dates.gathering import gather
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.pairs import halves
from kept.promises.rules.dates.pieces import Pieces
from kept.promises.rules.dates.said import meant
from kept.promises.rules.dates.when import When, in_part, next_window, window


def moment(line: Line, i: int, *, led: bool = False) -> When | None:
    """The longest single time at `i`. `led`: a word before it says that a time must follow."""
    key = ("moment led" if led else "moment", i)
    if key not in line.memo:
        if line.depth > 5 or line.near[i] > 5:
            return None
        line.depth += 1
        try:
            line.memo[key] = _moment(line, i, led=led)
        except (ValueError, OverflowError):
            line.memo[key] = None
        finally:
            line.depth -= 1
    found: When | None = line.memo[key]
    return found


def _moment(line: Line, i: int, *, led: bool) -> When | None:
    if line.has(i, "now"):
        return When(i, i + 1, line.at, None, "second", sure=0.6, has_clock=True)
    pieces = Pieces(i)
    for _ in range(5):
        if not gather(line, i, pieces, led=led):
            break
        pieces.count += 1
    if not pieces.count:
        return None
    return _whole(line, i, pieces)


def _whole(line: Line, i: int, pieces: Pieces) -> When | None:
    day = pieces.day
    span = meant(line, day) if day else None
    if day and span is None:
        return None
    sure = day.sure if day else 0.9
    if pieces.pair:
        return _pair(line, i, pieces, span)
    if pieces.clock:
        return _at_clock(line, i, pieces, span, sure)
    if pieces.part:
        if span is not None and not (day and (day.is_day or span.grain == "day")):
            return None
        found = window(pieces.part, span.start) if span else next_window(line, pieces.part)
        instant = found.start == found.end
        result = When(
            i, pieces.stop, found.start, None if instant else found.end, "hour",
            kind="moment" if instant else "range", sure=min(sure, 0.85) if span else 0.75, has_clock=instant, has_date=span is not None,
        )  # fmt: skip
        return directed(line, result, pieces.lead) if pieces.lead else result
    if day is None or span is None:
        return None
    kind = "range" if day.kind == "count" else day.kind
    if day.instant:
        end = None if span.start == span.end else span.end
        return When(
            i,
            pieces.stop,
            span.start,
            end,
            span.grain,
            kind="range" if end else kind,
            sure=sure,
            edge=day.edge,
            edge_of=day.edge_of,
            has_clock=True,
        )
    return When(
        i,
        pieces.stop,
        span.start,
        span.end,
        span.grain,
        kind=kind,
        sure=sure,
        edge=day.edge,
        edge_of=day.edge_of,
        counted=day.counted,
        working=day.counted == "workday",
        has_date=True,
    )


def _at_clock(line: Line, i: int, pieces: Pieces, span: Span | None, sure: float) -> When | None:
    assert pieces.clock is not None  # noqa: S101 - for the type checker; the caller looked
    day = pieces.day
    said, shift = in_part(line, pieces.clock, pieces.part, span.start if span else None)
    open_half = said.open_half
    if span is not None:
        if day and day.edge:
            return None
        if said.hour == 24 and pieces.part != "night":
            said = replace(said, hour=0 if pieces.lead not in {"by", "until", "before"} else 24)
        start = time_on(line, said, span.start + shift * DAY)
    elif shift:
        start = said.on(line.at + shift * DAY)
    else:
        start = next_time(line, said)
    sure = min(sure, 0.95) - (0.1 if pieces.clock.weak else 0) - (0.1 if open_half else 0)
    result = When(
        i,
        pieces.stop,
        start,
        None,
        said.grain,
        sure=sure,
        bare_hour=open_half,
        has_clock=True,
        has_date=span is not None,
    )
    if pieces.for_length:
        end = pieces.for_length.after(start)
        return result.but(end=end, kind="range", grain="minute")
    return directed(line, result, pieces.lead) if pieces.lead else result


def _pair(line: Line, i: int, pieces: Pieces, span: Span | None) -> When | None:
    assert pieces.pair is not None  # noqa: S101 - for the type checker; the caller looked
    first, second = pieces.pair
    offset = second.offset if first.offset is None else first.offset
    bare = not first.half and not second.half and first.open_half and not pieces.part
    day = span.start if span else line.at
    if pieces.part and not second.half:
        second = in_part(line, second, pieces.part, None)[0] if second.hour <= 12 else second
    if pieces.part and not first.half and second.half != "am":
        changed = in_part(line, first, pieces.part, None)[0]
        first = changed if changed.minutes < second.minutes or "morning" in pieces.part else first
    elif pieces.part and not first.half:
        first = in_part(line, first, pieces.part, None)[0]
    first, second = halves(
        line, first, second, today=span is None or midnight(day) == midnight(line.at)
    )
    if (
        bare
        and span
        and midnight(day) < midnight(line.at)
        and second.minutes < 12 * 60
        and first.hour < 9
    ):
        first, second = first.in_half("pm"), second.in_half("pm")
    start, end = first.on(day), second.on(day)
    if end <= start:
        end += DAY
    if offset is not None:
        start, end = to_here(line, start, offset), to_here(line, end, offset)
    if span is None and end <= line.at:
        start, end = start + DAY, end + DAY
    grain = (
        "hour"
        if first.grain == second.grain == "hour"
        else "second"
        if "second" in {first.grain, second.grain}
        else "minute"
    )
    sure = (pieces.day.sure if pieces.day else 0.9) - (0.1 if bare else 0)
    return When(
        i,
        pieces.stop,
        start,
        end,
        grain,
        kind="range",
        sure=sure,
        bare_hour=bare,
        has_clock=True,
        has_date=span is not None,
    )


def directed(line: Line, found: When, lead: str) -> When | None:
    """`by`, `before`, `after`, `until`, `since`, `from` turn a time into a range open at one side."""
    start, end = found.start, found.end
    inside = found.edge in {"end", "begin", "mid"} and found.kind == "range"
    if lead in {"by", "until"}:
        return found.but(start=None, end=end or start, kind="range", lead=lead)
    if lead == "before":
        stop = end if inside and found.edge == "end" else start or end
        return found.but(start=None, end=stop, kind="range", lead=lead)
    if lead in {"after", "hard_after"}:
        return found.but(start=end or start, end=None, kind="range", lead="after")
    if lead == "since":
        return found.but(start=start, end=None, kind="range", lead=lead)
    if lead == "starting" and found.kind == "range" and found.end and found.has_clock:
        return found
    if lead == "starting":
        return found.but(start=start, end=None, kind="range", lead="from")
    return found
