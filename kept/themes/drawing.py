"""A theme's days as marks for an SVG: across in percent, heights in pixels, as reports draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.reports.drawing import BASE, GUTTER, PLOT, Label, Line
from kept.themes.rules.chance import limit, together
from kept.themes.rules.rising import (
    LEAST_PAST,
    MOST_PAST,
    Day,
    chance_for,
    usual_of,
)

SHOWN = 28
LABELLED = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A day as it is told; `usual` and `limit` are None where too little is known yet."""

    day: date
    name: str
    number: int
    usual: float | None
    limit: int | None

    @property
    def is_beyond(self) -> bool:
        return self.limit is not None and self.number >= self.limit


@dataclass(frozen=True, slots=True)
class Mark:
    left: str
    width: str
    right: str
    top: str
    height: str
    usual_at: str
    limit_at: str
    is_beyond: bool
    says: str


@dataclass(frozen=True, slots=True)
class Drawn:
    marks: list[Mark]
    labels: list[Label]
    scale: list[Line]
    has_limits: bool


def steps_of(days: Sequence[Day], *, today: date, themes: int, spread: float) -> list[Step]:
    """The days that are shown, each beside what its own past let expect."""
    chance = chance_for(themes)
    found = []
    for at in range(max(0, len(days) - SHOWN), len(days)):
        past, day = days[:at][-MOST_PAST:], today - timedelta(days=len(days) - 1 - at)
        usual: float | None = None
        most: int | None = None
        if len(past) >= LEAST_PAST and any(one.of > 0 for one in past):
            usual, known = usual_of(past, [days[at]])
            most = limit(usual, together(known, spread), chance) if usual > 0 else None
        name = date_format(day, "j M")
        found.append(Step(day, name, days[at].number, usual, most))
    return found


def drawn(steps: Sequence[Step]) -> Drawn:
    tops = [float(step.number) for step in steps]
    tops += [float(step.limit) for step in steps if step.limit is not None]
    highest = _round_up(max(tops, default=1.0))
    slot = (100 - GUTTER) / max(len(steps), 1)
    marks, labels = [], []
    for at, step in enumerate(steps):
        left = GUTTER + slot * (at + 0.15)
        height = PLOT * step.number / highest
        marks.append(
            Mark(
                f"{left:.2f}%",
                f"{slot * 0.7:.2f}%",
                f"{left + slot * 0.7:.2f}%",
                f"{BASE - height:.1f}",
                f"{height:.1f}",
                _at(step.usual, highest),
                _at(step.limit, highest),
                step.is_beyond,
                _("%(day)s: %(n)s letters") % {"day": step.name, "n": step.number},
            )
        )
        if (len(steps) - 1 - at) % LABELLED == 0:
            labels.append(Label(f"{GUTTER + slot * (at + 0.5):.2f}%", step.name))
    scale = [Line(f"{BASE - PLOT * n:.1f}", f"{highest * n:g}") for n in (0.5, 1)]
    return Drawn(marks, labels, scale, any(bool(mark.limit_at) for mark in marks))


def _at(value: float | None, highest: float) -> str:
    return "" if value is None else f"{BASE - PLOT * value / highest:.1f}"


def _round_up(number: float) -> int:
    step = 1
    while True:
        for head in (4, 6, 8, 10, 12, 16, 20):
            if number <= head * step:
                return head * step
        step *= 10
