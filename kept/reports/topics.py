"""What each report tells: its columns, its charts, its figures at the top, its advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy

from kept.kit.shares import Share
from kept.reports.parts import Part
from kept.reports.queries import Hour, Numbers
from kept.reports.rules import advice
from kept.reports.rules.advice import Advice, kept_share
from kept.reports.rules.lengths import Lengths
from kept.reports.rules.life import FIRST, NEXT
from kept.reports.rules.life import RESOLUTION as RESOLVED
from kept.reports.rules.periods import Period

Value = int | Lengths | Share | None


@dataclass(frozen=True, slots=True)
class Row:
    """What a line of a table is told from. `level` is how many were open at its end."""

    numbers: Numbers
    took: Mapping[str, Lengths]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: count, median, most (nine in ten), share, level. Parts have no level."""

    name: str
    label: str | Lazy
    kind: str
    of: Callable[[Row], Value]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a report may be told from; what its topic does not need is empty."""

    period: Period
    now: Row
    before: Row
    parts: Sequence[Part] = ()
    hours: Mapping[tuple[int, int], Hour] = field(default_factory=dict)
    still_open: Mapping[date, int] = field(default_factory=dict)
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Topic:
    """`drawn` are the columns that are bars side by side, `cards` those at the top."""

    key: str
    title: str | Lazy
    question: str | Lazy
    icon: str
    columns: tuple[Column, ...]
    drawn: tuple[str, ...]
    cards: tuple[str, ...]
    advise: Callable[[Seen], list[Advice]]
    needs: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ("one", "two")
    measures: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def is_of_lengths(self) -> bool:
        return self.column(self.drawn[0]).kind == "median"


def _count(name: str, label: str | Lazy) -> Column:
    return Column(name, label, "count", lambda row: row.numbers[name])


def _length(name: str, label: str | Lazy, kind: str, measure: str) -> Column:
    return Column(name, label, kind, lambda row: row.took.get(measure, Lengths()))


def _number(name: str, label: str | Lazy, measure: str) -> Column:
    return Column(name, label, "count", lambda row: row.took.get(measure, Lengths()).of)


def _back(row: Row) -> Share:
    closed = row.numbers["closed"]
    return Share(min(row.numbers["reopened"], closed), closed)


VOLUME = Topic(
    key="volume",
    title=gettext_lazy("Volume"),
    question=gettext_lazy("How much comes, and how much goes out."),
    icon="inbox",
    columns=(
        _count("received", gettext_lazy("Letters in")),
        _count("sent", gettext_lazy("Letters out")),
        _count("opened", gettext_lazy("New conversations")),
        _count("closed", gettext_lazy("Closed")),
    ),
    drawn=("received", "sent"),
    cards=("received", "sent", "opened", "closed"),
    advise=lambda seen: [
        *advice.volume(seen.now.numbers, seen.before.numbers, seen.parts),
        *advice.busiest(seen.hours),
    ],
    needs=frozenset({"hours"}),
)
ANSWERS = Topic(
    key="answers",
    title=gettext_lazy("Answers"),
    question=gettext_lazy("How long people wait for our first answer, and for every other one."),
    icon="reply",
    columns=(
        _number("first", gettext_lazy("First answers"), "FIRST"),
        _length("first_median", gettext_lazy("First answer, median"), "median", "FIRST"),
        _length("first_most", gettext_lazy("Nine in ten within"), "most", "FIRST"),
        _number("next", gettext_lazy("Next answers"), "NEXT"),
        _length("next_median", gettext_lazy("Next answer, median"), "median", "NEXT"),
        _length("next_most", gettext_lazy("Nine in ten within"), "most", "NEXT"),
    ),
    drawn=("first_median", "next_median"),
    cards=("first_median", "first_most", "next_median", "next_most"),
    advise=lambda seen: [
        *advice.answers(seen.now.took, seen.before.took, seen.parts),
        *advice.slowest(seen.hours),
    ],
    needs=frozenset({"took", "hours"}),
    measures=(FIRST, NEXT),
)
RESOLUTION = Topic(
    key="resolution",
    title=gettext_lazy("Resolution"),
    question=gettext_lazy("How long it takes until the end, and what comes back after it."),
    icon="s-kept",
    columns=(
        _count("closed", gettext_lazy("Closed")),
        _count("reopened", gettext_lazy("Came back")),
        Column("reopened_share", gettext_lazy("Share that came back"), "share", _back),
        _number("resolved", gettext_lazy("Closed for good"), "RESOLUTION"),
        _length("median", gettext_lazy("From start to end, median"), "median", "RESOLUTION"),
        _length("most", gettext_lazy("Nine in ten within"), "most", "RESOLUTION"),
    ),
    drawn=("median",),
    cards=("median", "most", "closed", "reopened_share"),
    advise=lambda seen: advice.resolution(
        seen.now.numbers, seen.now.took, seen.before.took, seen.parts
    ),
    needs=frozenset({"took"}),
    measures=(RESOLVED,),
)
BACKLOG = Topic(
    key="backlog",
    title=gettext_lazy("Backlog"),
    question=gettext_lazy("How much is open, how old it is, and whether it grows."),
    icon="box",
    columns=(
        Column("level", gettext_lazy("Open at the end"), "level", lambda row: row.level),
        _count("opened", gettext_lazy("New conversations")),
        _count("reopened", gettext_lazy("Came back")),
        _count("closed", gettext_lazy("Closed")),
        Column(
            "change",
            gettext_lazy("Change"),
            "change",
            lambda row: row.numbers["opened"] + row.numbers["reopened"] - row.numbers["closed"],
        ),
    ),
    drawn=("level",),
    cards=("level", "opened", "reopened", "closed"),
    advise=lambda seen: advice.backlog(
        seen.now.numbers, seen.still_open, today=seen.today, weeks=seen.period.days / 7
    ),
    needs=frozenset({"still_open"}),
)
PROMISES = Topic(
    key="promises",
    title=gettext_lazy("Promises"),
    question=gettext_lazy("What we said we would do, and what became of it."),
    icon="pact",
    columns=(
        _count("made", gettext_lazy("Made")),
        _count("in_time", gettext_lazy("In time")),
        _count("moved", gettext_lazy("Changed early")),
        _count("late", gettext_lazy("Late")),
        _count("told", gettext_lazy("Broken, told")),
        _count("silent", gettext_lazy("In silence")),
        _count("released", gettext_lazy("Let off")),
        Column(
            "kept",
            gettext_lazy("Kept as agreed"),
            "share",
            lambda row: kept_share(row.numbers),
        ),
    ),
    drawn=("in_time", "moved", "late", "told", "silent"),
    cards=("kept", "made", "moved", "silent"),
    advise=lambda seen: advice.promises(seen.now.numbers, seen.parts),
    kinds=("kept", "moved", "late", "told", "silent"),
)
HOURS = Topic(
    key="hours",
    title=gettext_lazy("Time of day"),
    question=gettext_lazy("When letters come in, and which of them wait longest."),
    icon="hour",
    columns=(
        _count("received", gettext_lazy("Letters in")),
        _length("median", gettext_lazy("Wait, median"), "median", "WAIT"),
        _length("most", gettext_lazy("Nine in ten within"), "most", "WAIT"),
    ),
    drawn=("received",),
    cards=(),
    advise=lambda seen: [*advice.busiest(seen.hours), *advice.slowest(seen.hours)],
    needs=frozenset({"hours"}),
)
TOPICS = {one.key: one for one in (VOLUME, ANSWERS, RESOLUTION, BACKLOG, PROMISES, HOURS)}


def plain(value: Value) -> Any:
    """A number for a sheet of numbers: minutes of a median, percent of a share, or nothing."""
    if isinstance(value, Share):
        return value.percent if value.is_worth_it else ""
    return "" if value is None else value
