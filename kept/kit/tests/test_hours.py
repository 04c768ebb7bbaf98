from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.kit.hours import DAYS, BadHours, Hours, NeverOpen, renegotiate_by

NINE_TO_FIVE = [["09:00", "17:00"]]
WORKING_WEEK = dict.fromkeys(DAYS[:5], NINE_TO_FIVE)
ALL_DAY = {day: [["00:00", "24:00"]] for day in DAYS}


def calendar(zone="UTC", week=WORKING_WEEK, **more) -> Hours:
    return Hours.from_calendar({"zone": zone, "week": week, **more})


def at(words: str, zone: str = "UTC", *, fold: int = 0) -> datetime:
    local = datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def minutes(hours: Hours, start: datetime, end: datetime) -> float:
    return hours.between(start, end) / 60


def after(hours: Hours, moment: datetime, count: int) -> list[tuple[datetime, datetime]]:
    return list(islice(hours.after(moment), count))


def before(hours: Hours, moment: datetime, count: int) -> list[tuple[datetime, datetime]]:
    return list(islice(hours.before(moment), count))


# 2026-03-02 is a Monday.


def test_working_time_ends_at_closing_not_at_the_next_opening():
    hours = calendar()

    assert hours.add(at("2026-03-02 16:00"), 3600) == at("2026-03-02 17:00")
    assert hours.add(at("2026-03-02 16:00"), 3601) == at("2026-03-03 09:00:01")
    assert hours.add(at("2026-03-06 16:30"), 3600) == at("2026-03-09 09:30")


def test_no_working_time_is_the_first_open_instant():
    hours = calendar()

    assert hours.add(at("2026-03-02 12:00"), 0) == at("2026-03-02 12:00")
    assert hours.add(at("2026-03-02 17:00"), 0) == at("2026-03-03 09:00")


def test_working_time_runs_backwards_to_the_latest_instant():
    hours = calendar()

    assert hours.add(at("2026-03-03 09:30"), -3600) == at("2026-03-02 16:30")
    assert hours.add(at("2026-03-03 10:00"), -3600) == at("2026-03-03 09:00")
    assert hours.add(at("2026-03-02 09:00"), -60) == at("2026-02-27 16:59")


def test_a_window_holds_its_start_and_not_its_end():
    hours = calendar()

    assert hours.is_open(at("2026-03-02 09:00"))
    assert not hours.is_open(at("2026-03-02 17:00"))
    assert hours.next_open(at("2026-03-02 17:00")) == at("2026-03-03 09:00")
    assert hours.closes(at("2026-03-02 17:00")) == at("2026-03-03 17:00")


def test_between_counts_to_the_second_and_backwards_is_negative():
    hours = calendar()

    assert hours.between(at("2026-03-02 16:59:30"), at("2026-03-03 09:00:15")) == 45
    assert hours.between(at("2026-03-03 09:00:15"), at("2026-03-02 16:59:30")) == -45


def test_years_of_working_time_are_exact():
    hours = calendar()

    assert minutes(hours, at("2026-01-01 00:00"), at("2046-01-01 00:00")) == 5217 * 480
    assert hours.add(at("2026-01-01 00:00"), 5217 * 480 * 60) == at("2045-12-29 17:00")


def test_touching_and_overlapping_windows_are_one():
    week = {"mon": [["12:00", "15:00"], ["09:00", "12:00"], ["11:00", "13:30"]]}
    hours = calendar(week=week)

    assert after(hours, at("2026-03-02 00:00"), 1) == [
        (at("2026-03-02 09:00"), at("2026-03-02 15:00"))
    ]
    assert minutes(hours, at("2026-03-02 00:00"), at("2026-03-03 00:00")) == 360


