from __future__ import annotations

from datetime import time, timedelta

import pytest

from kept.focus.rules import (
    BACK,
    HIGH,
    LATE,
    LONGEST,
    SOON,
    TODAY,
    URGENT,
    WAITED,
    InLine,
    Waiting,
    held_until,
    line_up,
    reason_of,
    steps_in,
    until_of,
)
from tests.cast import NOON

HOUR = timedelta(hours=1)
MIDNIGHT = NOON + 12 * HOUR


def lined(*found, parked=()):
    return line_up(found, parked=parked, now=NOON, midnight=MIDNIGHT)


def test_what_is_most_due_comes_first_each_with_its_reason():
    line = lined(
        Waiting(1, NOON - HOUR, priority="LOW"),
        Waiting(2, NOON - 2 * HOUR),
        Waiting(3, NOON - 3 * HOUR),
        Waiting(4, NOON, priority="HIGH"),
        Waiting(5, NOON, due_at=NOON + 5 * HOUR),
        Waiting(6, NOON, priority="URGENT"),
        Waiting(7, NOON, due_at=NOON + HOUR, is_near=True),
        Waiting(8, NOON, due_at=NOON - HOUR, is_near=True),
        Waiting(9, NOON, due_at=NOON + 4 * HOUR, is_back=True),
        Waiting(10, NOON - 4 * HOUR, due_at=NOON + 24 * HOUR),
    )

    assert [(one.conversation, one.why) for one in line] == [
        *((8, LATE), (7, SOON), (6, URGENT), (9, BACK), (5, TODAY), (4, HIGH)),
        *((10, WAITED), (3, WAITED), (2, WAITED), (1, WAITED)),
    ]
    assert line[0].at == NOON - HOUR
    assert line[-1].at == NOON - HOUR


def test_what_is_parked_comes_last_and_what_is_answered_not_at_all():
    line = lined(
        Waiting(1, NOON, due_at=NOON - HOUR),
        Waiting(2, NOON),
        Waiting(3, NOON - HOUR, is_answered=True),
        parked={1},
    )

    assert line == [
        InLine(2, WAITED, NOON),
        InLine(1, LATE, NOON - HOUR, is_parked=True),
    ]


def test_what_is_held_is_looked_at_again_at_the_next_whole_minute_or_the_end():
    assert held_until(NOON, NOON + HOUR) == NOON + timedelta(minutes=1)
    late = NOON + timedelta(seconds=59)
    assert held_until(late, NOON + HOUR) == NOON + timedelta(minutes=1)
    assert held_until(late, late + timedelta(milliseconds=1)) == late + timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("clock", "zone", "hours"),
    [("15:30", "Europe/Berlin", 2.5), ("13:00", "Europe/Berlin", None), ("23:01", "UTC", None)],
)
def test_an_end_is_by_the_member_s_clock_and_within_bounds(clock, zone, hours):
    end = until_of(time.fromisoformat(clock), zone=zone, now=NOON)

    assert end == (NOON + timedelta(hours=hours) if hours else None)
    assert timedelta(hours=10) == LONGEST


def test_an_end_after_midnight_is_of_the_next_day():
    late = NOON + 11 * HOUR
    assert until_of(time(1, 0), zone="UTC", now=late) == NOON + 13 * HOUR


def test_steps_are_read_line_by_line_and_faults_are_named():
    assert steps_in(" Listen: Read twice: once more \n\nAnswer\n") == [
        ("Listen", "Read twice: once more"),
        ("Answer", ""),
    ]
    assert reason_of("\n".join("abcdefgh")) == "MANY"
    assert reason_of("x" * 201) == "LONG"
    assert reason_of(": only an aid") == "NAMELESS"
    assert reason_of("Listen") == ""
