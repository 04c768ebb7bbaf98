"""Other times are times at which we are open, as long as the promised one, and no two the same."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.kit.hours import DAYS, Hours
from kept.promises.proposals import other_windows, start_of
from tests.cast import NOON


def week_of(*openings: tuple[str, str], days: int = 5) -> dict[str, list[tuple[str, str]]]:
    return {day: list(openings) for day in DAYS[:days]}


NINE_TO_FIVE = week_of(("09:00", "17:00"))
WITH_LUNCH = week_of(("09:00", "12:00"), ("13:00", "17:00"))
ONE_LONG_DAY = week_of(("09:00", "11:00"), days=4) | {"fri": [("08:00", "20:00")]}
ALWAYS = week_of(("00:00", "24:00"), days=7)
TILL_TEN_PAST = week_of(("09:10", "17:10"))


def said(week, *, due, length=None, closed=(), now=NOON) -> list[str]:
    """The times offered instead of a promise due at that hour of Wednesday the 25th."""
    hours = Hours.from_calendar({"zone": "UTC", "week": week, "holidays": list(closed)})
    due_at = datetime.combine(datetime(2026, 11, 25, tzinfo=UTC), time.fromisoformat(due), UTC)
    due_from = due_at - timedelta(hours=length) if length else None
    return [
        f"{start:%a %d %H:%M} to {end:%a %d %H:%M}" if start else f"by {end:%a %d %H:%M}"
        for start, end in other_windows(due_from, due_at, hours=hours, now=now)
    ]


@pytest.mark.parametrize(
    ("week", "due", "length", "offered"),
    [
        (
            NINE_TO_FIVE,
            "12:00",
            3,
            ["Thu 26 09:00 to Thu 26 12:00", "Thu 26 13:00 to Thu 26 16:00",
             "Fri 27 09:00 to Fri 27 12:00"],
        ),
        (
            NINE_TO_FIVE,
            "17:00",
            8,
            ["Fri 27 09:00 to Fri 27 17:00", "Mon 30 09:00 to Mon 30 17:00",
             "Tue 01 09:00 to Tue 01 17:00"],
        ),
        (
            NINE_TO_FIVE,
            "17:00",
            30,
            ["Fri 27 09:00 to Fri 27 17:00", "Mon 30 09:00 to Mon 30 17:00",
             "Tue 01 09:00 to Tue 01 17:00"],
        ),
        (
            WITH_LUNCH,
            "12:00",
            4,
            ["Thu 26 13:00 to Thu 26 17:00", "Fri 27 13:00 to Fri 27 17:00",
             "Mon 30 13:00 to Mon 30 17:00"],
        ),
        (
            WITH_LUNCH,
            "12:00",
            5,
            ["Thu 26 09:00 to Thu 26 12:00", "Fri 27 09:00 to Fri 27 12:00",
             "Mon 30 09:00 to Mon 30 12:00"],
        ),
        (
            ONE_LONG_DAY,
            "10:00",
            5,
            ["Fri 27 09:00 to Fri 27 14:00", "Fri 27 13:00 to Fri 27 18:00",
             "Fri 04 08:00 to Fri 04 13:00"],
        ),
        (
            ALWAYS,
            "19:00",
            3,
            ["Wed 25 23:00 to Thu 26 02:00", "Thu 26 03:00 to Thu 26 06:00",
             "Thu 26 07:00 to Thu 26 10:00"],
        ),
        (NINE_TO_FIVE, "12:00", None, ["by Wed 25 16:00", "by Thu 26 12:00", "by Thu 26 16:00"]),
        (TILL_TEN_PAST, "13:05", None, ["by Wed 25 17:10", "by Thu 26 13:15", "by Thu 26 17:10"]),
    ],
)  # fmt: skip
def test_the_times_offered_are_within_our_hours(week, due, length, offered):
    assert said(week, due=due, length=length) == offered


def test_a_day_on_which_we_are_closed_is_left_out():
    assert said(NINE_TO_FIVE, due="12:00", length=3, closed=["2026-11-26"]) == [
        "Fri 27 09:00 to Fri 27 12:00",
        "Fri 27 13:00 to Fri 27 16:00",
        "Mon 30 09:00 to Mon 30 12:00",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([NINE_TO_FIVE, WITH_LUNCH, ONE_LONG_DAY, ALWAYS, TILL_TEN_PAST]),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"]),
    st.integers(min_value=0, max_value=60 * 24 * 200),
    st.integers(min_value=1, max_value=60 * 40),
)
def test_at_both_ends_of_what_is_offered_we_are_open(week, zone, minutes, length):
    hours = Hours.from_calendar({"zone": zone, "week": week})
    now = NOON + timedelta(minutes=minutes)
    due_at = now + timedelta(hours=30)

    spans = other_windows(due_at - timedelta(minutes=length), due_at, hours=hours, now=now)

    assert len({start for start, _ in spans}) == 3
    for start, end in spans:
        assert due_at < start < end
        assert hours.is_open(start)
        assert hours.is_open(end - timedelta(seconds=1))
        assert hours.between(start, end) == (end - start).total_seconds()


@pytest.mark.parametrize(
    ("end", "start"), [("16:00", "13:00"), ("12:00", "09:00"), ("11:00", "09:00")]
)
def test_a_window_that_ends_then_begins_no_earlier_than_we_open(end, start):
    day = datetime(2026, 11, 25, tzinfo=UTC)
    ends, starts = (datetime.combine(day, time.fromisoformat(at), UTC) for at in (end, start))
    promised = (NOON, NOON + timedelta(hours=3))

    assert start_of(ends, *promised, hours=Hours()) == starts
    assert start_of(ends, None, NOON, hours=Hours()) is None
