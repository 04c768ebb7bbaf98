"""The life of a promise as the documents tell it, in plain Python: what the code is held against.

Written from the words of `models/promise.py` and of the service model, not from the actions. Each
verb either raises `Refused`, with nothing changed, or changes the row and tells the ledger.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kept.promises.tests.working_days import WorkingDays

HOUR = timedelta(hours=1)
SYSTEM = "system:promises"
ASKED = {"PROMISE", "CALLBACK", "FOLLOW_UP", "COLLEAGUE"}
SILENCE = timedelta(days=7)
"""Replaced by what the house has set."""


class Refused(Exception):
    pass


@dataclass(frozen=True)
class Person:
    """`desks` are those whose conversations they see."""

    name: str
    desks: frozenset[str]
    teams: frozenset[str]
    zone: str


Told = tuple[str, datetime, str, dict[str, Any]]
"""Word, when, by whom, and what of the fact can be foretold."""


@dataclass
class Life:
    kind: str
    made_at: datetime
    due_from: datetime | None
    due_at: datetime
    hours: WorkingDays
    desk: str | None = None
    customer: str | None = None
    keeper: Person | None = None
    keeper_team: str | None = None
    to_member: Person | None = None
    to_team: str | None = None
    stands_in: str | None = None
    is_by_rule: bool = False
    ends_on_reply: bool = False
    outcome: str = "OPEN"
    first_due_at: datetime | None = None
    renegotiate_by: datetime = None  # type: ignore[assignment]
    warn_at: datetime | None = None
    changes: int = 0
    disputes: int = 0
    was_told: bool = False
    chased_at: datetime | None = None
    eased_at: datetime | None = None
    paused_at: datetime | None = None
    left: timedelta = timedelta()
    broken_at: datetime | None = None
    settled_at: datetime | None = None
    confirmation: str = "NONE"
    confirm_by: datetime | None = None
    windows: list[tuple[datetime | None, datetime]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    submits: set[Any] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)

    def begin(self, *, by: str) -> None:
        self._set_dates(self.due_from, self.due_at, now=self.made_at)
        self.first_due_at = self.due_at
        due = self.due_at.isoformat()
        self._tell("made", self.made_at, by, due_at=due, kind=self.kind)
        if self.outcome == "OFFERED":
            self._tell("offered", self.made_at, by, windows=len(self.windows))

    # Who may.

    def may_settle(self, by: Person) -> bool:
        if self.desk is None:
            return by == self.keeper or self.keeper_team in by.teams
        return self.desk in by.desks

    def may_answer(self, by: Person | None) -> bool:
        if by is None or self.customer:
            return by is None and self.customer is not None
        if self.to_team:
            return by != self.keeper and self.to_team in by.teams
        return by == self.to_member

    # What the clock says.

    def clock(self, now: datetime) -> None:
        """Broken, presumed and lapsed are said before anything else, at their own second."""
        self.break_if_past(now)
        if self.confirmation == "WAITING" and now >= self.confirm_by:
            self._tell("confirmed", self.confirm_by, SYSTEM, presumed=True)
            self.confirmation, self.confirm_by = "PRESUMED", None
        if self.outcome == "OFFERED" and now > self.due_at:
            self.outcome, self.settled_at, self.windows = "LAPSED", self.due_at, []
            self._tell("lapsed", self.due_at, SYSTEM)

    def break_if_past(self, now: datetime) -> None:
        rests = self.paused_at is not None
        if self.outcome == "OPEN" and not rests and not self.broken_at and now > self.due_at:
            self.broken_at = self.due_at
            self._tell("broken", self.due_at, SYSTEM, was_told=self.was_told)

    def warn(self, now: datetime) -> None:
        if self.outcome != "OPEN" or self.paused_at or not self.warn_at or self.warn_at > now:
            return
        self.warn_at = None
        if now <= self.due_at or self.kind == "REMINDER":
            self._tell("warned", now, SYSTEM, due_at=self.due_at.isoformat())

    # What the promisor says.

    def keep(self, by: Person, now: datetime) -> None:
        self._take_owed(by, now)
        self._declare(by.name, now)

    def give_up(self, by: Person, now: datetime) -> None:
        self._take_owed(by, now)
        self._end_rest(now)
        if not self.broken_at:
            self.broken_at = now
            self._tell("broken", now, SYSTEM, was_told=self.was_told)
        self.outcome, self.settled_at = "BROKEN", now
        self._tell("given_up", now, by.name, was_told=self.was_told)

    def renegotiate(self, by: Person, now: datetime, due_from, due_at, submit) -> None:
        self._may(self.may_settle(by))
        self._by_hand()
        self.clock(now)
        if submit in self.submits:
            return
        self._must_be_owed()
        if due_at > now and (due_from, due_at) == (self.due_from, self.due_at):
            return
        self._move(due_from, due_at, now, by=by.name, chosen_by="MEMBER")
        self.submits.add(submit)

    def hand_on(self, by: Person, now: datetime, to: Person | None) -> None:
        self._take_owed(by, now)
        if self.desk is None or (to and self.desk not in to.desks):
            raise Refused("CannotKeep")
        if to != self.keeper:
            self.keeper = to
            self._tell("handed_on", now, by.name)

    def offer_windows(self, by: Person, now: datetime, windows) -> None:
        self._take_owed(by, now)
        if any(end <= now for _, end in windows):
            raise Refused("BadWindow")
        self.windows = in_order(windows)

    # What the promisee says.

    def choose(self, now: datetime, due_at: datetime, proposed) -> None:
        """`proposed` is what the page shows who was offered nothing."""
        self.clock(now)
        self._by_hand()
        self._may(self.customer is not None)
        if self.outcome not in {"OPEN", "OFFERED"}:
            raise Refused("AlreadySettled")
        if due_at <= now:
            raise Refused("BadWindow")
        found = [span for span in (*self.windows, *proposed) if span[1] == due_at]
        if not found:
            raise Refused("NotOffered")
        start, end = found[0]
        if self.outcome == "OPEN":
            self._move(start, end, now, by=self.customer, chosen_by="CUSTOMER")
            return
        self._set_dates(start, end, now=now)
        self.outcome, self.first_due_at, self.windows = "OPEN", end, []
        self._tell("agreed", now, self.customer, due_at=end.isoformat())

    def confirm(self, by: Person | None, now: datetime) -> None:
        self._may(self.may_answer(by))
        self._by_hand()
        self.clock(now)
        if self.confirmation == "CONFIRMED":
            return
        if self.outcome != "KEPT":
            self._must_be_owed()
            self._declare(self._name(by), now)
        self.confirmation, self.confirm_by = "CONFIRMED", None
        self._tell("confirmed", now, self._name(by), presumed=False)

    def dispute(self, by: Person | None, now: datetime) -> None:
        self._may(self.may_answer(by))
        self._by_hand()
        self.clock(now)
        if self.confirmation not in {"WAITING", "PRESUMED"}:
            raise Refused("NotDeclared")
        self.outcome, self.settled_at = "OPEN", None
        self.confirmation, self.confirm_by = "NONE", None
        self.disputes += 1
        self._tell("disputed", now, self._name(by))
        self.break_if_past(now)

    def release(self, by: Person | None, now: datetime, why: str) -> None:
        if self.customer:
            self._may(by is None or self.may_settle(by))
        else:
            self._may(self.may_answer(by))
        self._by_hand()
        self.clock(now)
        if self.outcome not in {"OPEN", "OFFERED"}:
            raise Refused("AlreadySettled")
        if self.customer and by and not why:
            raise Refused("ReleaseNeedsWords")
        self._let_go(self._name(by), now)

    def hear(self, now: datetime, said: str | None) -> None:
        """A letter in their conversation. It settles nothing but what was to end on a reply."""
        if self.outcome != "OPEN" or self.made_at >= now:
            return
        self.break_if_past(now)
        if self.ends_on_reply:
            self._let_go(SYSTEM, now)
        elif self.customer and not self.is_by_rule:
            if self.versions and self.versions[-1]["changed_at"] >= now:
                return
            if said == "CHASED" and not self.chased_at:
                self.chased_at = now
                self._tell("chased", now, self.customer)
            if said == "EASED" and not self.eased_at:
                self.eased_at = now
                self._tell("eased", now, self.customer)

    # The clock rests.

    def pause(self, now: datetime) -> None:
        self.break_if_past(now)
        if self.outcome != "OPEN" or self.paused_at or self.broken_at:
            return
        self.paused_at = now
        self.left = self.hours.between(now, self.due_at)
        self._tell("paused", now, SYSTEM)

    def resume(self, now: datetime) -> None:
        self._end_rest(now)

    # How it comes about.

    def _take_owed(self, by: Person, now: datetime) -> None:
        self._may(self.may_settle(by))
        self._by_hand()
        self.clock(now)
        self._must_be_owed()

    def _by_hand(self) -> None:
        if self.is_by_rule:
            raise Refused("SettledByRule")

    def _must_be_owed(self) -> None:
        if self.outcome == "OFFERED":
            raise Refused("NotAgreed")
        if self.outcome != "OPEN":
            raise Refused("AlreadySettled")

    def _declare(self, by: str, now: datetime) -> None:
        self._end_rest(now)
        self.outcome, self.settled_at = "KEPT", now
        if self.kind in ASKED and not (self.keeper and self.to_member == self.keeper):
            self.confirmation, self.confirm_by = "WAITING", now + SILENCE
        self._tell("kept", now, by, late_by=int((now - self.due_at).total_seconds()))

    def _let_go(self, by: str, now: datetime) -> None:
        self._end_rest(now)
        self.outcome, self.settled_at, self.windows = "RELEASED", now, []
        self._tell("released", now, by)

    def _move(self, due_from, due_at, now, *, by: str, chosen_by: str) -> None:
        if due_at <= now or (due_from and due_from > due_at):
            raise Refused("BadWindow")
        self._end_rest(now)
        early = now <= self.renegotiate_by and not self.broken_at and not self.chased_at
        self.versions.append(
            {
                "due_at": self.due_at,
                "was_early": early,
                "broken_at": self.broken_at,
                "chased_at": self.chased_at,
                "was_told": self.was_told or (chosen_by == "CUSTOMER" and now <= self.due_at),
                "changed_at": now,
                "changed_by": chosen_by,
            }
        )
        # It was of the date that no longer holds.
        self.was_told = False
        moved_by = int((due_at - self.due_at).total_seconds())
        self._set_dates(due_from, due_at, now=now)
        self.changes += 1
        self.broken_at = self.chased_at = self.eased_at = None
        self.windows = []
        self._tell("renegotiated", now, by, moved_by=moved_by, early=early, chosen_by=chosen_by)

    def _end_rest(self, now: datetime) -> None:
        if self.paused_at is None:
            return
        self.paused_at = None
        due_at = max(self.hours.add(now, self.left), self.due_at)
        moved_by = int((due_at - self.due_at).total_seconds())
        if due_at != self.due_at:
            start = None
            if self.due_from:
                start = min(self.hours.next_open(due_at - (self.due_at - self.due_from)), due_at)
            self._set_dates(start, due_at, now=now)
        self._tell("resumed", now, SYSTEM, moved_by=moved_by)

    def _set_dates(self, due_from, due_at: datetime, *, now: datetime) -> None:
        """Early until two working hours before, or a fifth of the span; warned an hour before."""
        self.due_from, self.due_at = due_from, due_at
        span = self.hours.between(now, due_at)
        margin = max(2 * HOUR, span / 5)
        by = self.hours.add(now, span - margin) if span > margin else now
        self.renegotiate_by = by
        ahead = self.hours.before(by, HOUR) if by > now else now
        self.warn_at = ahead if ahead > now else now + (due_at - now) / 2
        if self.kind == "REMINDER" and due_from:
            self.warn_at = due_from

    def _name(self, by: Person | None) -> str:
        return by.name if by else str(self.customer)

    def _may(self, may: bool) -> None:  # noqa: FBT001
        if not may:
            raise Refused("NotAllowed")

    def _tell(self, word: str, at: datetime, by: str, **fact: Any) -> None:
        self.told.append((word, at, by, fact))


def in_order(windows) -> list[tuple[datetime | None, datetime]]:
    """One for each end."""
    by_end = {end: start for start, end in windows}
    return [(by_end[end], end) for end in sorted(by_end)]


def foretold(life: Life, act: Callable[[Life], None]) -> tuple[Life, str]:
    """How the promise stands after the act, and the refusal there is, if any."""
    later = copy.copy(life)
    for name in ("windows", "versions", "submits", "told"):
        setattr(later, name, copy.copy(getattr(life, name)))
    try:
        act(later)
    except Refused as refusal:
        return life, str(refusal)
    return later, ""
