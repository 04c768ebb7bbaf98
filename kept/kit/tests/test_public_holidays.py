"""Hours that know public holidays, change on dates, and have spans cut out of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.kit.hours import NINE_TO_FIVE, BadHours, Hours, Region, public
from kept.kit.hours.public import countries, known_region, parts_of, public_holidays

BAVARIA, BERLIN = Region("DE", "BY"), Region("DE", "BE")
ALWAYS = date.min
MINUTE = timedelta(minutes=1)


def at(words: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


def of(region: Region | None, **more: object) -> Hours:
    return Hours(zone="Europe/Berlin", regions=((ALWAYS, region),), **more)  # type: ignore[arg-type]


def test_epiphany_is_a_holiday_in_bavaria_and_none_in_berlin():
    eve = at("2027-01-05 15:00")

    assert of(BAVARIA).add(eve, 4 * 3600) == at("2027-01-07 11:00")
    assert of(BERLIN).add(eve, 4 * 3600) == at("2027-01-06 11:00")
    assert of(BAVARIA).add_days(eve, 1) == at("2027-01-07 15:00")
    assert of(None).add_days(eve, 1) == at("2027-01-06 15:00")


def test_a_move_to_another_region_counts_from_its_date_on():
    moved = Hours(zone="Europe/Berlin", regions=((ALWAYS, BAVARIA), (date(2027, 1, 1), BERLIN)))

    assert not moved.is_open(at("2026-01-06 12:00"))
    assert moved.is_open(at("2027-01-06 12:00"))
    assert not moved.is_open(at("2027-03-08 12:00"))  # women's day, in Berlin alone
    assert moved.is_open(at("2026-12-28 12:00"))
    names = moved.holidays(date(2026, 1, 2), date(2027, 3, 31), "de")
    assert names[date(2026, 1, 6)] == "Heilige Drei Könige"
    assert names[date(2027, 3, 8)] == "Frauentag"
    assert date(2027, 1, 6) not in names
    assert min(names) == date(2026, 1, 6)


def test_a_day_of_its_own_opens_a_holiday_and_a_break_does_not():
    windows = ((600, 720),)
    day = date(2027, 1, 6)
    noon = at("2027-01-06 11:00")

    assert of(BAVARIA, shifts=((day, windows),)).between(at("2027-01-06"), at("2027-01-07")) == 7200
    assert not of(BAVARIA, breaks=((day, windows),)).is_open(at("2027-01-06 14:00"))
    assert not of(BAVARIA, shifts=((day, windows),), closed=frozenset({day})).is_open(noon)


def test_new_year_is_closed_where_it_begins_before_the_year_of_utc_does():
    hours = Hours(zone="Pacific/Auckland", regions=((ALWAYS, Region("NZ")),))
    for year in range(2027, 2032):
        eve = datetime(year - 2, 6, 1, tzinfo=UTC)  # lays out to the end of the year before
        assert Hours(zone="Pacific/Auckland", regions=hours.regions).add(eve, 0)
        assert not hours.is_open(at(f"{year}-01-01 12:00", "Pacific/Auckland"))
        last = next(iter(hours.before(at(f"{year}-01-02 00:00", "Pacific/Auckland"))))[1]
        assert last <= at(f"{year - 1}-12-31 17:00", "Pacific/Auckland")


def test_what_is_laid_out_early_says_the_same_as_what_is_laid_out_late():
    start = at("2020-05-04 09:00")
    near = of(BAVARIA)
    near.add(start, 60)

    far = near.add(start, 40_000 * 3600)

    assert of(BAVARIA).add(far, -40_000 * 3600) == start
    assert of(BAVARIA).between(start, far) == 40_000 * 3600


def test_hours_far_beyond_all_known_holidays_are_still_answered():
    assert of(BAVARIA).is_open(at("2299-01-06 12:00"))
    assert of(BAVARIA).is_open(at("1905-01-06 12:00"))


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [
        (Region("US"), date(2027, 7, 5), "Independence Day (observed)"),
        (Region("GB", "SCT"), date(2026, 11, 30), "Saint Andrew's Day"),
        (
            Region("PT"),
            date(2026, 6, 10),
            "Day of Portugal, Camões, and the Portuguese Communities",
        ),
        (Region("NZ"), date(2026, 2, 6), "Waitangi Day"),
    ],
)
def test_holidays_of_other_places_by_name(region: Region, day: date, name: str):
    assert public_holidays(region, day.year)[day] == name


def test_countries_and_their_parts_have_names_and_a_wrong_one_is_refused():
    assert (countries()["DE"], countries()["CD"]) == ("Germany", "DR Congo")
    assert list(countries().values()) == sorted(countries().values())
    assert parts_of("DE")["BY"] == "Bayern"
    assert known_region("DE", "BY") == BAVARIA
    assert str(BAVARIA) == "DE-BY"
    for country, part in (("XX", ""), ("DE", "XX"), ("", ""), ("de", "")):
        with pytest.raises(BadHours):
            known_region(country, part)


def test_a_language_that_is_not_known_falls_back_to_english_or_their_own():
    assert public_holidays(BAVARIA, 2027, "es")[date(2027, 1, 6)] == "Epiphany"
    assert public_holidays(BAVARIA, 2027, "de-AT")[date(2027, 1, 6)] == "Heilige Drei Könige"
    for country in list(countries())[::10]:
        assert public._spoken(country, "en") in {
            *public._library(country).supported_languages,
            None,
        }


def test_a_span_that_is_cut_out_counts_no_time_and_whole_days_of_it_no_dates():
    week = Hours(zone="Europe/Berlin")
    away = week.without([(at("2026-03-03 12:00"), at("2026-03-05 10:30"))])

    assert away.add(at("2026-03-03 11:00"), 2 * 3600) == at("2026-03-05 11:30")
    assert away.add_days(at("2026-03-03 09:30"), 1) == at("2026-03-05 10:30")
    assert away.between(at("2026-03-02"), at("2026-03-07")) == (40 - 5 - 8 - 1.5) * 3600
    assert week.without([]) == week


def test_spans_cut_out_may_touch_overlap_and_lie_in_another_zone():
    hours = Hours(zone="Europe/Berlin")
    spans = [
        (at("2026-03-03 08:00", "UTC"), at("2026-03-03 10:00", "UTC")),
        (at("2026-03-03 10:30"), at("2026-03-03 11:30")),
        (at("2026-03-03 16:00"), at("2026-03-04 00:00")),
    ]

    left = hours.without(spans).between(at("2026-03-03"), at("2026-03-04"))

    assert left == (8 - 2.5 - 1) * 3600


def test_spans_over_both_changes_of_the_clocks_end_where_they_should():
    hours = Hours(zone="Europe/Berlin", week=(((0, 1440),),) * 7)
    for day in ("2026-03-29", "2026-10-25"):
        begin, end = at(f"{day} 01:00"), at(f"{day} 04:00")
        whole = (at(day), at(day) + timedelta(days=1))
        left = hours.without([(begin, end)])
        gone = end.astimezone(UTC) - begin.astimezone(UTC)
        assert hours.between(*whole) - left.between(*whole) == gone.total_seconds()


REGIONS = [None, BAVARIA, BERLIN, Region("PT"), Region("US")]
WEEKS = [
    NINE_TO_FIVE,
    (((0, 1440),),) * 7,
    (((540, 720), (780, 1020)), (), ((60, 240),), (), ((1320, 1440),), (), ((0, 240),)),
]
SCENES = [
    ("Europe/Berlin", "2027-01-05"),
    ("Europe/Berlin", "2026-10-24"),
    ("Europe/Lisbon", "2026-03-28"),
    ("America/New_York", "2027-07-03"),
    ("Pacific/Auckland", "2026-12-31"),
    ("Australia/Lord_Howe", "2027-04-03"),
]
SPAN_MINUTES = 3 * 24 * 60


@st.composite
def versioned(draw):
    zone, day = draw(st.sampled_from(SCENES))
    first = date.fromisoformat(day)
    dates = [first + timedelta(days=n) for n in range(4)]
    begin = datetime.combine(first, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    changes = draw(st.dictionaries(st.sampled_from(dates), st.sampled_from(WEEKS), max_size=2))
    regions = draw(st.dictionaries(st.sampled_from(dates), st.sampled_from(REGIONS), max_size=2))
    shifts = draw(
        st.dictionaries(st.sampled_from(dates), st.sampled_from([(), ((600, 800),)]), max_size=1)
    )
    minutes = st.integers(0, SPAN_MINUTES)
    away = [tuple(sorted(pair)) for pair in draw(st.lists(st.tuples(minutes, minutes), max_size=2))]
    hours = Hours(
        zone=zone,
        week=draw(st.sampled_from(WEEKS)),
        changes=tuple(sorted(changes.items())),
        regions=((ALWAYS, draw(st.sampled_from(REGIONS))), *sorted(regions.items())),
        shifts=tuple(sorted(shifts.items())),
    )
    return hours, begin, [(begin + a * MINUTE, begin + b * MINUTE) for a, b in away if a < b]


@cache
def from_the_library(region: Region, year: int) -> frozenset[date]:
    return frozenset(
        country_holidays(region.country, subdiv=region.part or None, years=year, expand=False)
    )


def is_open_on_the_wall(hours: Hours, wall: datetime) -> bool:
    """By looking at one minute alone, with the library itself."""
    day = wall.date()
    week = ([hours.week] + [week for since, week in hours.changes if since <= day])[-1]
    region = [region for since, region in hours.regions if since <= day][-1]
    windows = week[day.weekday()]
    if region and day in from_the_library(region, day.year):
        windows = ()
    windows = dict(hours.shifts).get(day, windows)
    return any(a <= wall.hour * 60 + wall.minute < b for a, b in windows)


@given(versioned())
@settings(max_examples=25, deadline=None)
def test_versions_regions_and_days_are_as_one_minute_after_the_other_says(scene):
    hours, begin, _ = scene
    zone = ZoneInfo(hours.zone)
    walls = [(begin + n * MINUTE).astimezone(zone) for n in range(SPAN_MINUTES)]
    known: dict[datetime, bool] = {}
    line = []
    for wall in walls:
        naive = wall.replace(tzinfo=None)
        if naive not in known:
            known[naive] = is_open_on_the_wall(hours, naive)
        line.append(known[naive])

    assert hours.between(begin, begin + SPAN_MINUTES * MINUTE) == 60 * sum(line)
    for n in range(0, SPAN_MINUTES, 97):
        assert hours.is_open(begin + n * MINUTE) == line[n], walls[n]
    count = 0
    for n, is_open in enumerate(line):
        count += is_open
        if is_open and count % 241 == 0:
            assert hours.add(begin, count * 60) == begin + (n + 1) * MINUTE


@given(versioned())
@settings(max_examples=25, deadline=None)
def test_absences_take_away_what_lies_in_them_and_nothing_else(scene):
    hours, begin, away = scene
    if any(_is_doubled(hours, edge) for span in away for edge in span):
        return  # on the wall such a moment is two
    left = hours.without(away)
    for n in range(0, SPAN_MINUTES, 31):
        at = begin + n * MINUTE
        gone = any(start <= at < end for start, end in away)
        assert left.is_open(at) == (hours.is_open(at) and not gone), at


def _is_doubled(hours: Hours, moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(hours.zone))
    other = local.replace(fold=1 - local.fold)
    return other.utcoffset() != local.utcoffset()
