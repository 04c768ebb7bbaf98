"""What falls into an absence: who is warned of it, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from kept.hours import actions as hours
from kept.hours.models import Absence
from kept.hours.tests.make import at, make_calendar, works_by
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.promises import actions
from kept.promises.actions.dates import warn_before
from kept.promises.away import falling
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member, make_promise

pytestmark = pytest.mark.django_db
carried = pytest.mark.django_db(transaction=connection.vendor == "postgresql")

FRIDAY = at("2026-11-27 15:00", "UTC")
NO_FRIDAY = (*(((9 * 60, 17 * 60),),) * 4, (), (), ())


def away(member: Member, begin: str = "2026-11-26", end: str = "2026-11-29") -> Absence:
    return hours.note_absence(
        member,
        begins_at=at(begin, "UTC"),
        ends_at=at(end, "UTC"),
        kind="HOLIDAY",
        by=member,
        now=NOON,
    )


def test_what_is_due_meanwhile_falls_into_it_and_nothing_else():
    ada = make_member("ada")
    inside = make_promise(due_at=FRIDAY)
    make_promise(inside.conversation, due_at=NOON + timedelta(days=1))
    make_promise(inside.conversation, due_at=FRIDAY + timedelta(days=3))
    as_they_go = make_promise(inside.conversation, due_at=at("2026-11-26", "UTC"))
    one = away(ada)

    found = falling(ada, [ada], now=NOON)

    assert [(fall.card.pk, fall.until) for fall in found] == [(inside.pk, one.ends_at)]
    assert found[0].may_be_handed_on
    assert as_they_go.due_at == one.begins_at


def test_a_manager_sees_what_falls_into_it_but_nothing_private():
    ada, lou = make_member("ada"), make_manager("lou")
    desk = make_desk("Orders", ada, lou)
    inside = make_promise(make_conversation(desk=desk), keeper=ada, due_at=FRIDAY)
    mine = actions.promise_among_us(
        words="Breathe", due_at=FRIDAY, to_member=ada, is_private=True, by=ada, now=NOON
    )
    away(ada)

    assert [fall.card.pk for fall in falling(lou, [ada], now=NOON)] == [inside.pk]
    assert [fall.card.pk for fall in falling(ada, [ada], now=NOON)] == [inside.pk, mine.pk]


@pytest.mark.parametrize("count", [1, 20])
def test_to_warn_of_many_asks_no_more_than_to_warn_of_one(django_assert_max_num_queries, count):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    for _ in range(count):
        make_promise(conversation, keeper=ada, due_at=FRIDAY)
    before = set(Promise.objects.values_list("warn_at", flat=True))
    absence = away(ada)

    with django_assert_max_num_queries(10):
        assert warn_before(absence, now=NOON) == count

    after = set(Promise.objects.values_list("warn_at", flat=True))
    assert len(before) == len(after) == 1
    assert NOON < min(after) < min(before)
    assert min(after) < absence.begins_at


@carried
def test_whoever_goes_away_is_warned_while_they_are_there():
    ada = make_member("ada")
    promise = make_promise(due_at=FRIDAY)
    before = promise.warn_at
    early = promise.renegotiate_by

    away(ada)
    catch_up(READERS["promises"], now=NOON)

    promise.refresh_from_db()
    assert before > at("2026-11-26", "UTC")
    assert NOON < promise.warn_at < at("2026-11-25 17:00", "UTC")
    assert promise.renegotiate_by == early


@carried
def test_what_was_warned_of_is_not_warned_of_twice():
    promise = make_promise(due_at=FRIDAY)
    Promise.objects.update(warn_at=None)

    away(promise.keeper)
    catch_up(READERS["promises"], now=NOON)

    promise.refresh_from_db()
    assert promise.warn_at is None


def test_who_does_not_work_on_the_day_is_warned_before():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    as_the_desk = make_promise(make_conversation(desk=desk), keeper=ada, due_at=FRIDAY)
    works_by(make_calendar("Four days", zone="UTC", week=NO_FRIDAY), ada)

    promise = make_promise(as_the_desk.conversation, keeper=ada, due_at=FRIDAY)

    assert NOON < promise.warn_at < as_the_desk.warn_at
    assert promise.renegotiate_by == as_the_desk.renegotiate_by


def test_who_cannot_work_on_it_at_all_is_warned_at_once():
    ada = make_member("ada")
    away(ada, "2026-11-24 10:00")

    assert make_promise(due_at=FRIDAY).warn_at == NOON


def test_handed_to_somebody_who_is_away_it_warns_them_at_once():
    ada, bea = make_member("ada"), make_member("bea")
    desk = make_desk("Orders", ada, bea)
    promise = make_promise(make_conversation(desk=desk), keeper=ada, due_at=FRIDAY)
    away(bea, "2026-11-24 10:00")

    actions.hand_on(promise, to=bea, by=ada, now=NOON)

    promise.refresh_from_db()
    assert (promise.keeper, promise.warn_at) == (bea, NOON)
