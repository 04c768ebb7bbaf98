"""A manager before themselves: what they owe their people, what became of it, how they answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from kept.focus.queries import Looks, read_looks
from kept.prompts.queries import Told, moment_in

MONTHS = 3
"""The present one and those before it."""
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Word:
    """What became of what somebody promised one of us, in so many months.

    In the order of `promises.rules.endings.ENDINGS`.
    """

    kept: int = 0
    moved: int = 0
    late: int = 0
    told: int = 0
    silent: int = 0
    released: int = 0
    open: int = 0

    @property
    def broken(self) -> int:
        return self.told + self.silent

    @property
    def of(self) -> int:
        """What ended by our own doing."""
        return self.kept + self.moved + self.late + self.broken


@dataclass(frozen=True, slots=True)
class OwedToUs:
    """A promise to one of us that is open. `is_late` where its date has passed."""

    pk: int
    words: str
    to: str
    since: datetime
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Untouched:
    """A conversation of one's own, since when nothing happened in it."""

    pk: int
    customer: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Mirror:
    """`owed` with what is late first, then by its age, as `mine`; of `owed` a few are shown."""

    word: Word
    owed: list[OwedToUs]
    mine: list[Untouched]
    looks: Looks

    @property
    def first_owed(self) -> list[OwedToUs]:
        return self.owed[:SHOWN]

    @property
    def more_owed(self) -> int:
        return max(0, len(self.owed) - SHOWN)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.owed)


def mirror_in(found: Told, *, now: datetime) -> Mirror:
    text = found.texts.get("word")
    owed = [
        OwedToUs(
            pk,
            words,
            member or team or "",
            moment_in(made),
            moment_in(due),
            is_late=paused is None and moment_in(due) < now,
        )
        for pk, words, made, due, member, team, paused in found.rows("owed")
    ]
    mine = [Untouched(pk, name, moment_in(at)) for pk, name, at in found.rows("mine")]
    return Mirror(
        word=Word(*json.loads(text)) if text else Word(),
        owed=sorted(owed, key=lambda one: (not one.is_late, one.since, one.pk)),
        mine=sorted(mine, key=lambda one: (one.since, one.pk)),
        looks=read_looks(found.texts.get("looks"), found.texts.get("standard")),
    )


def first_month(month: date) -> date:
    """The first of `MONTHS` that end with the one that begins on `month`."""
    number = month.year * 12 + month.month - MONTHS
    return date(number // 12, number % 12 + 1, 1)
