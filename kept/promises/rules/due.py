"""From a time that was said to the window in which a promise is due.

A deadline (`by Friday`) runs from now; a slot (`on Friday`, `between 3 and 4`) from its own begin.
Days are those of the reader's zone, and end when we close, where our hours are known; hours and
minutes mean the clock. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours, NeverOpen
from kept.promises.rules.dates import Found

DEADLINES = frozenset({"by", "before", "until", "within"})
CLOCKS = frozenset({"hour", "minute", "second"})
SATURDAY = 5
NOON = 12
CLOSE_OF_BUSINESS = time(17)  # where we know no hours
AWAKE = (time(7), time(18, 59))  # a bare `at 9` falls in here where no hours say better
_A_DAY = timedelta(days=1)
_MOMENT = timedelta(seconds=1)
_FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Due:
    """Due from `start` until `end`, both in the reader's zone; `is_deadline` where only the end binds."""

    start: datetime
    end: datetime
    grain: str
    is_deadline: bool


def due(
    found: Found,
    *,
    at: datetime,
    zone: ZoneInfo,
    hours: Hours | None,
    is_latest: bool = False,
    is_close: bool = False,
    is_next: bool = False,
    is_long: bool = False,
) -> Due | None:
    """When something promised for `found` is due; None where that names no time to come.

    `at` is the moment of writing. `hours` None: none are known. `is_latest`: the words around it
    make it a deadline (`in 3 days at the latest`). `is_close`: it speaks of the close of business.
    `is_next`: it names the next of its kind (`by next week` ends where that begins). `is_long`: it is
    a long weekend.
    """
    if found.kind == "duration" or found.lead == "since":
        return None
    at = at.astimezone(zone)
    try:
        result = _Reading(found, at, zone, hours, is_latest, is_close, is_next, is_long).due()
    except (NeverOpen, OverflowError, ValueError):
        return None
    return result if result and result.end > at else None


