"""One conversation of today, and the stage it is played on: every moment is minutes before now."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kept.conversations.actions import File
from kept.conversations.models import Conversation
from kept.demo import calendar
from kept.demo.customers import Person
from kept.demo.house import House
from kept.demo.telling import Plan, Talk
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.proposals import Span

HOUR = 60
DAY = 24 * HOUR
ROUND = 5
"""Nobody promises to call by 14:54."""


class Scene:
    """One conversation of today. Every moment is given as minutes before now."""

    def __init__(self, stage: Stage, talk: Talk) -> None:
        self.stage = stage
        self.plan = stage.plan
        self.talk = talk

    def theirs(
        self, ago: float, text: str, *, files: tuple[File, ...] = (), is_html: bool = False
    ) -> None:
        self.plan.at(
            self.stage.ago(ago),
            lambda now: self.talk.letter(text, files=files, is_html=is_html, now=now),
        )

    def taken(self, ago: float, *, by: Member) -> None:
        self.plan.at(self.stage.ago(ago), lambda now: self.talk.assign(by, by=by, now=now))

    def ours(
        self,
        ago: float,
        text: str,
        *,
        by: Member,
        files: tuple[File, ...] = (),
        then: str = Conversation.Status.WAITING,
    ) -> None:
        self.plan.at(
            self.stage.ago(ago),
            lambda now: self.talk.reply(text, by=by, files=files, then=then, now=now),
        )

    def note(self, ago: float, text: str, *, by: Member) -> None:
        self.plan.at(self.stage.ago(ago), lambda now: self.talk.note(text, by=by, now=now))

    def by_clock(self, minutes: float, *, said: float) -> str:
        """The words for so many minutes from now, said that long ago, by their clock."""
        zone = ZoneInfo(self.talk.zone)
        due = (self.stage.now + timedelta(minutes=minutes)).astimezone(zone)
        due -= timedelta(minutes=due.minute % ROUND)
        is_same_day = due.date() == self.stage.ago(said).astimezone(zone).date()
        return f"by {due:%H:%M}" if is_same_day else f"tomorrow by {due:%H:%M}"

    def vow(
        self,
        ago: float,
        words: str,
        *,
        by: Member,
        desk: bool = False,
        otherwise: Span | None = None,
    ) -> None:
        """Promised in the letter of that moment; `otherwise` is when, where no words say it."""
        found = self.talk.due(words, now=self.stage.ago(ago)) or otherwise
        if found is None:
            raise ValueError(f"no word of {words!r} says when")
        due_from, due_at = found
        keeper = None if desk else by
        self.plan.at(
            self.stage.ago(ago),
            lambda now: self.talk.promise(
                words, due_at=due_at, due_from=due_from, keeper=keeper, by=by, now=now
            ),
        )

    def kept(self, ago: float, *, by: Member, vow: int = -1) -> None:
        self.plan.at(
            self.stage.ago(ago), lambda now: promises.keep(self.talk.vows[vow], by=by, now=now)
        )

    def tagged(self, ago: float, *names: str, by: Member) -> None:
        self.plan.at(self.stage.ago(ago), lambda now: self.talk.tag(names, by=by, now=now))

    def pressing(self, ago: float, to: str, *, by: Member) -> None:
        self.plan.at(self.stage.ago(ago), lambda now: self.talk.priority(to, by=by, now=now))

    def status(self, ago: float, to: str, *, by: Member) -> None:
        self.plan.at(self.stage.ago(ago), lambda now: self.talk.status(to, by=by, now=now))


class Stage:
    """Where scenes are played: the people, and moments that count back from now."""

    def __init__(self, plan: Plan, house: House, people: dict[str, Person], *, now: datetime):
        self.plan = plan
        self.house = house
        self.people = people
        self.now = now
        self.dice = random.Random(20261124)
        self.mara = house.member("Mara")
        self.tobias = house.member("Tobias")
        self.ada = house.member("Ada")
        self.hours = house.desks["Orders"].hours

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def workday(self, days: int, hour: int) -> Span:
        """By that hour of a working day to come."""
        return None, calendar.at(calendar.workday(self.now, self.hours, days), hour)

    def by_day(self, due_at: datetime, *, said: float) -> str:
        """The words for a day, so many minutes before now: `by Thursday`."""
        return calendar.words_for(due_at, now=self.ago(said), language="en")

    def begin(self, who: str, subject: str, *, desk: str = "Orders") -> Scene:
        talk = Talk(
            self.house.desks[desk],
            self.people[who],
            subject,
            self.dice,
            old_before=self.ago(14 * DAY),
        )
        return Scene(self, talk)
