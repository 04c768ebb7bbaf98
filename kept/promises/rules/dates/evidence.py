"""Whether a number that could be an hour is one."""

from __future__ import annotations

from kept.promises.rules.dates.around import rests
from kept.promises.rules.dates.clock import Clock
from kept.promises.rules.dates.lengths import length
from kept.promises.rules.dates.line import Line
from kept.promises.rules.dates.pairs import years_rather
from kept.promises.rules.dates.pieces import Pieces
from kept.promises.rules.dates.said import Said


def weak_is_hour(line: Line, pieces: Pieces, said: Said, j: int) -> bool:
    """`8 tomorrow` and `at 6 in 2 years`, but not `gate 4 Monday`."""
    return not line.has(pieces.stop - 2, "no_clock") or line.has(pieces.stop - 2, "at")


def is_time(line: Line, said: Clock, pieces: Pieces, j: int, *, led: bool, joined: bool) -> bool:
    if not said.weak:
        return True
    after = line.tokens[said.stop].m
    if pieces.count:
        if pieces.part and not pieces.day and not joined:
            return False
        hours = (said.spelled and said.grain == "minute") or joined
        return hours and (rests(line, said.stop) or "part" in after)
    if led:
        if "to" in after and line.word(said.stop) != "and" and line.has(said.stop + 1, "digits"):
            return False  # from 10 to 25 pieces
        if (
            said.grain == "minute"
            and said.hour in {19, 20, 21}
            and line.tokens[j].end - line.tokens[j].start == 4
            and not line.has(j - 1, "at")
        ):
            return False  # by 2030 is a year
        if (
            line.has(said.stop, "andor")
            and line.has(said.stop + 1, "digits")
            and line.tokens[said.stop + 2].m.keys() & {"month", "ordsuffix", "genitive"}
        ):
            return False  # 8 and 9 May
        return (
            rests(line, said.stop)
            and (said.grain != "hour" or 1 <= said.hour <= 24)
            and not (said.hour == 1 and said.spelled and not line.word(j - 1).endswith(" la"))
        )
    if line.has(j - 1, "no_clock") or (j and line.word(j - 1) in {"(", "#"}) or said.hour > 12:
        return False
    k = said.stop + 1 if line.word(said.stop) == "," else said.stop
    behind = line.tokens[k].m
    if "tonight" in behind or ("this" in behind and line.has(k + 1, "part") and k == said.stop):
        return True
    if "dayrel" in behind and not (said.spelled and said.grain == "hour") and k == said.stop:
        return not j or not line.has(j - 1, "no_clock")
    if "in_the" in behind and line.word(k) not in {"this", "on", "of"}:
        part = line.skip(k + 1, "the")
        return line.has(part, "part") and part > k + 1
    if "part" in behind and "part_of_clock" in behind:
        return True
    in_years = "in" in behind and j > 0 and line.has(j - 1, "at")
    return in_years and length(line, k + 1) is not None


def pair_is_time(
    line: Line, pair: tuple[Clock, Clock, bool], pieces: Pieces, start: int, *, joined: bool
) -> bool:
    first, second, opened = pair
    if first.hour > 24 or second.hour > 24:
        return False
    if first.weak and second.weak and years_rather(line, first, second, start):
        return False
    if (
        first.weak
        and second.weak
        and not pieces.day
        and second.hour > 12
        and second.grain == "hour"
    ):
        return False
    if not (first.weak and second.weak):
        return (
            first.grain == "minute"
            or second.grain == "minute"
            or bool(second.half or first.half)
            or opened
            or not second.weak
        )
    stop = second.stop
    after = line.tokens[stop].m
    if after.keys() & {"unit", "short_unit", "month", "genitive"} and "part" not in after:
        return False
    if pieces.day:
        return rests(line, stop) or "tz" in after
    behind = line.skip(line.skip(stop, "in_the", "on"), "the")
    later = line.tokens[behind].m
    if later.keys() & {"part", "tonight", "dayrel", "weekday"} or (
        later.keys() & {"this", "next", "last"}
        and line.tokens[behind + 1].m.keys() & {"part", "weekday"}
    ):
        return True
    return opened and rests(line, stop) and second.hour <= 24 and not line.has(stop, "month")
