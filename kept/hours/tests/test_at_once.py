"""Two who change the same hours at the same moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kept.hours import actions
from kept.hours.models import Absence, Calendar, TeamHours
from kept.hours.rules import Version
from kept.hours.tests.make import make_calendar
from kept.kit.hours import NINE_TO_FIVE
from kept.ledger.models import Event
from kept.people.tests.test_at_once import HANDS, at_once
from tests.cast import NOON, make_manager, make_member, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_of_many_who_looked_at_the_same_hours_one_changes_them():
    calendar, lou = make_calendar(), make_manager()
    seen = calendar.revision
    tries = [
        lambda n=n: actions.change_hours(
            calendar,
            Version(since=date(2026, 12, 1 + n), week=NINE_TO_FIVE),
            seen=seen,
            by=lou,
            now=NOON,
        )
        for n in range(HANDS)
    ]

    ends = at_once(*tries)

    assert ends == ["calendar_changed_meanwhile"] * (HANDS - 1) + ["done"]
    assert calendar.versions.count() == 2
    assert Event.objects.filter(kind="calendar.changed").count() == 1


def test_the_same_day_set_at_once_is_one_day():
    calendar, lou = make_calendar(), make_manager()

    def close() -> object:
        return actions.set_day(calendar, date(2026, 12, 24), name="", windows=(), by=lou, now=NOON)

    assert at_once(*[close] * HANDS) == ["done"] * HANDS
    assert calendar.days.count() == 1


def test_the_same_absence_sent_at_once_is_noted_once():
    ada = make_member("ada")

    def note() -> object:
        return actions.note_absence(
            ada,
            begins_at=NOON,
            ends_at=NOON + timedelta(days=1),
            kind="SICK",
            by=ada,
            now=NOON,
        )

    assert at_once(*[note] * HANDS) == ["absence_noted_already"] * (HANDS - 1) + ["done"]
    assert (Absence.objects.count(), Event.objects.count()) == (1, 1)


def test_two_calendars_of_one_name_made_at_once_are_one():
    lou = make_manager()

    def make() -> object:
        version = Version(since=date(2026, 11, 24), week=NINE_TO_FIVE)
        return actions.make_calendar(name="Shop", zone="UTC", version=version, by=lou, now=NOON)

    assert at_once(*[make] * HANDS) == ["calendar_named_twice"] * (HANDS - 1) + ["done"]
    assert Calendar.objects.filter(name="Shop").count() == 1


def test_a_team_given_to_two_calendars_at_once_works_by_one_of_them():
    team, lou = make_team("Front"), make_manager()
    one, two = make_calendar("One"), make_calendar("Two")

    def give(calendar: Calendar, *, is_house: bool) -> object:
        return actions.settle_calendar(
            calendar,
            name=calendar.name,
            is_house=is_house,
            teams=[team],
            members=[],
            by=lou,
            now=NOON,
        )

    tries = [lambda c=c: give(c, is_house=True) for c in (one, two)] * (HANDS // 2)

    assert at_once(*tries) == ["done"] * HANDS
    assert TeamHours.objects.get().team == team
    assert Calendar.objects.filter(is_house=True).count() == 1


def test_the_house_gets_one_calendar_however_many_ask():
    Calendar.objects.all().delete()

    ends = at_once(*[lambda: actions.open_house_calendar(now=NOON)] * HANDS)

    assert ends == ["done"] * HANDS
    assert Calendar.objects.get().versions.count() == 1
