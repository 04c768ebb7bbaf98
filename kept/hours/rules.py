"""Windows as they are typed, and hours from what a calendar holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kept.kit.hours import BadHours, Hours, Region, Windows
from kept.kit.hours.openings import Week
from kept.kit.hours.windows import read_clock, written

CLOSED: Week = ((),) * 7
MOST_WINDOWS = 12
"""A day. More are a mistake."""
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})", re.ASCII)

Span = tuple[datetime, datetime]


class Backwards(BadHours):
    """A window that does not end after it begins."""


class Overlapping(BadHours):
    """A window that begins before the one before it ends."""


@dataclass(frozen=True, slots=True)
class Version:
    """From `since` on the week is like this, and closed on these public holidays.

    `row` is the id it is stored under; two that say the same are the same.
    """

    since: date
    week: Week
    region: Region | None = None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a calendar says. Versions are in order of their dates, and at least one.

    A day with no windows is closed.
    """

    zone: str
    versions: Sequence[Version]
    days: Mapping[date, Windows] = field(default_factory=dict)

    def hours(self) -> Hours:
        first, *later = self.versions
        return Hours(
            zone=self.zone,
            week=first.week,
            shifts=tuple(sorted(self.days.items())),
            changes=tuple((version.since, version.week) for version in later),
            regions=_regions(self.versions),
        )

    def on(self, day: date) -> Version:
        """The version that holds on a date."""
        begun = [version for version in self.versions if version.since <= day]
        return begun[-1] if begun else self.versions[0]

    def changed(self, version: Version) -> Plan:
        """The same with one version more, or another one from that date on."""
        others = [one for one in self.versions if one.since != version.since]
        return Plan(
            self.zone, sorted((*others, version), key=lambda one: one.since), dict(self.days)
        )


def _regions(versions: Sequence[Version]) -> tuple[tuple[date, Region | None], ...]:
    """Where nobody's holidays are kept there is nothing to ask the library for."""
    if not any(version.region for version in versions):
        return ()
    first, *later = versions
    return ((date.min, first.region), *((version.since, version.region) for version in later))


def read_typed(text: str) -> Windows:
    """`09:00-12:30, 13:30 – 17:00`; nothing is closed; an end at 0:00 or 24:00 is midnight.

    Raises `Backwards`, `Overlapping`, or else `BadHours`.
    """
    found: list[tuple[int, int]] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise BadHours("no window")
        opens, closes = (read_clock(word) for word in match.groups())
        closes = closes or 24 * 60
        if closes <= opens:
            raise Backwards
        if found and opens < found[-1][1]:
            raise Overlapping
        found.append((opens, closes))
    if len(found) > MOST_WINDOWS:
        raise BadHours("too many windows")
    return tuple(found)


def as_typed(windows: Windows) -> str:
    """As `read_typed` reads it."""
    return ", ".join("-".join(pair) for pair in written(windows))


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that touch or overlap made one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