def test_breaks_cut_week_and_shifts_and_shifts_replace_the_week():
    hours = calendar(
        breaks={
            "2026-03-02": [["12:00", "12:30"], ["16:30", "18:00"]],
            "2026-03-07": [["11:00", "12:00"]],
        },
        shifts={"2026-03-07": [["10:00", "14:00"]], "2026-03-03": []},
    )

    assert after(hours, at("2026-03-02 00:00"), 3) == [
        (at("2026-03-02 09:00"), at("2026-03-02 12:00")),
        (at("2026-03-02 12:30"), at("2026-03-02 16:30")),
        (at("2026-03-04 09:00"), at("2026-03-04 17:00")),
    ]
    assert before(hours, at("2026-03-08 00:00"), 2) == [
        (at("2026-03-07 12:00"), at("2026-03-07 14:00")),
        (at("2026-03-07 10:00"), at("2026-03-07 11:00")),
    ]


def test_a_holiday_closes_its_whole_local_date_shifts_too():
    hours = calendar(
        "Pacific/Auckland",
        week=ALL_DAY,
        holidays=["2026-12-25", "2026-12-26"],
        shifts={"2026-12-26": [["10:00", "14:00"]]},
    )

    (night, next_day) = after(hours, at("2026-12-24 10:00"), 2)
    assert night == (at("2026-12-24 10:00"), at("2026-12-24 11:00"))
    assert next_day == (at("2026-12-26 11:00"), at("2026-12-27 11:00"))


def test_no_opening_runs_past_local_midnight_though_time_does():
    hours = calendar("Europe/Berlin", week=ALL_DAY)

    assert hours.closes(at("2026-06-01 12:00", "Europe/Berlin")) == at("2026-06-01 22:00")
    assert hours.add(at("2026-06-01 12:00"), 86_400) == at("2026-06-02 12:00")


def test_openings_are_cut_where_one_stands():
    hours = calendar()

    assert after(hours, at("2026-03-02 10:00"), 1) == [
        (at("2026-03-02 10:00"), at("2026-03-02 17:00"))
    ]
    assert before(hours, at("2026-03-02 10:00"), 1) == [
        (at("2026-03-02 09:00"), at("2026-03-02 10:00"))
    ]
    assert before(hours, at("2026-03-02 09:00"), 1) == [
        (at("2026-02-27 09:00"), at("2026-02-27 17:00"))
    ]


def test_berlin_counts_the_doubled_hour_twice():
    hours = calendar("Europe/Berlin", week={"sun": [["01:00", "04:00"]]})
    begin = at("2026-10-25 00:00", "Europe/Berlin")

    assert minutes(hours, begin, begin + timedelta(days=1)) == 240
    assert hours.add(begin, 2.5 * 3600) == at("2026-10-25 02:30", "Europe/Berlin", fold=1)
    assert after(hours, begin, 1) == [(at("2026-10-24 23:00"), at("2026-10-25 03:00"))]


def test_a_window_that_ends_within_the_doubled_hour_opens_twice():
    hours = calendar("Europe/Berlin", week={"sun": [["01:00", "02:30"]]})

    assert after(hours, at("2026-10-24 12:00"), 2) == [
        (at("2026-10-24 23:00"), at("2026-10-25 00:30")),
        (at("2026-10-25 01:00"), at("2026-10-25 01:30")),
    ]
    assert before(hours, at("2026-10-25 12:00"), 1) == [
        (at("2026-10-25 01:00"), at("2026-10-25 01:30"))
    ]


def test_berlin_skips_an_hour_in_spring():
    hours = calendar("Europe/Berlin", week={"sun": [["01:00", "04:00"]]})
    begin = at("2026-03-29 00:00", "Europe/Berlin")

    assert minutes(hours, begin, begin + timedelta(hours=23)) == 120
    assert hours.add(begin, 90 * 60) == at("2026-03-29 03:30", "Europe/Berlin")
    assert after(hours, begin, 1) == [(at("2026-03-29 00:00"), at("2026-03-29 02:00"))]


def test_a_window_within_the_skipped_hour_does_not_open():
    hours = calendar("Europe/Berlin", week={"sun": [["02:15", "02:45"]]})

    assert hours.next_open(at("2026-03-28 12:00")) == at("2026-04-05 02:15", "Europe/Berlin")


def test_windows_that_only_the_skipped_hour_parts_are_one():
    hours = calendar("Europe/Berlin", week={"sun": [["01:00", "02:00"], ["03:00", "04:00"]]})

    assert after(hours, at("2026-03-28 12:00"), 1) == [
        (at("2026-03-29 00:00"), at("2026-03-29 02:00"))
    ]
    assert before(hours, at("2026-03-29 12:00"), 1) == [
        (at("2026-03-29 00:00"), at("2026-03-29 02:00"))
    ]


