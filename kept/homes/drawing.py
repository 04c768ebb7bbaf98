"""Charts of our word, as marks for an SVG: widths in percent, heights in pixels.

So the drawing is as wide as its page while letters and lines keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kept.kit.shares import Share
from kept.promises.counting import Counts
from kept.promises.rules.endings import ENDINGS, LATE, MOVED, RELEASED, TOLD

GUTTER = 7.0
"""Percent on the left, for the scale."""
TOP, PLOT = 22, 176
BASE = TOP + PLOT
HEIGHT = BASE + 26
PATTERNS = {MOVED, LATE, TOLD, RELEASED}
"""Endings that are drawn in a pattern of their own; the others are plain or hollow."""
LEAST_FOR_FIGURE = 15
"""Pixels of height from which a piece has room for its number."""


@dataclass(frozen=True, slots=True)
class Line:
    """Of the scale: `at` in pixels from the top."""

    at: str
    says: int


@dataclass(frozen=True, slots=True)
class Piece:
    """So many promises that ended alike, within the bar of a month."""

    ending: str
    count: int
    fill: str
    top: str
    height: str
    middle: str
    has_figure: bool


@dataclass(frozen=True, slots=True)
class Bar:
    month: date
    left: str
    middle: str
    width: str
    top: str
    total: int
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Bars:
    bars: list[Bar]
    scale: list[Line]


@dataclass(frozen=True, slots=True)
class Point:
    """`x` in percent, `y` in pixels from the top."""

    x: str
    y: str
    month: date
    share: Share


@dataclass(frozen=True, slots=True)
class Trend:
    """Where shares are known: their dots, and for each run of months a line and its band.

    Lines and bands are in a square of 100 by 100 that is stretched over the plot.
    """

    dots: list[Point]
    lines: list[str]
    bands: list[str]


def bars(by_month: dict[date, Counts]) -> Bars:
    """What became of the promises, stacked month by month."""
    highest = _round_up(max((one.all for one in by_month.values()), default=0))
    slots = _slots(len(by_month))
    width = min(0.62 * slots[1], 11.0)
    drawn = []
    for middle, (month, counts) in zip(slots[0], by_month.items(), strict=True):
        pieces, at = [], float(BASE)
        for ending in ENDINGS:
            count = counts.of(ending)
            height = PLOT * count / highest
            at -= height
            if count:
                pieces.append(
                    Piece(
                        ending=ending,
                        count=count,
                        fill=fill_of(ending),
                        top=_px(at),
                        height=_px(height),
                        middle=_px(at + height / 2 + 4),
                        has_figure=height >= LEAST_FOR_FIGURE,
                    )
                )
        drawn.append(
            Bar(
                month=month,
                left=_percent(middle - width / 2),
                middle=_percent(middle),
                width=_percent(width),
                top=_px(at - 6),
                total=counts.all,
                pieces=pieces,
            )
        )
    scale = [Line(_px(BASE - PLOT * n / highest), n) for n in (highest // 2, highest) if n]
    return Bars(drawn, scale)


def fill_of(ending: str) -> str:
    """The paint of an ending, where the style does not say it."""
    return f"url(#p-{ending.lower()})" if ending in PATTERNS else "currentColor"


def trend(shares: Sequence[tuple[date, Share]]) -> Trend:
    """A share by month. Below its least number a month has no dot, and the line stops there."""
    middles = _slots(len(shares))[0]
    placed = [(x, month, share) for x, (month, share) in zip(middles, shares, strict=True)]
    runs = [
        list(run)
        for is_known, run in groupby(placed, key=lambda one: one[2].is_worth_it)
        if is_known
    ]
    dots = [
        Point(_percent(x), _px(TOP + PLOT * (1 - share.at)), month, share)
        for run in runs
        for x, month, share in run
    ]
    return Trend(dots=dots, lines=[_line(run) for run in runs], bands=[_band(run) for run in runs])


def shares_scale() -> list[Line]:
    return [Line(_px(TOP + PLOT * (1 - n / 100)), n) for n in (0, 50, 100)]


Run = list[tuple[float, date, Share]]


def _line(run: Run) -> str:
    return " ".join(f"{x:.2f},{100 * (1 - share.at):.2f}" for x, _, share in run)


def _band(run: Run) -> str:
    """There along the upper ends, and back along the lower ones. One month alone has a bar."""
    if len(run) == 1:
        x, month, share = run[0]
        run = [(x - 0.6, month, share), (x + 0.6, month, share)]
    upper = [f"{x:.2f},{100 * (1 - share.high):.2f}" for x, _, share in run]
    lower = [f"{x:.2f},{100 * (1 - share.low):.2f}" for x, _, share in reversed(run)]
    return " ".join([*upper, *lower])


def _slots(count: int) -> tuple[list[float], float]:
    """The middles of so many columns, and how wide one is."""
    width = (100 - GUTTER) / max(count, 1)
    return [GUTTER + width * (n + 0.5) for n in range(count)], width


def _round_up(number: int) -> int:
    """An even figure for the end of the scale: 4, 10, 20, 40, 100, 200, 400 ..."""
    step = 1
    while True:
        for head in (4, 10, 20):
            if number <= head * step:
                return head * step
        step *= 10


def _px(number: float) -> str:
    return f"{number:.1f}"


def _percent(number: float) -> str:
    return f"{number:.2f}%"
