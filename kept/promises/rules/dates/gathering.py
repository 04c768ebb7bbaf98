"""Gathering the pieces of a time: a date, a clock time, a part of the day, in any order."""

from __future__ import annotations

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.calendar import DAY, Span, day_span, midnight
from kept.promises.rules.dates.clocks import clock
from kept.promises.rules.dates.counted import any_date, counted_at
from kept.promises.rules.dates.evidence import is_time, pair_is_time, weak_is_hour
from kept.promises.rules.dates.lengths import length
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.numbers import ordinal
from kept.promises.rules.dates.pairs import clock_pair
from kept.promises.rules.dates.pieces import Pieces
from kept.promises.rules.dates.said import Said, known, meant
from kept.promises.rules.dates.when import EARLIER, LATER

LEADS = ("by", "until", "before", "hard_after", "since", "starting")


JOINS = {"on", "at", "in_the", "the"}


def gather(line: Line, i: int, pieces: Pieces, *, led: bool) -> bool:
    """Take the next piece, past the small words between pieces."""
    j = pieces.stop
    if pieces.part == "first thing" and line.has(j, "part"):
        j = pieces.stop = j + 1  # first thing Monday morning
    joined = False
    if pieces.count:
        for _ in range(2):
            token = line.tokens[j]
            if (
                token.m.keys() & JOINS
                or token.word in {",", "("}
                or (token.word == "-" and token.gap)
            ):
                if token.m.keys() & {"part", "this"} or (token.word == "-" and joined):
                    break
                if "in" in token.m and length(line, j + 1):
                    break
                joined = joined or "at" in token.m
                j += 1
            else:
                break
        if line.tokens[j].start == line.tokens[j].end:
            return False
    return (
        _take_day(line, j, pieces)
        or _take_time(line, j, pieces, led=led, joined=joined)
        or _take_lead(line, pieces)
        or _take_length(line, pieces)
    )


def _take_day(line: Line, j: int, pieces: Pieces) -> bool:
    if pieces.day is not None:
        return _beside_the_day(line, j, pieces, pieces.day)
    taken = _take_part_of_today(line, j, pieces)
    if taken is not None:
        return taken
    said = any_date(line, j) or _the_number(line, j)
    if said is None and pieces.count and line.has(j - 1, "the"):
        said = any_date(line, j - 1)  # 3pm on the 9th
    if said is None or not _fits(line, j, pieces, said):
        return False
    pieces.day, pieces.stop = said, said.stop
    if said.part:
        pieces.part = said.part
    return True


def _beside_the_day(line: Line, j: int, pieces: Pieces, day: Said) -> bool:
    """What more may be said of a day: its end, or the week or weekday it belongs to."""
    ends = line.get(j, "edgeword") == "end day" and day.is_day and not day.edge
    if ends and (span := meant(line, day)):
        over = Span(span.end, span.end, "day")  # Monday EOD
        pieces.day = Said(j + 1, span=over, edge="end", edge_of="day", instant=True)
        pieces.stop = j + 1
        return True
    if pieces.clock or pieces.part:
        return False
    if day.weekday is not None and day.day is None:
        return _weekday_beside(line, j, pieces)
    if day.span and not day.instant and line.has(j, "weekday") and day.is_day:
        return _beside_weekday(line, j, pieces)
    return False


def _take_part_of_today(line: Line, j: int, pieces: Pieces) -> bool | None:
    """`tonight`, `next morning`, `later this evening`; None where no such word stands here."""
    m = line.tokens[j].m
    if m.get("edge") in {"begin", "end"} and line.has(j + 1, "tonight") and not pieces.count:
        pieces.early = "early " if m["edge"] == "begin" else "late "
        m, j = line.tokens[j + 1].m, j + 1
    if pieces.part:
        return None
    if "tonight" in m:
        pieces.day = known(day_span(midnight(line.at) + m["tonight"] * DAY), j + 1)
        pieces.part, pieces.stop = pieces.early + "night" if pieces.early else "night", j + 1
        return True
    if "today_part" in m:
        pieces.day = known(day_span(line.at), j + 1)
        pieces.part, pieces.stop = m["today_part"], j + 1
        return True
    if m.keys() & {"this", "next", "last"} and line.has(j + 1, "part"):
        return _turned_part(line, j, pieces)
    return _take_later_part(line, j, pieces) if "later_than_now" in m else None