def test_lord_howe_changes_by_half_an_hour():
    hours = calendar("Australia/Lord_Howe", week={"sun": [["01:00", "03:00"]]})
    autumn = at("2026-04-05 00:00", "Australia/Lord_Howe")
    spring = at("2026-10-04 00:00", "Australia/Lord_Howe")

    assert minutes(hours, autumn, autumn + timedelta(hours=12)) == 150
    assert minutes(hours, spring, spring + timedelta(hours=12)) == 90
    assert hours.add(spring, 3600) == at("2026-10-04 02:30", "Australia/Lord_Howe")


def test_apia_lost_a_whole_friday():
    hours = calendar("Pacific/Apia")
    thursday = at("2011-12-29 16:00", "Pacific/Apia")

    assert hours.add(thursday, 2 * 3600) == at("2012-01-02 10:00", "Pacific/Apia")
    assert hours.add_days(thursday, 1) == at("2012-01-02 16:00", "Pacific/Apia")
    assert hours.add_days(at("2012-01-02 16:00", "Pacific/Apia"), -1) == thursday


def test_clocks_that_go_back_over_midnight_return_to_the_day_before():
    # At 00:01 on 7 November it was 23:01 on the 6th again.
    hours = calendar("America/St_Johns", week=ALL_DAY)

    assert after(hours, at("2010-11-06 23:00", "America/St_Johns"), 4) == [
        (at("2010-11-07 01:30"), at("2010-11-07 02:30")),
        (at("2010-11-07 02:30"), at("2010-11-07 02:31")),
        (at("2010-11-07 02:31"), at("2010-11-07 03:30")),
        (at("2010-11-07 03:30"), at("2010-11-08 03:30")),
    ]


def test_kwajalein_lived_one_day_twice_without_a_midnight_between():
    hours = calendar("Pacific/Kwajalein", week=ALL_DAY)
    begin = at("1969-09-30 00:00", "Pacific/Kwajalein")

    assert hours.closes(begin) - begin == timedelta(hours=47)


def test_working_days_keep_the_clock_on_the_wall():
    hours = calendar("Europe/Berlin")

    start = at("2026-03-27 12:30:52", "Europe/Berlin")
    assert hours.add_days(start, 1) == at("2026-03-30 12:30:52", "Europe/Berlin")
    assert hours.add_days(start, -5) == at("2026-03-20 12:30:52", "Europe/Berlin")
    assert hours.add_days(start, 2600) == at("2036-03-14 12:30:52", "Europe/Berlin")


def test_a_working_day_at_a_closed_hour_goes_to_the_opening_or_back_to_the_closing():
    hours = calendar()

    assert hours.add_days(at("2026-03-02 07:00"), 2) == at("2026-03-04 09:00")
    assert hours.add_days(at("2026-03-02 18:00"), 2) == at("2026-03-05 09:00")
    assert hours.add_days(at("2026-03-04 18:00"), -2) == at("2026-03-02 17:00")
    assert hours.add_days(at("2026-03-04 17:00"), -2) == at("2026-03-02 17:00")
    assert hours.add_days(at("2026-03-04 07:00"), -2) == at("2026-02-27 17:00")


def test_holidays_are_no_working_days_and_shifts_are():
    hours = calendar(holidays=["2026-03-03"], shifts={"2026-03-07": NINE_TO_FIVE})

    assert hours.add_days(at("2026-03-02 10:00"), 1) == at("2026-03-04 10:00")
    assert hours.add_days(at("2026-03-06 10:00"), 1) == at("2026-03-07 10:00")


def test_a_week_that_is_closed_for_ever_says_so():
    hours = calendar(week={})

    assert minutes(hours, at("2026-01-01 00:00"), at("2027-01-01 00:00")) == 0
    assert after(hours, at("2026-01-01 00:00"), 3) == []
    assert before(hours, at("2026-01-01 00:00"), 3) == []
    for seconds in (0, 60, -60):
        with pytest.raises(NeverOpen):
            hours.add(at("2026-01-01 00:00"), seconds)
    for days in (1, -1):
        with pytest.raises(NeverOpen):
            hours.add_days(at("2026-01-01 00:00"), days)


