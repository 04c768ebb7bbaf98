"""What the people of Northmoor Lamps promise each other, their teams and themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.demo import calendar
from kept.demo.hours import ZONE
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.kit.hours import Hours
from kept.people.models import Team
from kept.promises import actions
from kept.promises.models import Promise
from kept.promises.rules import spot

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vow:
    """`due` and `done` count days from when it was said; `done` None is still open.

    Where the words name a time, that is when it is due.
    """

    by: str
    to: str
    words: str
    said_days_ago: float
    due: float
    done: float | None = None
    answer: str = ""
    condition: str = ""


VOWS = (
    Vow("Vesna", "team Front", "I'll get us two packing tables for Bay 4.", 30, 14, 12, "yes"),
    Vow("Rosalind", "team Front", "I'll listen in on a Monday queue.", 24, 12, 11, "yes"),
    Vow("Tobias", "Mara", "I'll measure the old boxes against the new ones.", 16, 3, 2.5, "yes"),
    Vow("Levi", "Mara", "I'll explain the two sums on invoice 2207.", 9, 2, 3.2, "yes"),
    Vow("Saskia", "Mara", "I'll write down how the dimmers are told apart.", 6, 4, 3, "",
        "There is a page I can send to a customer"),
    Vow("Vesna", "Mara", "I'll ask Rosalind for a second glazier.", 4, 6),
    Vow("Rosalind", "team Front", "You'll have an answer about Saturday shifts.", 5, 7, None, "",
        "Yes or no, and from when"),
    Vow("Vesna", "team Accounts", "I'll get the statements to go out by themselves.", 8, 5),
    Vow("Mara", "Levi", "I'll go through the open credits with you.", 2, 3),
    Vow("Ada", "Vesna", "I'll draft the letter to the trade customers.", 3, 4),
)  # fmt: skip


def tell(plan: Plan, house: House, *, now: datetime) -> None:
    """All of them, each at its moment; none was said to be done after `now`."""
    for vow in VOWS:
        plan.at(now - vow.said_days_ago * DAY, Telling(plan, house, vow, now).say)
    next_day = calendar.workday(now, Hours(zone=ZONE), 1)
    own = (
        ("I'll walk along the harbour at lunch.", 10, 4.0, 3.8),
        (f"I'll go home at five on {next_day:%A}.", 2, 3.0, None),
    )
    for words, said, due, done in own:
        vow = Vow("Mara", "Mara", words, said, due, done)
        plan.at(now - said * DAY, Telling(plan, house, vow, now, is_private=True).say)


@dataclass(slots=True)
class Telling:
    """One vow as it is told."""

    plan: Plan
    house: House
    vow: Vow
    until: datetime
    is_private: bool = False

    def say(self, now: datetime) -> None:
        vow, by = self.vow, self.house.member(self.vow.by)
        team = Team.objects.get(name=vow.to[5:]) if vow.to.startswith("team ") else None
        hours = Hours(zone=by.zone)
        found = spot(vow.words, at=now, zone=by.zone, hours=hours)
        said = next((one.due_end for one in found if one.due_end), None)
        promise = actions.promise_among_us(
            words=vow.words,
            due_at=said or hours.closes(now + vow.due * DAY),
            condition=vow.condition,
            to_team=team,
            to_member=None if team else self.house.member(vow.to),
            kind=Promise.Kind.SELF_CARE if self.is_private else Promise.Kind.COLLEAGUE,
            is_private=self.is_private,
            by=by,
            now=now,
        )
        if vow.done is None:
            return
        done_at = now + vow.done * DAY
        self.plan.at(done_at, lambda now: actions.keep(promise, by=by, now=now))
        if vow.answer == "yes" and done_at + DAY < self.until:
            heard = self.house.member("Mara" if team else vow.to)
            self.plan.at(done_at + DAY, lambda now: actions.confirm(promise, by=heard, now=now))