@dataclass(frozen=True, slots=True)
class _Reading:
    found: Found
    at: datetime
    zone: ZoneInfo
    hours: Hours | None
    is_latest: bool
    is_close: bool
    is_next: bool
    is_long: bool

    def due(self) -> Due | None:
        found = self.found
        if found.working_days and found.lead in {"", "within", "by"}:
            return self._working_days()
        if found.edge_of == "day" and found.edge == "end" and found.grain == "day":
            return self._end_of_day()
        if found.edge_of == "day" and found.edge == "later" and not found.lead:
            return self._rest_of_day()
        if found.grain in CLOCKS:
            return self._clock()
        return self._days()

    # Days and more

    def _days(self) -> Due | None:
        found, start, end = self.found, self.found.value_start, self.found.value_end
        if found.lead == "within" and end:
            return self._deadline(end)
        if found.lead == "before" and end and not found.edge:
            return self._deadline(end)
        if found.counted and found.lead == "by" and end and found.grain == "day":
            return self._in_days(end - _A_DAY, end, is_latest=True)
        if found.lead in DEADLINES and end:
            return self._by(end)
        if start is None:
            return None
        if end is None:  # from then on: on the first day of it that we work
            opens = self.hours.next_open(start) if self.hours else start
            return self._slot(opens, self._midnight_after(opens))
        if found.counted and end - start <= _A_DAY + timedelta(hours=1):
            return self._in_days(start, end, is_latest=self.is_latest)
        if found.edge == "end" and found.edge_of == "week":
            return self._last_day(end)
        if not self.hours and self._is_week():
            end = self._working_week(start, end)
        return self._latest(end) if self.is_latest else self._slot(start, end)

    def _by(self, end: datetime) -> Due:
        """By the end of it; `by next week` by the begin."""
        if self.is_next and self.found.grain in {"week", "month", "quarter", "year"}:
            begin = self._before(end, self.found.grain)
            if begin > self.at:
                opens = self._first_open(begin, end)
                return self._deadline(opens or begin)
        if self.is_close and self.hours is None:
            return self._deadline(self._on(end - _MOMENT, CLOSE_OF_BUSINESS))
        if self.hours is None and self._is_week():
            end = self._weekday_before(end)
        return self._latest(end)

    def _latest(self, end: datetime) -> Due:
        return self._deadline(self._last_close(self.at, end) or end)

    def _slot(self, start: datetime, end: datetime) -> Due:
        begin = max(start, self.at)
        if self.hours is None:
            return self._window(begin, end)
        opens, closes = self._first_open(begin, end), self._last_close(begin, end)
        if opens and closes:
            return self._window(opens, closes)
        if start <= self.at or self._is_weekend(start, end):
            return self._window(begin, self._weekend_end(end))
        return (
            self._last_day(start) if self._last_close(self.at, start) else self._window(begin, end)
        )

    def _last_day(self, end: datetime) -> Due:
        """The last working day before `end`, from open to close."""
        if self.hours is None:
            saturday = self._weekday_before(end)
            return self._window(max(saturday - _A_DAY, self.at), saturday)
        closes = self._last_close(self.at, end)
        if closes is None:
            return self._window(max(self.at, end - _A_DAY), end)
        midnight = self._midnight(closes - _MOMENT)
        opens = self._first_open(max(midnight, self.at), end) or midnight
        return self._window(min(opens, closes), closes)

    def _in_days(self, start: datetime, end: datetime, *, is_latest: bool) -> Due:
        """`in 3 days`: the close of that day, or of the next that we work."""
        if self.hours is not None and not self._first_open(start, end):
            start = self._midnight(self.hours.next_open(start))
            end = self._midnight_after(start)
        closes = self._last_close(start, end) if self.hours else None
        if is_latest:
            return self._deadline(closes or end)
        opens = self._first_open(start, end) if self.hours else None
        return self._window(opens or start, closes or end)

    def _working_days(self) -> Due | None:
        """The close of the last of so many working days after this one."""
        found = self.found
        there = found.value_start if found.lead == "" else found.value_end
        if there is None:
            return None
        if found.lead == "by":
            there -= _MOMENT
        count = self._weekdays_until(there)
        if count <= 0:
            return None
        if self.hours is None:
            start = self._midnight(there)
            end = self._midnight_after(there)
        else:
            start = self._midnight(self.at)
            for _ in range(min(count, 400)):
                start = self._midnight(self.hours.next_open(self._midnight_after(start)))
            end = self._last_close(start, self._midnight_after(start)) or start
            start = self._first_open(start, end) or start
        if found.lead or self.is_latest:
            return self._deadline(end)
        return self._window(start, end)

    def _end_of_day(self) -> Due:
        """`by end of day`, `eod Friday`, `close of business`."""
        end = self.found.value_end or self.found.value_start
        assert end is not None  # noqa: S101 - for the type checker: one of both is said
        day = self._midnight(end - _MOMENT)
        if self.hours is None:
            if not self.is_close:
                return self._deadline(end)
            five = self._on(day, CLOSE_OF_BUSINESS)
            return self._deadline(
                five if five > self.at else self._on(day + _A_DAY, CLOSE_OF_BUSINESS)
            )
        if close := self._last_close(max(day, self.at), end):
            return self._deadline(close)
        if self.is_close:
            return self._deadline(self.hours.closes(max(self.at, day)).astimezone(self.zone))
        if day > self.at and (close := self._last_close(self.at, end)):
            return self._deadline(close)
        return self._deadline(end)

    def _rest_of_day(self) -> Due | None:
        """`later today`"""
        start = self.found.value_start
        if start is None:
            return None
        return self._slot(self._midnight(start), self._midnight_after(start))

    # The clock

    def _clock(self) -> Due | None:
        found = self._in_our_hours() if self.found.bare_hour else self.found
        start, end = found.value_start, found.value_end
        if found.lead in DEADLINES or start is None:
            return self._deadline(end) if end else None
        if end is None and found.lead in {"after", "from"}:
            return self._slot(start, self._midnight_after(start))
        if self.is_latest:
            return self._deadline(end or start)
        if end and end <= self.at and start.hour >= NOON and not found.bare_hour:
            return self._slot(self.at, self._midnight_after(start))  # `this afternoon`, said late
        return self._window(start if end is None else max(start, self.at), end or start)

    def _in_our_hours(self) -> Found:
        """A bare hour falls in our hours, or where people are awake; it is never past."""
        said = self.found.value_start or self.found.value_end
        assert said is not None  # noqa: S101 - for the type checker: a clock time has one of both
        last = self.found.value_end or said
        for fits in (self._is_ours, self._is_awake):
            for shift in self._halves(said):
                if last + shift > self.at and fits(said + shift):
                    return self.found.moved(shift)
        return self.found

    def _halves(self, said: datetime) -> Iterator[timedelta]:
        """To the earliest half of the said day, and on; an unsaid day may be any of a week."""
        first = self._midnight(said if self.found.has_date else self.at)
        hour = said.hour % 12
        for day in range(1 if self.found.has_date else 8):
            for half in (0, 12):
                there = self._on(first + day * _A_DAY, time(hour + half, said.minute))
                yield there - said

    def _is_ours(self, moment: datetime) -> bool:
        if self.hours is None:
            return False
        return self.hours.is_open(moment) or self.hours.is_open(moment - _MOMENT)

    def _is_awake(self, moment: datetime) -> bool:
        return AWAKE[0] <= moment.time() <= AWAKE[1]

    # What both are made of

    def _deadline(self, end: datetime) -> Due:
        return Due(self.at, end.astimezone(self.zone), self.found.grain, is_deadline=True)

    def _window(self, start: datetime, end: datetime) -> Due:
        start, end = start.astimezone(self.zone), end.astimezone(self.zone)
        return Due(start, end, self.found.grain, is_deadline=False)

    def _first_open(self, start: datetime, end: datetime) -> datetime | None:
        if self.hours is None or end <= start:
            return None
        opens = self.hours.next_open(start)
        return opens if opens < end else None

    def _last_close(self, start: datetime, end: datetime) -> datetime | None:
        """The last close in (start, end]; None where we are not open between."""
        if self.hours is None or end <= start:
            return None
        for opens, closes in self.hours.before(end):
            return closes if closes > start and opens < end else None
        return None

    def _is_week(self) -> bool:
        """`this week` and `the end of it`: working weeks end with their Friday."""
        return self.found.grain == "week" or self.found.edge_of == "week"

    def _is_weekend(self, start: datetime, end: datetime) -> bool:
        return start.weekday() == SATURDAY and _A_DAY < end - start <= timedelta(days=2, hours=1)

    def _weekend_end(self, end: datetime) -> datetime:
        """A long weekend takes in the days behind it on which we are closed."""
        while self.is_long and self._first_open(end, end + _A_DAY) is None:
            end = self._midnight_after(end)
        return end

    def _working_week(self, start: datetime, end: datetime) -> datetime:
        """Monday to Friday of it, as far as that is still to come."""
        saturday = start + (SATURDAY - start.weekday()) % 7 * _A_DAY
        return saturday if self.at < saturday < end else end

    def _weekday_before(self, end: datetime) -> datetime:
        """The midnight after the last of Monday to Friday before `end`."""
        while (end - _A_DAY).weekday() >= SATURDAY:
            end -= _A_DAY
        return end

    def _weekdays_until(self, there: datetime) -> int:
        first, last = self.at.date(), there.astimezone(self.zone).date()
        days = (last - first).days
        if days > _FAR.days:
            return 0
        return sum((first + n * _A_DAY).weekday() < SATURDAY for n in range(1, days + 1))

    def _before(self, end: datetime, grain: str) -> datetime:
        day = self._midnight(end)
        match grain:
            case "week":
                return day - 7 * _A_DAY
            case "month":
                return (day - _A_DAY).replace(day=1)
            case "quarter":
                return self._before(self._before(self._before(end, "month"), "month"), "month")
        return day.replace(year=day.year - 1)

    def _midnight(self, moment: datetime) -> datetime:
        return self._on(moment, time())

    def _midnight_after(self, moment: datetime) -> datetime:
        return self._on(self._midnight(moment) + _A_DAY, time())

    def _on(self, moment: datetime, clock: time) -> datetime:
        return datetime.combine(moment.astimezone(self.zone).date(), clock, self.zone)