def test_a_calendar_of_single_shifts_opens_only_then():
    hours = calendar(week={}, shifts={"2031-05-05": [["10:00", "14:00"]]})
    begin = at("2026-01-01 00:00")

    assert hours.add(begin, 4 * 3600) == at("2031-05-05 14:00")
    assert hours.add(at("2040-01-01 00:00"), -60) == at("2031-05-05 13:59")
    assert after(hours, begin, 9) == [(at("2031-05-05 10:00"), at("2031-05-05 14:00"))]
    with pytest.raises(NeverOpen):
        hours.add(begin, 4 * 3600 + 1)


def test_a_week_that_changes_on_a_date():
    sundays = (*((),) * 6, ((600, 660),))
    hours = Hours(changes=((date(2026, 3, 4), sundays),))

    assert hours.add(at("2026-03-03 16:00"), 2 * 3600) == at("2026-03-08 11:00")
    assert hours.add(at("2026-03-08 10:30"), -3600) == at("2026-03-03 16:30")
    as_before = Hours(changes=((date(2026, 3, 4), Hours().week),))
    assert as_before.add(at("2026-03-03 16:00"), 2 * 3600) == at("2026-03-04 10:00")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"zone": "Mars/Olympus"}, "'Mars/Olympus' is no time zone"),
        ({"zone": "Europe"}, "no time zone"),
        ({"zone": "../UTC"}, "no time zone"),
        ({"zone": None}, "no time zone"),
        ({"week": {"mon": [["09:00", "25:00"]]}}, "'25:00' is no time of day"),
        ({"week": {"mon": [["9", "10"]]}}, "no time of day"),
        ({"week": {"mon": [["17:00", "09:00"]]}}, "The end 09:00 is not after the start 17:00"),
        ({"week": {"mon": [["24:00", "24:00"]]}}, "not after"),
        ({"week": {"mon": [["09:00"]]}}, "pair of times"),
        ({"week": {"mon": "always"}}, "list of pairs"),
        ({"holidays": ["2026-02-30"]}, "'2026-02-30' is no date"),
        ({"breaks": {"tomorrow": []}}, "no date"),
    ],
)
def test_a_calendar_that_cannot_be_meant_is_refused_in_plain_words(broken, words):
    with pytest.raises(BadHours, match=words):
        Hours.from_calendar({"zone": "UTC", "week": WORKING_WEEK} | broken)


def test_one_can_renegotiate_until_two_working_hours_or_a_fifth_before():
    hours = calendar()
    made = at("2026-03-02 09:00")

    assert renegotiate_by(made, at("2026-03-02 14:00"), hours) == at("2026-03-02 12:00")
    assert renegotiate_by(made, at("2026-03-06 17:00"), hours) == at("2026-03-05 17:00")
    assert renegotiate_by(made, at("2026-03-02 10:00"), hours) == made


def test_offsets_may_hold_seconds():
    # Monrovia was 44 minutes and 30 seconds behind until 1972.
    hours = calendar("Africa/Monrovia")

    assert hours.next_open(at("1971-12-01 00:00")) == at("1971-12-01 09:44:30")


# A clock on the wall, looked at once a minute for three days.

SCENES = [
    ("Europe/Berlin", at("2026-03-28 12:00")),
    ("Europe/Berlin", at("2026-10-24 12:00")),
    ("Australia/Lord_Howe", at("2026-04-04 06:00")),
    ("Australia/Lord_Howe", at("2026-10-03 06:00")),
    ("Pacific/Apia", at("2011-12-29 12:00")),
    ("Pacific/Kwajalein", at("1969-09-30 00:00")),
    ("America/St_Johns", at("2010-11-06 12:00")),
    ("America/Sao_Paulo", at("2017-10-14 12:00")),
    ("Asia/Kolkata", at("2026-06-01 00:00")),
]
MINUTE = timedelta(minutes=1)
LENGTH = 3 * 24 * 60

