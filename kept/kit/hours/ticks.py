"""Instants as whole numbers: microseconds since the beginning of year 1, which was a Monday.

The same numbers count UTC and the clock on a wall; between them lies the zone's offset.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
WEEK = 7 * DAY

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def tick_of(at: datetime) -> int:
    """`at` carries an offset."""
    since = at - _BEGINNING
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def moment_of(tick: int) -> datetime:
    """The instant in UTC."""
    return _BEGINNING + timedelta(microseconds=tick)


def year_start(year: int) -> int:
    return tick_of(datetime(year, 1, 1, tzinfo=UTC))
