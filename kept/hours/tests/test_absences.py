"""Who is away: what is noted, what it takes from working time, and who reads why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kept.conversations.queries import member_hours_at, staffed
from kept.hours import actions
from kept.hours.access import may_read_kind, may_read_note
from kept.hours.models import Absence
from kept.hours.queries import hours_of, past_absences, working_hours
from kept.hours.tests.make import at, make_calendar, works_by
from kept.kit.hours import Hours, Region
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_desk, make_manager, make_member, make_team

pytestmark = pytest.mark.django_db

EARLY = (*(((7 * 60, 11 * 60),),) * 5, (), ())
LATE = (*(((14 * 60, 18 * 60),),) * 5, (), ())


def away(
    member: Member, begin: str = "2026-11-25", end: str = "2026-11-26", **more: Any
) -> Absence:
    given = {"kind": "HOLIDAY", "by": member, "now": NOON} | more
    return actions.note_absence(member, begins_at=at(begin, "UTC"), ends_at=at(end, "UTC"), **given)


def test_an_absence_is_noted_and_no_fact_says_why():
    ada = make_member("ada")

    absence = away(ada, kind="SICK", note=" A cold ")

    absence.refresh_from_db()
    assert (absence.kind, absence.note, absence.noted_by) == ("SICK", "A cold", ada)
    event = Event.objects.get()
    assert event.kind == "absence.noted"
    assert event.facts == {"absence": absence.pk, "member": ada.pk}
    assert event.by == f"member:{ada.pk}"


def test_working_hours_are_without_absences():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    start = at("2026-11-24 15:00", "UTC")
    assert member_hours_at(desk, ada, now=NOON).add(start, 4 * 3600) == at(
        "2026-11-25 11:00", "UTC"
    )

    away(ada, "2026-11-25", "2026-11-27 10:00")

    hours = member_hours_at(desk, ada, now=NOON)
    assert hours.add(start, 4 * 3600) == at("2026-11-27 12:00", "UTC")
    assert hours.add_days(start, 1) == at("2026-11-27 15:00", "UTC")
    assert desk.hours.add(start, 4 * 3600) == at("2026-11-25 11:00", "UTC")


def test_an_absence_that_is_over_is_not_looked_up():
    ada = make_member("ada")
    away(ada, "2026-11-16", "2026-11-21")
    found = working_hours([ada], otherwise=Hours(), since=NOON)

    assert found == {ada.pk: Hours()}
    assert len(past_absences(ada, now=NOON)) == 1


def test_a_member_works_by_their_own_hours_else_their_teams_else_the_desks():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    assert member_hours_at(desk, ada, now=NOON) == desk.hours

    works_by(make_calendar("Late", week=LATE), make_team("Orders team"))
    assert member_hours_at(desk, ada, now=NOON).week == LATE

    works_by(make_calendar("Early", week=EARLY), ada)
    assert member_hours_at(desk, ada, now=NOON).week == EARLY


def test_only_a_team_that_serves_the_desk_says_when_one_works_there():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    works_by(make_calendar("Late", week=LATE), make_team("A choir", ada))

    assert member_hours_at(desk, ada, now=NOON) == desk.hours
    assert working_hours([ada], otherwise=desk.hours, since=NOON)[ada.pk].week == LATE


def test_of_two_teams_with_hours_the_first_by_name_counts():
    ada = make_member("ada")
    works_by(make_calendar("Late", week=LATE), make_team("B", ada))
    works_by(make_calendar("Early", week=EARLY), make_team("A", ada))
    make_team("0", ada)

    assert working_hours([ada], otherwise=Hours(), since=NOON)[ada.pk].week == EARLY


def test_a_desk_is_staffed_while_one_of_its_members_works():
    ada, bea = make_member("ada"), make_member("bea")
    gus = make_member("gus", is_active=False)
    desk = make_desk("Orders", ada, bea, gus)
    works_by(make_calendar("Early", zone="UTC", week=EARLY), ada)
    works_by(make_calendar("Late", zone="UTC", week=LATE), bea)
    away(ada, "2026-11-25 09:00", "2026-11-25 10:00")
    away(bea, "2026-11-26", "2026-11-28")

    found = staffed(desk, at("2026-11-25 08:00", "UTC"), at("2026-11-27 09:00", "UTC"))

    assert [f"{a:%d %H:%M}-{b:%H:%M}" for a, b in found] == [
        "25 08:00-09:00",
        "25 10:00-11:00",
        "25 14:00-18:00",
        "26 07:00-11:00",
        "27 07:00-09:00",
    ]


def test_a_desk_whose_members_keep_a_holiday_is_not_staffed():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    works_by(make_calendar("Munich", region=Region("DE", "BY")), make_team("Orders team"))

    assert staffed(desk, at("2027-01-06"), at("2027-01-07")) == []
    assert len(staffed(desk, at("2027-01-07"), at("2027-01-08"))) == 1


def test_staffing_is_bounded_and_asks_little(django_assert_max_num_queries: Any):
    people = [make_member(f"m{n}") for n in range(20)]
    desk = make_desk("Orders", *people)
    calendar = make_calendar("Late", week=LATE)
    works_by(calendar, *people[:10])
    hours_of(calendar), desk.hours

    with django_assert_max_num_queries(6):
        found = staffed(desk, NOON, NOON + timedelta(days=4000))

    assert found[-1][1] <= NOON + timedelta(days=62)
    assert staffed(make_desk("Nobody's"), NOON, NOON + timedelta(days=3)) == []


@pytest.mark.parametrize(
    ("begin", "end", "refusal"),
    [
        ("2026-11-25", "2026-11-25", actions.EndsBeforeItBegins),
        ("2026-11-26", "2026-11-25", actions.EndsBeforeItBegins),
        ("2026-11-25", "2030-11-25", actions.TooLong),
        ("2026-12-01", "2026-12-02", actions.AbsentAlready),
    ],
)
def test_absences_that_cannot_be_are_refused(begin: str, end: str, refusal: type[Exception]):
    ada = make_member("ada")
    away(ada, "2026-12-01", "2026-12-02")
    other = away(ada, "2026-12-03", "2026-12-04")

    with pytest.raises(refusal):
        away(ada, begin, end)
    with pytest.raises(refusal):
        actions.change_absence(
            other,
            begins_at=at(begin, "UTC"),
            ends_at=at(end, "UTC"),
            kind="HOLIDAY",
            by=ada,
            now=NOON,
        )

    assert (Absence.objects.count(), Event.objects.count()) == (2, 2)


def test_the_database_itself_refuses_an_absence_that_ends_before_it_begins():
    ada = make_member("ada")

    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(member=ada, noted_by=ada, begins_at=NOON, ends_at=NOON)


def test_an_absence_is_changed_and_withdrawn():
    ada, lou = make_member("ada"), make_manager()
    absence = away(ada, note="To the sea")

    actions.change_absence(
        absence,
        begins_at=NOON,
        ends_at=NOON + timedelta(days=2),
        kind="OTHER",
        by=lou,
        now=NOON,
    )
    absence.refresh_from_db()
    assert (absence.kind, absence.begins_at, absence.note) == ("OTHER", NOON, "To the sea")
    actions.withdraw_absence(absence, by=ada, now=NOON)
    actions.withdraw_absence(absence, by=ada, now=NOON)

    assert not Absence.objects.exists()
    assert [event.kind for event in Event.objects.order_by("pk")] == [
        "absence.noted",
        "absence.changed",
        "absence.withdrawn",
    ]


def test_nobody_but_a_manager_touches_the_absence_of_somebody_else():
    ada, bea = make_member("ada"), make_member("bea")
    absence = away(ada)

    for attempt in (
        lambda: away(ada, "2026-12-01", "2026-12-02", by=bea),
        lambda: actions.change_absence(
            absence,
            begins_at=NOON,
            ends_at=NOON + timedelta(days=2),
            kind="OTHER",
            by=bea,
            now=NOON,
        ),
        lambda: actions.withdraw_absence(absence, by=bea, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert (Absence.objects.count(), Event.objects.count()) == (1, 1)
    assert away(ada, "2026-12-01", "2026-12-02", by=make_manager()).member == ada


def test_why_somebody_is_away_is_read_by_those_who_plan_and_the_note_by_who_wrote_it():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    own, called_in = away(ada), away(ada, "2026-12-01", "2026-12-02", by=lou)

    assert [may_read_kind(who, own) for who in (ada, bea, lou)] == [True, False, True]
    assert [may_read_note(who, own) for who in (ada, bea, lou)] == [True, False, False]
    assert [may_read_note(who, called_in) for who in (ada, bea, lou)] == [True, False, True]


def test_an_absence_backwards_over_a_clock_change_is_refused_like_any_other():
    ada, berlin = make_member("ada"), ZoneInfo("Europe/Berlin")
    # At two the clock goes to three: on the wall half past two comes before three, and is not.
    span = {
        "begins_at": datetime(2026, 3, 29, 2, 30, tzinfo=berlin),
        "ends_at": datetime(2026, 3, 29, 3, 0, tzinfo=berlin),
    }

    with pytest.raises(actions.EndsBeforeItBegins):
        actions.note_absence(ada, **span, kind="HOLIDAY", by=ada, now=NOON)

    assert not Absence.objects.exists()
