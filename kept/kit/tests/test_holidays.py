from __future__ import annotations

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from kept.kit.hours import BadHours, holidays
from kept.kit.hours.holidays import MOST_CHARACTERS, holidays_in
from kept.kit.hours.recurrence import read_rule, unrolled

WINDOW = {"start": date(2026, 1, 1), "end": date(2028, 1, 1)}


def feed(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def all_day(first: str, *more: str, name: str = "Day") -> str:
    return "\n".join([f"DTSTART;VALUE=DATE:{first}", f"SUMMARY:{name}", *more])


def found(*events: str, **window: date) -> dict[str, str]:
    days = holidays_in(feed(*events), **(WINDOW | window))
    return {day.isoformat(): name for day, name in days.items()}


def test_an_event_a_year_and_one_that_comes_once():
    assert found(
        all_day("20101225", "RRULE:FREQ=YEARLY", name="Christmas"),
        all_day("20260214", name="Company party"),
        all_day("20250214", name="Long ago"),
    ) == {"2026-02-14": "Company party", "2026-12-25": "Christmas", "2027-12-25": "Christmas"}


def test_the_window_holds_its_start_and_not_its_end():
    once = all_day("20260101"), all_day("20280101")

    assert found(*once) == {"2026-01-01": "Day"}


def test_an_event_of_several_days_is_each_of_them():
    assert list(found(all_day("20251230", "DTEND;VALUE=DATE:20260103"))) == [
        "2026-01-01",
        "2026-01-02",
    ]
    assert list(found(all_day("20260105", "DURATION:P2D"))) == ["2026-01-05", "2026-01-06"]
    assert list(found(all_day("20260105", "DTEND;VALUE=DATE:20200101"))) == ["2026-01-05"]


def test_events_with_a_clock_time_are_no_holidays():
    assert found("DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY\nSUMMARY:Standup") == {}
    assert found("DTSTART;TZID=Europe/Berlin:20260105T000000\nSUMMARY:Midnight") == {}


def test_dates_are_added_and_left_out():
    rule = all_day(
        *("20200501", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260501"),
        "RDATE;VALUE=DATE:20260504,20300101",
    )

    assert list(found(rule)) == ["2026-05-04", "2027-05-01"]


def test_one_occurrence_is_moved_and_another_called_off():
    assert found(
        all_day("20200501", "UID:may", "RRULE:FREQ=YEARLY", name="May Day"),
        all_day("20260504", "UID:may", "RECURRENCE-ID;VALUE=DATE:20260501", name="May Day, late"),
        all_day("20270501", "UID:may", "RECURRENCE-ID;VALUE=DATE:20270501", "STATUS:CANCELLED"),
    ) == {"2026-05-04": "May Day, late"}


def test_two_holidays_on_one_date_are_named_both():
    twice = all_day("20260525", name="Whit Monday"), all_day("20260525", name="Memorial Day")

    assert found(*twice, twice[0]) == {"2026-05-25": "Whit Monday / Memorial Day"}


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2026-11-26", "2027-11-25"]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2026-05-25", "2027-05-31"]),
        ("FREQ=YEARLY;BYDAY=-1SU", ["2026-12-27", "2027-12-26"]),
        ("FREQ=YEARLY;BYYEARDAY=-1", ["2026-12-31", "2027-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", ["2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU", ["2026-11-03", "2027-11-02"]),
        ("FREQ=MONTHLY;INTERVAL=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-01-30", "2027-01-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", []),
        ("FREQ=YEARLY;UNTIL=20260131T000000Z", ["2026-01-01"]),
        ("FREQ=YEARLY;COUNT=7", ["2026-01-01"]),
        ("FREQ=YEARLY;INTERVAL=2", ["2026-01-01"]),
    ],
)
def test_rules_of_real_holidays(rule, dates):
    assert list(found(all_day("20200101", f"RRULE:{rule}"))) == dates


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "FREQ=NEVER", "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;INTERVAL=0"]
)
def test_a_rule_that_cannot_be_followed_leaves_the_first_date(rule):
    assert list(found(all_day("20260105", f"RRULE:{rule}"))) == ["2026-01-05"]


def test_a_date_that_never_comes_does_not_keep_us_waiting():
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"

    assert list(found(*[all_day("20260105", rule)] * 100)) == ["2026-01-05"]


def test_a_broken_event_does_not_spoil_the_others():
    assert list(found(all_day("20269901"), "SUMMARY:no date", all_day("20260105"))) == [
        "2026-01-05"
    ]


@pytest.mark.parametrize(
    "text", ["", "hello", "BEGIN:VEVENT\nEND:VEVENT\n", "x" * (MOST_CHARACTERS + 1)]
)
def test_what_is_no_calendar_is_refused(text):
    with pytest.raises(BadHours):
        holidays_in(text, **WINDOW)


def test_a_feed_that_repeats_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(holidays, "MOST_DAYS", 20_000)
    heavy = [all_day("20000101", "RRULE:FREQ=DAILY;COUNT=15000")] * 3

    with pytest.raises(BadHours, match="repeats too much"):
        found(*heavy)


# The rules of whole days, against the library that does not stop.

weekdays = st.lists(st.sampled_from(["MO", "WE", "FR", "SA", "SU"]), max_size=2, unique=True)


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    days = draw(weekdays)
    if frequency in {"YEARLY", "MONTHLY"}:  # the library cannot mix some with others
        which = draw(st.sampled_from(["", "1", "2", "-1"]))
        days = [which + day for day in days]
    parts = {
        "BYDAY": days,
        "BYMONTH": draw(st.lists(st.integers(1, 12), max_size=2, unique=True)),
        "BYMONTHDAY": draw(st.lists(st.sampled_from([1, 13, 28, -1, -5]), max_size=2, unique=True)),
        "BYSETPOS": draw(st.sampled_from([[], [], [1], [-1], [1, -1]])),
    }
    words = [f"{name}={','.join(map(str, values))}" for name, values in parts.items() if values]
    words += [f"WKST={draw(st.sampled_from(['MO', 'SU']))}"] if frequency == "WEEKLY" else []
    if "BYDAY" not in " ".join(words) and "BYMONTHDAY" not in " ".join(words):
        words = [word for word in words if not word.startswith("BYSETPOS")]
    if frequency == "WEEKLY":  # the library counts a first week from its first date on
        words = [word for word in words if not word.startswith("BYSETPOS")]
    return ";".join([f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 3))}", *words])


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(rules(), st.dates(date(2015, 1, 1), date(2024, 12, 31)), st.integers(0, 20))
def test_rules_are_unrolled_as_the_library_does(rule, first, count):
    start, end = date(2020, 6, 1), date(2027, 6, 1)
    theirs = rrulestr(f"{rule};UNTIL=20270531", dtstart=datetime.combine(first, time()))
    wanted = [moment.date() for moment in theirs]
    if count and wanted and wanted[0] == first:  # else the first date would be counted or not
        rule, wanted = f"{rule};COUNT={count}", wanted[:count]

    parsed = read_rule(vRecur.from_ical(rule), first)
    ours = list(unrolled(parsed, first, start=start, end=end, spend=lambda days: None))

    expected = sorted({*wanted, first})
    assert ours == [day for day in expected if start <= day < end]
