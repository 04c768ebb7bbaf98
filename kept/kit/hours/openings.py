"""Weeks and single days of a zone, laid out as one line of instants on which one can count.

A minute is open when the clock on the wall says so. Between two changes of the clock the wall is
UTC and a shift; between two exceptions its weeks repeat. So open time is a line of few pieces, and
every question is a bisection, whether it reaches over a day or over a century. The line is laid out
only as far as somebody asked, in whole years.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kept.kit.hours.lines import Cycle, Line, Piece
from kept.kit.hours.ticks import DAY, MINUTE, WEEK, moment_of, year_start
from kept.kit.hours.windows import BadHours, Windows
from kept.kit.hours.zones import Stretch, stretches

FIRST_YEAR, LAST_YEAR = 2, 9998
_BEGINNING, _END = year_start(FIRST_YEAR), year_start(LAST_YEAR + 1)
# The longest opening of one date fits: a date lived twice, when the date line moved, has two days.
_MARGIN = 3 * DAY

Week = tuple[Windows, ...]
Span = tuple[int, int]


class NeverOpen(ValueError):
    """There is not so much open time, now or ever."""

    def __init__(self) -> None:
        super().__init__("It is never open again for so long.")


class Run(NamedTuple):
    """From this day on the week is like this. Days count from the beginning of year 1, from 0."""

    day: int
    week: Week


class Reach(NamedTuple):
    """What is laid out: from one year to another, the open ticks and the working dates."""

    first: int
    last: int
    begin: int
    end: int
    ticks: Line
    dates: Line


def none_closed(first: int, last: int) -> Iterable[int]:
    return ()


class Openings:
    """`weeks` are in order of the day they begin, the first on day 0; `days` are the exceptions.

    `closed` answers which days of some years are closed besides. It is asked for the years that are
    laid out and no others, since public holidays take their time to be worked out.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        weeks: Sequence[Run],
        days: Mapping[int, Windows],
        closed: Callable[[int, int], Iterable[int]] = none_closed,
    ) -> None:
        self.zone = zone
        self._weeks = weeks
        self._days = days
        self._closed = closed
        self._runs = runs_of(weeks, days)
        self._reach: Reach | None = None

    def count(self, start: int, end: int) -> int:
        """Open ticks in [start, end); `end` is not before `start`."""
        ticks = self._reaching(start, end).ticks
        return ticks.count(end) - ticks.count(start)

    def find(self, start: int, number: int) -> int:
        """The open tick with this number, 0 being the first from `start` on, -1 the last before.

        Raises `NeverOpen`.
        """
        reach = self._reaching(start, start)
        while True:
            ticks = reach.ticks
            wanted = ticks.count(start) + number
            if 0 <= wanted < ticks.total:
                return ticks.find(wanted)
            reach = self._wider(reach, later=wanted >= 0)

    def find_date(self, day: int, number: int) -> int:
        """As `find`, over dates: those with an open minute count. Raises `NeverOpen`."""
        reach = self._reaching(day * DAY, day * DAY)
        while True:
            wanted = reach.dates.count(day) + number
            if 0 <= wanted < reach.dates.total:
                return reach.dates.find(wanted)
            reach = self._wider(reach, later=wanted >= 0)

    def closing(self, tick: int) -> int:
        """Where the opening that holds this open tick ends, at midnight at the latest."""
        ticks = self._reaching(tick, tick).ticks
        at = ticks.at(tick)
        day = (tick + ticks.pieces[at].shift) // DAY
        while True:
            shift, cycle = ticks.pieces[at][1:]
            end = cycle.span_at(tick + shift)[1] - shift
            at += 1
            if at == len(ticks.pieces) or end < ticks.pieces[at].start:
                return end
            tick = ticks.pieces[at].start
            if (tick + ticks.pieces[at].shift) // DAY != day or not ticks.is_open(tick):
                return tick

    def opening(self, tick: int) -> int:
        """Where the opening that holds this open tick begins, at midnight at the earliest."""
        ticks = self._reaching(tick, tick).ticks
        at = ticks.at(tick)
        day = (tick + ticks.pieces[at].shift) // DAY
        while True:
            begin, shift, cycle = ticks.pieces[at]
            start = cycle.span_at(tick + shift)[0] - shift
            at -= 1
            if at < 0 or start > begin:
                return start
            tick = begin - 1
            if (tick + ticks.pieces[at].shift) // DAY != day or not ticks.is_open(tick):
                return begin

    def after(self, at: int) -> Iterator[Span]:
        """The openings from `at` on, the nearest first, cut at `at`."""
        try:
            while True:
                start = self.find(at, 0)
                at = self.closing(start)
                yield start, at
        except NeverOpen:
            return

    def before(self, at: int) -> Iterator[Span]:
        """The openings until `at`, the nearest first, cut at `at`."""
        try:
            while True:
                last = self.find(at, -1)
                at = self.opening(last)
                yield at, last + 1
        except NeverOpen:
            return

    def _reaching(self, start: int, end: int) -> Reach:
        reach = self._reach
        if reach is not None and reach.begin <= start <= end <= reach.end:
            return reach
        if start < _BEGINNING or end > _END:
            raise BadHours(f"Hours are known from year {FIRST_YEAR} to year {LAST_YEAR}.")
        first, last = (moment_of(tick).year for tick in (start, min(end, _END - 1)))
        if reach is not None:
            first, last = min(first, reach.first), max(last, reach.last)
        return self._laid_out(first - 1, last + 1)

    def _wider(self, reach: Reach, *, later: bool) -> Reach:
        """Twice the reach, unless there is nothing to be found in that direction."""
        more = reach.last - reach.first + 1
        if later:
            is_over = not any(self._runs[-1].week) and self._runs[-1].day * DAY < reach.end
            if is_over or reach.last == LAST_YEAR:
                raise NeverOpen
            return self._laid_out(reach.first, reach.last + more)
        is_over = not any(self._runs[0].week) and (
            len(self._runs) == 1 or self._runs[1].day * DAY > reach.begin
        )
        if is_over or reach.first == FIRST_YEAR:
            raise NeverOpen
        return self._laid_out(reach.first - more, reach.last)

    def _laid_out(self, first: int, last: int) -> Reach:
        first, last = max(first, FIRST_YEAR), min(last, LAST_YEAR)
        found = stretches(self.zone, first, last)
        begin, end = found[0].start, found[-1].end
        all_days = Stretch(begin // DAY, end // DAY, 0)
        # A year more on both sides: on the wall it may be the next one already.
        closed: dict[int, Windows] = dict.fromkeys(self._closed(first - 1, last + 1), ())
        days = {**self._days, **closed}
        runs = runs_of(self._weeks, days) if closed else self._runs
        known = self._known(runs, days, found)
        self._reach = Reach(
            first,
            last,
            begin if first == FIRST_YEAR else begin + _MARGIN,
            end if last == LAST_YEAR else end - _MARGIN,
            Line(list(pieces_of(found, runs, ticks_of, DAY)), end),
            Line(list(pieces_of([all_days], known, dates_of, 1)), end // DAY),
        )
        return self._reach

    def _known(
        self, runs: list[Run], days: Mapping[int, Windows], found: Sequence[Stretch]
    ) -> list[Run]:
        """The runs without those dates of which a change of the clocks left no open minute."""
        lost: dict[int, Windows] = {}
        for (_, change, shift), (_, _, later) in pairwise(found):
            skipped, resumed = change + shift, change + later
            for day in range(skipped // DAY, resumed // DAY + 1) if skipped < resumed else ():
                windows = week_of(runs, day)[day % 7]
                if windows and all(
                    skipped <= day * DAY + start * MINUTE and day * DAY + end * MINUTE <= resumed
                    for start, end in windows
                ):
                    lost[day] = ()
        return runs_of(self._weeks, {**days, **lost}) if lost else runs


def _day(run: Run) -> int:
    return run.day


def runs_of(weeks: Sequence[Run], days: Mapping[int, Windows]) -> list[Run]:
    """Weeks and exceptional days as one row, in which each day is said by the run before it."""
    found = {day + 1: week_of(weeks, day + 1) for day in days}
    found |= dict(weeks)
    found |= {day: (windows,) * 7 for day, windows in days.items()}
    return [Run(day, found[day]) for day in sorted(found)]


def week_of(runs: Sequence[Run], day: int) -> Week:
    return runs[bisect_right(runs, day, key=_day) - 1].week


def pieces_of(
    found: Sequence[Stretch], runs: Sequence[Run], cycle_of: Callable[[Week], Cycle], unit: int
) -> Iterator[Piece]:
    """A piece for each run in each stretch; a day has so many places."""
    for start, end, shift in found:
        first = bisect_right(runs, (start + shift) // unit, key=_day)
        later = bisect_right(runs, (end + shift - 1) // unit, key=_day)
        yield Piece(start, shift, cycle_of(runs[first - 1].week))
        for day, week in runs[first:later]:
            yield Piece(day * unit - shift, shift, cycle_of(week))


@lru_cache(maxsize=1024)
def ticks_of(week: Week) -> Cycle:
    return Cycle(
        WEEK,
        [
            (day * DAY + start * MINUTE, day * DAY + end * MINUTE)
            for day, windows in enumerate(week)
            for start, end in windows
        ],
    )


@lru_cache(maxsize=1024)
def dates_of(week: Week) -> Cycle:
    return Cycle(7, [(day, day + 1) for day, windows in enumerate(week) if windows])