clocks = st.integers(0, 24 * 12).map(lambda fives: f"{fives // 12:02}:{fives % 12 * 5:02}")
windows = st.lists(
    st.lists(clocks, min_size=2, max_size=2, unique=True).map(sorted), min_size=1, max_size=3
)


@st.composite
def walls(draw):
    """A calendar and the first minute to look at."""
    zone, begin = draw(st.sampled_from(SCENES))
    dates = [(begin + timedelta(days=n)).date().isoformat() for n in range(4)]
    dated = st.dictionaries(st.sampled_from(dates), windows, max_size=2)
    hours = {
        "zone": zone,
        "week": draw(st.fixed_dictionaries({}, optional=dict.fromkeys(DAYS, windows))),
        "holidays": draw(st.lists(st.sampled_from(dates), max_size=1)),
        "breaks": draw(dated),
        "shifts": draw(dated),
    }
    return hours, begin


def looked_at(calendar: dict, begin: datetime) -> list[tuple[date, bool]]:
    """Of each minute its local date, and whether it is open."""
    zone = ZoneInfo(calendar["zone"])
    return [_on_the_wall(calendar, (begin + n * MINUTE).astimezone(zone)) for n in range(LENGTH)]


def _on_the_wall(calendar: dict, local: datetime) -> tuple[date, bool]:
    day, now = local.date().isoformat(), f"{local:%H:%M}"

    def among(spans: list[list[str]]) -> bool:
        return any(start <= now < end for start, end in spans)

    week = calendar["week"].get(DAYS[local.weekday()], [])
    is_working = among(calendar["shifts"].get(day, week))
    is_away = among(calendar["breaks"].get(day, [])) or day in calendar["holidays"]
    return local.date(), is_working and not is_away


@settings(max_examples=30, deadline=None)
@given(walls(), st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1), st.integers(1, 2000))
def test_sums_are_what_one_counts_minute_by_minute(wall, one, other, amount):
    calendar, begin = wall
    is_open = [found for _, found in looked_at(calendar, begin)]
    hours = Hours.from_calendar(calendar)
    start = begin + one * MINUTE
    ahead = [n for n in range(one, LENGTH) if is_open[n]]
    behind = [n for n in range(one) if is_open[n]]

    assert hours.is_open(start) == is_open[one]
    a, b = sorted((one, other))
    assert minutes(hours, begin + a * MINUTE, begin + b * MINUTE) == sum(is_open[a:b])
    if ahead:
        assert hours.add(start, 0) == begin + ahead[0] * MINUTE
    if amount <= len(ahead):
        assert hours.add(start, amount * 60) == begin + (ahead[amount - 1] + 1) * MINUTE
    if amount <= len(behind):
        assert hours.add(start, -amount * 60) == begin + behind[-amount] * MINUTE


@settings(max_examples=20, deadline=None)
@given(walls())
def test_openings_are_the_open_stretches_of_each_date(wall):
    calendar, begin = wall
    seen = looked_at(calendar, begin)
    edges = [n for n in range(1, LENGTH) if seen[n] != seen[n - 1]]
    spans = [(begin + a * MINUTE, begin + b * MINUTE) for a, b in pairwise(edges) if seen[a][1]]
    hours = Hours.from_calendar(calendar)

    if spans:
        assert after(hours, spans[0][0], len(spans)) == spans
        assert before(hours, spans[-1][1], len(spans)) == spans[::-1]


@settings(max_examples=20, deadline=None)
@given(walls(), st.integers(0, 1440))
def test_working_days_are_the_dates_with_an_open_minute(wall, one):
    calendar, begin = wall
    seen = looked_at(calendar, begin)
    zone = ZoneInfo(calendar["zone"])
    start = (begin + one * MINUTE).astimezone(zone)
    calendar["shifts"]["2027-01-01"] = NINE_TO_FIVE  # there is always a next opening
    working = sorted({day for day, is_open in seen if is_open and start.date() < day < seen[-1][0]})
    hours = Hours.from_calendar(calendar)

    for number, day in enumerate(working, 1):
        wanted = datetime.combine(day, start.time().replace(fold=0), zone)
        assert hours.add_days(start, number) == hours.next_open(wanted)
