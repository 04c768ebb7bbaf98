"""Calendars over time: versions, holidays, days of their own, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kept.hours import actions
from kept.hours.audit import findings
from kept.hours.models import Calendar, CalendarVersion, DayWindow, ExtraDay, WeekWindow
from kept.hours.queries import hours_at, hours_of
from kept.hours.rules import CLOSED, Backwards, Overlapping, Version, as_typed, merged, read_typed
from kept.hours.tests.make import at, make_calendar
from kept.kit.hours import NINE_TO_FIVE, BadHours, Region
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_manager, make_member

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
MORNINGS = (*(((9 * 60, 12 * 60),),) * 5, (), ())
BAVARIA, BERLIN = Region("DE", "BY"), Region("DE", "BE")


def version(since: date = TODAY, week: Any = MORNINGS, region: Region | None = None) -> Version:
    return Version(since=since, week=week, region=region)


def change(calendar: Calendar, new: Version, **more: Any) -> CalendarVersion:
    calendar.refresh_from_db()
    given = {"seen": calendar.revision, "by": make_manager(), "now": NOON} | more
    return actions.change_hours(calendar, new, **given)


def fresh(calendar: Calendar) -> Calendar:
    return Calendar.objects.get(pk=calendar.pk)


def test_a_calendar_is_made_with_its_first_week_which_also_was_before():
    made = actions.make_calendar(
        name=" Munich ",
        zone="Europe/Berlin",
        version=version(region=BAVARIA),
        by=make_manager(),
        now=NOON,
    )

    assert (made.name, made.zone, made.is_house) == ("Munich", "Europe/Berlin", False)
    hours = hours_of(made)
    assert hours.between(at("2020-03-02"), at("2020-03-07")) == 15 * 3600
    assert not hours.is_open(at("2020-01-06 10:00"))
    event = Event.objects.get()
    assert (event.kind, event.facts) == ("calendar.made", {"calendar": made.pk})


def test_each_version_counts_from_its_date_on_and_none_before():
    calendar = make_calendar()
    start = at("2026-11-30 15:00")
    assert hours_of(calendar).add(start, 4 * 3600) == at("2026-12-01 11:00")

    change(calendar, version(since=date(2026, 12, 1)))
    change(calendar, version(since=date(2026, 12, 3), week=NINE_TO_FIVE))

    hours = hours_of(fresh(calendar))
    assert hours.add(start, 4 * 3600) == at("2026-12-01 11:00")
    assert hours.add(start, 6 * 3600) == at("2026-12-02 10:00")
    assert hours.add(start, 9 * 3600) == at("2026-12-03 10:00")
    assert hours.between(at("2026-11-23"), at("2026-11-28")) == 40 * 3600
    assert hours.add(at("2026-12-03 10:00"), -9 * 3600) == start
    assert hours_at(fresh(calendar), date(2026, 12, 2)).week == MORNINGS
    assert hours_at(fresh(calendar), date(2026, 11, 30)).week == NINE_TO_FIVE
    assert [event.facts for event in Event.objects.order_by("pk")] == [
        {"calendar": calendar.pk, "since": "2026-12-01", "only": False},
        {"calendar": calendar.pk, "since": "2026-12-03", "only": False},
    ]


def test_epiphany_is_free_in_bavaria_and_not_in_berlin():
    eve = at("2027-01-05 15:00")
    munich, berlin = make_calendar("Munich", region=BAVARIA), make_calendar(region=BERLIN)

    assert hours_of(munich).add(eve, 4 * 3600) == at("2027-01-07 11:00")
    assert hours_of(berlin).add(eve, 4 * 3600) == at("2027-01-06 11:00")


def test_a_move_to_another_region_changes_the_holidays_from_its_date_on():
    calendar = make_calendar(region=BAVARIA)

    change(calendar, version(since=date(2027, 1, 1), week=NINE_TO_FIVE, region=BERLIN))

    hours = hours_of(fresh(calendar))
    assert not hours.is_open(at("2026-01-06 10:00"))
    assert hours.is_open(at("2027-01-06 10:00"))
    assert not hours.is_open(at("2027-03-08 10:00"))


def test_a_day_of_its_own_opens_a_holiday_and_closes_a_working_day():
    calendar, lou = make_calendar(region=BAVARIA), make_manager()

    actions.set_day(
        calendar, date(2027, 1, 6), name="Sale", windows=((600, 720),), by=lou, now=NOON
    )
    actions.set_day(calendar, date(2027, 1, 7), name="Counting", windows=(), by=lou, now=NOON)

    hours = hours_of(fresh(calendar))
    assert hours.add(at("2027-01-05 16:00"), 4 * 3600) == at("2027-01-08 10:00")
    assert Event.objects.last().facts == {
        "calendar": calendar.pk,
        "since": "2027-01-07",
        "only": True,
    }
    actions.drop_day(ExtraDay.objects.get(name="Sale"), by=lou, now=NOON)
    assert not hours_of(fresh(calendar)).is_open(at("2027-01-06 11:00"))


def test_a_day_said_twice_is_as_it_was_said_last():
    calendar, lou = make_calendar(), make_manager()
    for windows in (((600, 720), (780, 840)), ((600, 660),)):
        actions.set_day(calendar, TODAY, name="", windows=windows, by=lou, now=NOON)

    assert ExtraDay.objects.count() == 1
    assert hours_of(fresh(calendar)).between(at("2026-11-24"), at("2026-11-25")) == 3600


@pytest.mark.parametrize(
    ("day", "minutes"), [("2027-03-28", 23 * 60), ("2026-10-25", 25 * 60), ("2026-11-24", 24 * 60)]
)
def test_both_changes_of_the_clocks(day: str, minutes: int):
    calendar = make_calendar(week=(((0, 24 * 60),),) * 7)
    begin = at(day)

    assert hours_of(calendar).between(begin, begin + timedelta(days=1)) == minutes * 60


def test_hours_that_were_are_not_rewritten():
    calendar = make_calendar()
    yesterday = TODAY - timedelta(days=1)

    for attempt in (
        lambda: change(calendar, version(since=yesterday)),
        lambda: actions.set_day(
            calendar, yesterday, name="", windows=(), by=make_manager(), now=NOON
        ),
    ):
        with pytest.raises(actions.PastDate):
            attempt()

    past = ExtraDay.objects.create(calendar=calendar, date=yesterday)
    with pytest.raises(actions.PastDate):
        actions.drop_day(past, by=make_manager(), now=NOON)
    assert (Event.objects.count(), calendar.versions.count()) == (0, 1)


def test_today_is_the_calendars_own_date():
    auckland = make_calendar("Auckland", zone="Pacific/Auckland")  # the 25th there already

    with pytest.raises(actions.PastDate):
        change(auckland, version(since=TODAY))

    assert change(auckland, version(since=date(2026, 11, 25))).pk


def test_a_change_that_has_not_begun_can_be_withdrawn_and_one_that_has_cannot():
    calendar, lou = make_calendar(), make_manager()
    later = change(calendar, version(since=TODAY + timedelta(days=1)))
    begun = change(calendar, version(since=TODAY))

    actions.withdraw_version(later, by=lou, now=NOON)
    actions.withdraw_version(later, by=lou, now=NOON)
    for row in (begun, calendar.versions.order_by("since")[0]):
        with pytest.raises(actions.HasBegun):
            actions.withdraw_version(row, by=lou, now=NOON)

    assert [row.since for row in calendar.versions.all()] == [date(2026, 1, 1), TODAY]
    assert Event.objects.count() == 3


def test_whoever_looked_at_older_hours_does_not_write_over_newer_ones():
    calendar = make_calendar()
    seen = calendar.revision
    change(calendar, version())

    with pytest.raises(actions.ChangedMeanwhile):
        change(calendar, version(week=NINE_TO_FIVE), seen=seen)

    assert hours_at(calendar, TODAY).week == MORNINGS
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"week": CLOSED}, actions.NeverOpenWeek),
        ({"region": Region("XX")}, actions.UnknownRegion),
        ({"region": Region("DE", "XX")}, actions.UnknownRegion),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(wrong: dict[str, Any], refusal: type[Exception]):
    calendar = make_calendar()

    with pytest.raises(refusal):
        change(calendar, version(**wrong))
    with pytest.raises(refusal):
        actions.make_calendar(
            name="New", zone="UTC", version=version(**wrong), by=make_manager(), now=NOON
        )

    assert (Event.objects.count(), CalendarVersion.objects.filter(calendar=calendar).count()) == (
        0,
        1,
    )


@pytest.mark.parametrize("name", ["", "  ", "BERLIN"])
def test_a_calendar_needs_a_name_of_its_own(name: str):
    berlin, other = make_calendar(), make_calendar("Other")
    lou = make_manager()

    with pytest.raises(actions.NameTaken):
        actions.make_calendar(name=name, zone="UTC", version=version(), by=lou, now=NOON)
    with pytest.raises(actions.NameTaken):
        actions.settle_calendar(
            other, name=name, is_house=False, teams=[], members=[], by=lou, now=NOON
        )

    assert Event.objects.count() == 0
    assert fresh(berlin).name == "Berlin"


def test_a_plain_member_changes_no_hours():
    ada, calendar = make_member("ada"), make_calendar()
    row = calendar.versions.create(since=date(2027, 1, 1))
    day = calendar.days.create(date=date(2027, 1, 1))

    for attempt in (
        lambda: actions.make_calendar(name="A", zone="UTC", version=version(), by=ada, now=NOON),
        lambda: change(calendar, version(), by=ada),
        lambda: actions.withdraw_version(row, by=ada, now=NOON),
        lambda: actions.set_day(calendar, TODAY, name="", windows=(), by=ada, now=NOON),
        lambda: actions.drop_day(day, by=ada, now=NOON),
        lambda: actions.settle_calendar(
            calendar, name="A", is_house=True, teams=[], members=[ada], by=ada, now=NOON
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert Event.objects.count() == 0
    assert calendar.versions.count() == 2
    assert calendar.days.count() == 1


def test_the_house_has_one_calendar_and_it_can_become_another():
    house, shop, lou = actions.open_house_calendar(now=NOON), make_calendar("Shop"), make_manager()

    assert actions.open_house_calendar(now=NOON) == house
    assert hours_of(house).week == NINE_TO_FIVE
    actions.settle_calendar(
        shop, name="Shop", is_house=True, teams=[], members=[], by=lou, now=NOON
    )

    assert actions.open_house_calendar(now=NOON) == shop
    assert Calendar.objects.filter(is_house=True).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda v, d: WeekWindow.objects.create(version=v, weekday=7, opens=0, closes=1),
        lambda v, d: WeekWindow.objects.create(version=v, weekday=0, opens=60, closes=60),
        lambda v, d: WeekWindow.objects.create(version=v, weekday=0, opens=60, closes=1441),
        lambda v, d: WeekWindow.objects.create(version=v, weekday=0, opens=-1, closes=60),
        lambda v, d: DayWindow.objects.create(day=d, opens=60, closes=59),
        lambda v, d: CalendarVersion.objects.create(
            calendar=v.calendar, since=date(2027, 1, 1), region="BY"
        ),
        lambda v, d: CalendarVersion.objects.create(calendar=v.calendar, since=v.since),
        lambda v, d: ExtraDay.objects.create(calendar=v.calendar, date=d.date),
    ],
)
def test_the_database_itself_refuses_hours_that_cannot_be(wrong: Any):
    row = make_calendar().versions.get()
    day = row.calendar.days.create(date=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(row, day)


def test_a_calendar_is_asked_for_once_and_again_when_it_has_changed(
    django_assert_num_queries: Any,
):
    calendar = make_calendar()
    hours_of(fresh(calendar))
    known = fresh(calendar)

    with django_assert_num_queries(0):
        first = hours_of(known)
    change(calendar, version())

    assert hours_of(fresh(calendar)) != first
    assert hours_of(known) == first


def test_a_region_the_library_drops_is_found_and_promises_go_on():
    calendar = make_calendar()
    calendar.versions.update(country="DE", region="OLD")

    assert hours_of(calendar).is_open(at("2027-01-06 10:00"))
    assert [finding.words for finding in findings()] == ["'OLD' is no part of Germany."]


def test_the_check_finds_windows_that_overlap_and_calendars_without_a_week():
    row = make_calendar().versions.get()
    assert list(findings()) == []

    WeekWindow.objects.create(version=row, weekday=0, opens=16 * 60, closes=18 * 60)
    Calendar.objects.create(name="Empty", zone="Mars")

    assert sorted(finding.words for finding in findings()) == [
        "'Mars' is no time zone. Write it like Europe/Berlin.",
        "has no version",
        "has windows that overlap",
    ]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", ()),
        ("9:00-12:30, 13:30 – 17:00", ((540, 750), (810, 1020))),
        ("0:00-24:00", ((0, 1440),)),
        ("22:00 to 0:00", ((1320, 1440),)),
    ],
)
def test_windows_as_they_are_typed(text: str, windows: Any):
    assert read_typed(text) == windows
    assert read_typed(as_typed(windows)) == windows


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nine to five", BadHours),
        ("25:00-26:00", BadHours),
        ("9-17", BadHours),
        ("17:00-09:00", Backwards),
        ("09:00-12:00, 11:00-13:00", Overlapping),
        (", ".join(f"{n}:00-{n}:30" for n in range(13)), BadHours),
    ],
)
def test_windows_that_cannot_be_meant(text: str, why: type[Exception]):
    with pytest.raises(why) as told:
        read_typed(text)
    assert type(told.value) is why


def test_spans_that_touch_or_overlap_are_one():
    a, b, c, d = (at(f"2026-11-24 {hour}:00") for hour in (10, 11, 12, 13))

    assert merged([(c, d), (a, b)]) == [(a, b), (c, d)]
    assert merged([(b, d), (a, c)]) == [(a, d)]
    assert merged([(b, c), (a, b)]) == [(a, c)]


def test_a_change_before_the_day_a_calendar_was_made_for_leaves_what_was():
    by = {"by": make_manager(), "now": NOON}
    made = actions.make_calendar(
        name="Munich", zone="Europe/Berlin", version=version(date(2026, 12, 7)), **by
    )

    change(made, version(date(2026, 12, 1), week=NINE_TO_FIVE))

    weeks = [hours_at(fresh(made), date(2026, 11, 25)), hours_at(fresh(made), date(2026, 12, 8))]
    assert [one.week for one in weeks] == [MORNINGS, NINE_TO_FIVE]
