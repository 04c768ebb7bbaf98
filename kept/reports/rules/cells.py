"""Where a conversation counts: cells of days, of lengths by day, and of hours. Pure.

A cell is named as it is stored: `D day column`, `L day measure column`, `H day hour column`. Days
and hours are those of the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.reports.rules.lengths import BUCKETS, bucket_of
from kept.reports.rules.life import RESOLUTION, Life

ENDINGS = ("in_time", "moved", "late", "told", "silent", "released")
DAY_COLUMNS = (
    *("opened", "received", "sent", "closed", "reopened", "still_open"),
    *("made", *ENDINGS),
)
WORKING = tuple(f"w{number:02}" for number in range(BUCKETS))
CLOCK = tuple(f"c{number:02}" for number in range(BUCKETS))
HOUR_COLUMNS = ("opened", "received", *WORKING)

Between = Callable[[datetime, datetime], float]
"""Seconds of working time from one moment to another."""


@dataclass(frozen=True, slots=True)
class Vow:
    """A promise to a customer; `ending` is one of `promises.rules.endings`, empty while open."""

    made_at: datetime
    ending: str
    counts_at: datetime


def cells_of(life: Life, vows: Iterable[Vow], *, zone: str, between: Between) -> Counter[str]:
    """All cells of one conversation, with how often it stands in each."""
    found: Counter[str] = Counter()
    here = ZoneInfo(zone)

    def day(at: datetime) -> date:
        return at.astimezone(here).date()

    def hour(at: datetime) -> str:
        local = at.astimezone(here)
        return f"H {local.date()} {local.hour}"

    found[f"D {day(life.opened_at)} opened"] += 1
    found[f"{hour(life.opened_at)} opened"] += 1
    for column in ("received", "sent", "closed", "reopened"):
        for at in getattr(life, column):
            found[f"D {day(at)} {column}"] += 1
    for at in life.received:
        found[f"{hour(at)} received"] += 1
    if life.resolved_at is None:
        found[f"D {day(life.opened_at)} still_open"] += 1
    for wait in life.waits:
        working = WORKING[bucket_of(between(wait.since, wait.until))]
        _add_length(found, day(wait.until), wait.measure, working, wait.since, wait.until)
        found[f"{hour(wait.since)} {working}"] += 1
    if life.resolved_at is not None:
        working = WORKING[bucket_of(between(life.opened_at, life.resolved_at))]
        _add_length(
            found, day(life.resolved_at), RESOLUTION, working, life.opened_at, life.resolved_at
        )
    for vow in vows:
        found[f"D {day(vow.made_at)} made"] += 1
        if vow.ending.lower() in ENDINGS:
            found[f"D {day(vow.counts_at)} {vow.ending.lower()}"] += 1
    return found


def _add_length(
    found: Counter[str],
    day: date,
    measure: str,
    working: str,
    since: datetime,
    until: datetime,
) -> None:
    clock = CLOCK[bucket_of((until - since).total_seconds())]
    found[f"L {day} {measure} {working}"] += 1
    found[f"L {day} {measure} {clock}"] += 1


def cell_of_month(cell: str) -> str:
    """The same cell on the first day of its month, where the month is summed."""
    table, day, rest = cell.split(" ", 2)
    return f"{table} {day[:8]}01 {rest}"


def last_day(cells: Iterable[str]) -> date:
    """The latest day on which anything of it counts."""
    return max(date.fromisoformat(cell.split(" ", 2)[1]) for cell in cells)