def _take_later_part(line: Line, j: int, pieces: Pieces) -> bool | None:
    """`later this evening`, `earlier in the morning`."""
    k = line.skip(j + 1, "this")
    part = line.get(k, "part")
    is_said = k > j + 1 or line.word(j).endswith("the") or line.word(j) == "later"
    if part not in LATER or not is_said:
        return None
    turn = LATER if line.get(j, "later_than_now") == "later" else EARLIER
    pieces.part, pieces.stop = turn[part], k + 1
    if k > j + 1:
        pieces.day = known(day_span(line.at), k + 1)
    return True


def _fits(line: Line, j: int, pieces: Pieces, said: Said) -> bool:
    """Whether a date may join what was gathered before it."""
    if not pieces.count and line.has(j, "num"):
        hour = clock(line, j)
        if hour and not hour.weak and hour.stop > said.stop:
            return False  # sept heures
    if not (pieces.clock or pieces.pair or pieces.part):
        return True
    if (
        said.weekday is not None
        and line.tokens[said.stop + 1].m.keys() & {"weekday"}
        and (line.dash(said.stop) or line.has(said.stop, "to"))
    ):
        return False  # from 9 to 5, Monday to Friday
    if said.kind == "count" or said.edge or said.instant:
        return False
    is_month = said.span and said.span.grain == "month" and said.kind == "range" and pieces.clock
    if not said.is_day and not is_month:
        return False
    return not (pieces.clock and pieces.clock.weak) or weak_is_hour(line, pieces, said, j)


def _the_number(line: Line, j: int) -> Said | None:
    """`the 12 between 1 and 3pm`"""
    if not line.has(j, "the") or not line.has(j + 1, "digits"):
        return None
    found = ordinal(line, j + 1)
    if (
        found
        and not found.marked
        and 1 <= found.value <= 31
        and line.tokens[found.stop].m.keys() & {"from", "at"}
    ):
        k = found.stop + 1
        following = clock_pair(line, found.stop) or clock(line, k)
        if following:
            return Said(found.stop, day=found.value, sure=0.8)
    return None


def _weekday_beside(line: Line, j: int, pieces: Pieces) -> bool:
    """`Friday three weeks from now`: that weekday of the week counted to."""
    said = counted_at(line, j)
    if said is None or not said.is_day or not said.span or pieces.day is None:
        return False
    weekday = pieces.day.weekday or 0
    monday = said.span.start - said.span.start.weekday() * DAY
    pieces.day, pieces.stop = known(day_span(monday + weekday * DAY), said.stop), said.stop
    return True


def _beside_weekday(line: Line, j: int, pieces: Pieces) -> bool:
    """`three months from today on Friday`."""
    if (
        pieces.stop - 1 < 0
        or pieces.day is None
        or pieces.day.span is None
        or line.word(j - 1) not in {"on", "am", ","}
    ):
        return False
    if (
        not line.tokens[pieces.stop - 1].m.keys()
        & {"later", "dayrel", "holiday", "unit", "timeword"}
        or line.word(j - 1) == ","
    ):
        return False
    if (
        line.has(j - 2, "dayrel")
        and pieces.count == 1
        and not line.has(j - 3, "fromx")
        and not line.has(j - 3, "in")
    ):
        return False
    start = pieces.day.span.start
    monday = start - start.weekday() * DAY
    pieces.day, pieces.stop = known(day_span(monday + line.get(j, "weekday") * DAY), j + 1), j + 1
    return True


def _turned_part(line: Line, j: int, pieces: Pieces) -> bool:
    m = line.tokens[j].m
    offset = 0 if "this" in m else 1 if "next" in m else -1
    pieces.part, pieces.stop = line.get(j + 1, "part"), j + 2
    if line.has(j + 1, "unit") and line.get(j + 1, "unit") == "night":
        return False
    pieces.day = known(day_span(midnight(line.at) + offset * DAY), j + 2)
    return True


def _take_time(line: Line, j: int, pieces: Pieces, *, led: bool, joined: bool) -> bool:
    """A clock time, a pair of them, or a part of the day."""
    if pieces.day and pieces.day.instant and not pieces.day.edge:
        return False
    if (
        pieces.day
        and not pieces.day.is_day
        and not (
            pieces.day.span and pieces.day.span.grain == "month" and pieces.day.kind == "range"
        )
    ):
        return False
    if not pieces.clock and not pieces.pair and (not pieces.day or not pieces.day.edge):
        start = (
            j
            if line.has(j, "from") or not pieces.count or not line.has(pieces.stop, "from")
            else pieces.stop
        )
        pair = clock_pair(line, start)
        if pair and pair_is_time(line, pair, pieces, start, joined=joined):
            pieces.pair, pieces.stop = (pair[0], pair[1]), pair[1].stop
            return True
        said = clock(line, j)
        if said and is_time(line, said, pieces, j, led=led and not pieces.count, joined=joined):
            pieces.clock, pieces.stop = said, said.stop
            return True
    if not pieces.part:
        return _take_part(line, j, pieces, led=led)
    return False


