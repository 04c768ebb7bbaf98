"""The times of one sentence: which of them a clause means, and when that is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kept.kit.hours import Hours
from kept.promises.rules.dates import Found, read
from kept.promises.rules.due import CLOCKS, Due, due
from kept.promises.rules.spotting.clauses import Clause
from kept.promises.rules.spotting.language import Language

LONG_AHEAD = timedelta(days=300)


class Timing:
    """What is said of time in one sentence."""

    def __init__(
        self,
        text: str,
        before: str,
        near: set[str],
        at: datetime,
        zone: ZoneInfo,
        hours: Hours | None,
        language: str,
        words: Language,
    ) -> None:
        self.text = text
        self.before = before
        self.near = near
        self.at = at
        self.zone = zone
        self.hours = hours
        self.language = language
        self.words = words
        self.times: list[Found] = []

    def _read(self, text: str) -> list[Found]:
        local = self.at.replace(tzinfo=None)
        return read(text, at=local, zone=self.zone.key, language=self.language)

    def _was_a_year_ago(self, said: Found) -> bool:
        """`the refund from 14 December`, said on the 22nd: nobody means the next one."""
        there = said.value_start or said.value_end
        if there is None or re.search(r"\d{4}", said.words):
            return False
        return said.grain == "day" and not said.counted and there > self.at + LONG_AHEAD

    def _is_today(self, said: Found) -> bool:
        start = said.value_start
        return start is not None and start.date() == self.at.date() and said.has_date

    def _at_this_time(self, day: Found, *, is_deadline: bool) -> Found | None:
        """`this time tomorrow`, `by the same time next week`."""
        start = self.at + timedelta(days=7) if day.grain == "week" else day.value_start
        if start is None:
            return None
        then = datetime.combine(start.date(), self.at.time(), self.zone)
        if is_deadline:
            return replace(day, value_start=None, value_end=then, grain="minute", lead="by")
        return replace(day, value_start=then, value_end=None, grain="minute", kind="moment")

    def _is_a_noun(self, before: str, said: Found) -> bool:
        """`your Friday appointment`, `the December charges`."""
        if said.grain not in {"day", "month"} or said.kind != "moment":
            return False
        behind = self.words.noun_behind.match(self.text, said.end)
        name = said.words.rpartition(" ")[2]
        return (
            bool(behind)
            and name[:1].isupper()
            and bool(self.words.noun_before.search(before + said.words[: -len(name)]))
        )

    def _due(self, said: Found, *, is_latest: bool = False) -> Due | None:
        return due(
            said,
            at=self.at,
            zone=self.zone,
            hours=self.hours,
            is_latest=is_latest,
            is_close=bool(self.words.close_of_business.search(said.words)),
            is_next=bool(self.words.next_of_kind.search(said.words)),
            is_long=bool(self.words.long_weekend.search(said.words)),
        )

    def _window(self, clause: Clause) -> tuple[Due, str] | None:
        """When it is due, and the words that say so."""
        if not clause.times:
            return None
        said = self._chosen(clause)
        is_latest = bool(self.words.latest.search(self.text[said.end :]))
        window = self._due(said, is_latest=is_latest)
        return (window, said.words) if window else None

    def _chosen(self, clause: Clause) -> Found:
        first, *others = clause.times
        if not others:
            return first
        if both := self._either(first, others[0]):
            return both
        if together := self._together(clause):
            return together
        led = [said for said in clause.times if said.lead]
        behind = [said for said in clause.times if said.start > clause.cue_start]
        return (led or behind or [first])[0]

    def _together(self, clause: Clause) -> Found | None:
        """A day here and a clock time there make one: `on Thursday I'll call at 3`."""
        days = [said for said in clause.times if said.grain == "day" and not said.edge]
        clock = next((t for t in clause.times if t.grain in CLOCKS and not t.has_date), None)
        if clock is None:
            return None
        if not days:
            return self._on_its_day(clock, clause)
        words = (days[0].words, clock.words) if days[0].lead else (clock.words, days[0].words)
        together = self._read(" ".join(words))
        return together[0] if len(together) == 1 else None

    def _on_its_day(self, clock: Found, clause: Clause) -> Found | None:
        """`on Saturday morning, and back to you by 2`: that Saturday's 2."""
        part = next((t for t in clause.times if t.has_date and t.start < clock.start), None)
        return self._on_the_day_of(part, clock) if part else None

    def _on_the_day_of(self, day: Found, clock: Found) -> Found:
        there = clock.value_end or clock.value_start
        if clock.grain not in CLOCKS or clock.has_date or not day.value_start or there is None:
            return clock
        return clock.moved(day.value_start.date() - there.date(), has_date=True)

    def _either(self, first: Found, second: Found) -> Found | None:
        """`Thursday or Friday`: from the begin of the first to the end of the second."""
        if not self.words.either.match(self.text[first.end : second.start]):
            return None
        if first.value_end and second.value_end and first.grain == second.grain:
            end = second.value_end
            if end <= first.value_end:  # said on a Tuesday: `Tuesday or Wednesday`
                end += timedelta(days=7)
            return replace(
                first,
                value_end=end,
                kind="range",
                words=self.text[first.start : second.end],
            )
        return None
