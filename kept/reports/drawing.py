"""Charts of the reports, as marks for an SVG: across in percent, heights in pixels.

So the drawing is as wide as its page while letters and lines keep their size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

GUTTER = 7.0
"""Percent on the left, for the scale."""
TOP, PLOT = 22, 176
BASE = TOP + PLOT
MOST_LABELS = 14
FEW_LABELS = 5
"""Of which so many have room on a phone."""
SIDE_BY_SIDE = 2
PLAIN = {"one", "kept", "silent"}
"""Kinds of bars without a pattern."""
WEEK_GUTTER = 10.0
"""The same where weekdays stand there: on a phone the first square is not to touch them."""
ROW = 30
"""Pixels of a weekday among the hours."""


@dataclass(frozen=True, slots=True)
class Series:
    """`values` by step, None where nothing is known; `name` says it in words."""

    kind: str
    name: str
    values: Sequence[float | None]
    before: Sequence[float | None] = ()


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str
    fill: str
    left: str
    width: str
    top: str
    height: str
    says: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What it was in the days before: a line across, from `left` to `right`."""

    left: str
    right: str
    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """`is_main` where it stands on narrow screens too."""

    at: str
    says: str
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    marks: list[Mark]
    labels: list[Label]
    scale: list[Line]
    series: list[tuple[str, str, str]]

    @property
    def has_before(self) -> bool:
        return bool(self.marks)


@dataclass(frozen=True, slots=True)
class Spot:
    """An hour of a weekday: a square as large as its share of the fullest one."""

    x: str
    y: str
    size: str
    shift: str
    says: str


@dataclass(frozen=True, slots=True)
class Week:
    spots: list[Spot]
    rows: list[Label]
    columns: list[Label]
    height: int


def chart(
    series: Sequence[Series],
    steps: Sequence[str],
    *,
    labels: Sequence[str],
    says: Callable[[float], str],
    top_of: Callable[[float], float] | None = None,
) -> Chart:
    """Bars for each step: side by side, or on top of each other from three on.

    `says` puts a value into words, for titles and the scale.
    """
    is_stacked = len(series) > SIDE_BY_SIDE
    known = [v for one in series for v in (*one.values, *one.before) if v is not None]
    if is_stacked:
        known = [sum(one.values[n] or 0 for one in series) for n in range(len(steps))]
    highest = (top_of or _round_up)(max(known, default=0))
    slot = (100 - GUTTER) / max(len(steps), 1)
    beside = 1 if is_stacked else max(len(series), 1)
    width = min(0.7 * slot, 11.0) / beside
    bars, marks = [], []
    has_before = any(value for one in series for value in one.before)
    beneath = [0.0] * len(steps)
    for place, one in enumerate(series):
        for number, value in enumerate(one.values):
            middle = GUTTER + slot * (number + 0.5)
            left = middle - width * beside / 2 + (0 if is_stacked else width * place)
            if value:
                height = PLOT * value / highest
                beneath[number] += height if is_stacked else 0
                bars.append(
                    Bar(
                        one.kind,
                        fill_of(one.kind),
                        _percent(left),
                        _percent(width),
                        _px(BASE - (beneath[number] or height)),
                        _px(height),
                        f"{steps[number]}: {one.name} {says(value)}",
                    )
                )
            before = one.before[number] if number < len(one.before) else None
            if before is not None and has_before:
                at = _px(BASE - PLOT * before / highest)
                marks.append(Mark(_percent(left), _percent(left + width), at, says(before)))
    every = -(-len(steps) // MOST_LABELS)
    shown = [
        Label(
            _percent(GUTTER + slot * (number + 0.5)), text, is_main=_is_main(number, labels, every)
        )
        for number, text in enumerate(labels)
        if (len(labels) - 1 - number) % every == 0
    ]
    scale = [Line(_px(BASE - PLOT * n), says(highest * n)) for n in (0.5, 1)]
    return Chart(
        bars, marks, shown, scale, [(one.kind, fill_of(one.kind), one.name) for one in series]
    )


def _is_main(number: int, labels: Sequence[str], every: int) -> bool:
    """Whether it is among the few, counted from the last."""
    few = -(-len(labels) // (every * FEW_LABELS))
    return (len(labels) - 1 - number) // every % few == 0


def week(
    hours: Mapping[tuple[int, int], int],
    *,
    days: Sequence[str],
    says: Callable[[int, int, int], str],
) -> Week:
    """Letters by weekday and hour. `says` is given weekday, hour and number."""
    present = [hour for (_weekday, hour), n in hours.items() if n]
    first, last = min(present, default=8), max(present, default=17)
    width = (100 - WEEK_GUTTER) / (last - first + 1)
    most = max(hours.values(), default=0) or 1
    spots = [
        Spot(
            x=_percent(WEEK_GUTTER + width * (hour - first + 0.5)),
            y=_px(ROW * (weekday + 0.5)),
            size=_px(size := max(3.0, (ROW - 6) * (number / most) ** 0.5)),
            shift=f"translate({-size / 2:.1f} {-size / 2:.1f})",
            says=says(weekday, hour, number),
        )
        for (weekday, hour), number in sorted(hours.items())
        if number
    ]
    every = 1 if last - first < 13 else 2
    columns = [
        Label(_percent(WEEK_GUTTER + width * (hour - first + 0.5)), str(hour))
        for hour in range(first, last + 1, every)
    ]
    rows = [Label(_px(ROW * (number + 0.5)), name) for number, name in enumerate(days)]
    return Week(spots, rows, columns, ROW * len(days))


def fill_of(kind: str) -> str:
    return "currentColor" if kind in PLAIN else f"url(#r-{kind})"


def round_up_minutes(minutes: float) -> float:
    """An end of the scale that is a plain number of minutes, hours or days."""
    ends = (10, 20, 40, 60, 120, 240, 480, 960, 1440, 2880, 5760, 11520, 20160, 43200)
    return next((end for end in ends if minutes <= end), ends[-1])


def _round_up(number: float) -> float:
    """An even figure for the end of the scale: 4, 6, 8, 10, 12, 16, 20, 40, 60 ..."""
    step = 1
    while True:
        for head in (4, 6, 8, 10, 12, 16, 20):
            if number <= head * step:
                return head * step
        step *= 10


def _px(number: float) -> str:
    return f"{number:.1f}"


def _percent(number: float) -> str:
    return f"{number:.2f}%"