def _take_part(line: Line, j: int, pieces: Pieces, *, led: bool) -> bool:
    k = j
    if (
        line.has(k, "edge")
        and line.get(k, "edge") in {"begin", "end"}
        and line.get(k + 1, "part") in LATER
    ):
        turn = EARLIER if line.get(k, "edge") == "begin" else LATER
        pieces.part, pieces.stop = turn[line.get(k + 1, "part")], k + 2
        return True
    if line.get(k, "edge") in {"begin", "end"} and line.has(k + 1, "this"):
        turn = EARLIER if line.get(k, "edge") == "begin" else LATER
        if part := turn.get(line.get(k + 2, "part")):  # late this afternoon
            pieces.day = pieces.day or known(day_span(line.at), k + 3)
            pieces.part, pieces.stop = part, k + 3
            return True
    if pieces.day and pieces.day.is_day and line.has(k, "ampm") and not pieces.clock:
        half = line.get(k, "ampm")  # tomorrow am
        pieces.part, pieces.stop = "morning" if half == "am" else "afternoon", k + 1
        return True
    part = line.get(k, "part")
    if part is None and line.has(k, "meal") and led and not pieces.count:
        part = line.get(k, "meal")
        if not rests(line, k + 1):
            return False
    if part is None:
        return False
    if (
        part == "first thing"
        and line.word(k) == "first thing"
        and not pieces.day
        and not line.tokens[k + 1].m.keys() & {"dayrel", "weekday", "next", "on"}
    ):
        return False
    if not pieces.count and j and line.has(j - 1, "a") and line.word(j - 1) != "one":
        return False  # a morning flight
    if not pieces.count and line.has(j - 1, "greeting"):
        return False
    if pieces.count and not pieces.clock and not pieces.pair and not pieces.day:
        return False
    if (
        line.has(k, "dayrel")
        and not pieces.count
        and not (k and line.word(k - 1) in line.options.get("part_marks", ()))
    ):
        return False  # German and Spanish: the same word is tomorrow
    pieces.part, pieces.stop = part, k + 1
    return True


def _take_lead(line: Line, pieces: Pieces) -> bool:
    """`Friday before 5pm`: a direction between the date and the hour."""
    j = pieces.stop
    if line.word(j) == ",":
        j += 1
    if line.word(j) in {"and", "but"}:
        return False
    if not pieces.day or pieces.clock or pieces.pair or pieces.lead or not pieces.day.is_day:
        return False
    lead = next((name for name in LEADS if name in line.tokens[j].m), "")
    if not lead:
        return False
    said = clock(line, j + 1)
    if line.has(j, "to") and said and said.weak and said.grain == "hour":
        first = pieces.day.day or (pieces.day.span and pieces.day.span.start.day) or 0
        if pieces.day.weekday is None and first < said.hour and line.has(j - 1, "digits"):
            return False  # May 3 through 9
    k = (
        line.skip(j + 1, "at")
        if line.word(j + 1) in {"around", "about", "approximately"}
        else j + 1
    )
    said = clock(line, k)
    if (
        said
        and (
            not said.weak
            or rests(line, said.stop)
            or line.has(line.skip(said.stop, "in_the"), "part")
        )
        and (not said.spelled or said.hour > 1)
    ):
        if said.spelled and said.weak and line.has(said.stop, "unit"):
            return False
        pieces.clock, pieces.stop, pieces.lead = said, said.stop, lead
        return True
    part = line.get(k, "part") or line.get(k, "meal")
    if part and not pieces.part:
        pieces.part, pieces.stop, pieces.lead = part, k + 1, lead
        return True
    return False


def _take_length(line: Line, pieces: Pieces) -> bool:
    """`from 9:30am for 7 hours`, `on the 14th for 7 hours from 9:30am`."""
    if pieces.for_length or not line.has(pieces.stop, "for") or not line.tokens[pieces.stop + 1].m:
        return False
    said = length(line, pieces.stop + 1)
    if said is None or not said.is_clock:
        return False
    if pieces.clock:
        pieces.for_length, pieces.stop = said, said.stop
        return True
    if (
        pieces.day
        and pieces.day.is_day
        and line.tokens[said.stop].m.keys() & {"from", "startingx", "at"}
    ):
        starts = clock(line, said.stop + 1)
        if starts and not starts.weak:
            pieces.clock, pieces.for_length, pieces.stop = starts, said, starts.stop
            return True
    return False
