"""Each promise has one ending, and one month in which it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from kept.promises.rules.endings import ending_of, is_by_first_date, month_of

DUE = datetime(2026, 10, 14, 15, 0, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(hours=1), DUE + timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    outcome: str = "OPEN"
    due_at: datetime = DUE
    first_due_at: datetime = DUE
    settled_at: datetime | None = None
    broken_at: datetime | None = None
    changes: int = 0
    was_told: bool = False


OPEN = Case()
KEPT = Case(outcome="KEPT", settled_at=BEFORE)


@pytest.mark.parametrize(
    ("case", "moved_late", "ending"),
    [
        (OPEN, False, "OPEN"),
        (replace(OPEN, changes=1), True, "OPEN"),
        (replace(OPEN, broken_at=DUE), False, "SILENT"),
        (replace(OPEN, broken_at=DUE, was_told=True), False, "TOLD"),
        (Case(outcome="OFFERED"), False, None),
        (Case(outcome="LAPSED", settled_at=DUE), False, None),
        (KEPT, False, "IN_TIME"),
        (replace(KEPT, settled_at=DUE), False, "IN_TIME"),
        (replace(KEPT, changes=2), False, "MOVED"),
        (replace(KEPT, changes=2), True, "LATE"),
        (replace(KEPT, settled_at=AFTER, broken_at=DUE), False, "LATE"),
        (replace(KEPT, settled_at=AFTER, broken_at=DUE, was_told=True), False, "LATE"),
        (Case(outcome="BROKEN", settled_at=AFTER, broken_at=DUE), False, "SILENT"),
        (Case(outcome="BROKEN", settled_at=BEFORE, broken_at=BEFORE, was_told=True), False, "TOLD"),
        (Case(outcome="RELEASED", settled_at=BEFORE), False, "RELEASED"),
        (Case(outcome="RELEASED", settled_at=AFTER, broken_at=DUE), False, "SILENT"),
    ],
)
def test_one_ending_each(case, moved_late, ending):
    assert ending_of(case, moved_late=moved_late) == ending


@pytest.mark.parametrize(
    ("case", "is_by_first"),
    [
        (KEPT, True),
        (replace(KEPT, settled_at=DUE), True),
        (replace(KEPT, settled_at=AFTER), False),
        (replace(KEPT, settled_at=AFTER, due_at=AFTER), False),
        (replace(KEPT, changes=1, due_at=AFTER), True),
        (OPEN, False),
        (Case(outcome="BROKEN", settled_at=BEFORE, broken_at=BEFORE), False),
    ],
)
def test_the_first_date_is_asked_apart(case, is_by_first):
    assert is_by_first_date(case) is is_by_first


@pytest.mark.parametrize(
    ("due_at", "settled_at", "zone", "month"),
    [
        # Berlin turns its clocks back on 25 October 2026: two hours ahead before, one after.
        (datetime(2026, 9, 30, 21, 59, tzinfo=UTC), None, "Europe/Berlin", (2026, 9)),
        (datetime(2026, 9, 30, 22, 0, tzinfo=UTC), None, "Europe/Berlin", (2026, 10)),
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), None, "Europe/Berlin", (2026, 10)),
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), None, "Europe/Berlin", (2026, 11)),
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), None, "Asia/Tokyo", (2026, 11)),
        (datetime(2027, 1, 3, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC), "UTC", (2026, 12)),
        (datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC), "UTC", (2026, 12)),
    ],
)
def test_it_counts_in_the_month_of_its_date_or_of_its_end(due_at, settled_at, zone, month):
    case = Case(due_at=due_at, settled_at=settled_at)

    assert month_of(case, zone=zone) == month
