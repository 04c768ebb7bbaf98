"""What the clock says: breaks at their own second, warnings once, silence, offers that lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Promise
from kept.promises.states import state_of
from tests.cast import NOON, make_promise

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)
A_WEEK_ON = NOON + timedelta(days=8)
A_SECOND = timedelta(seconds=1)


def told(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_a_promise_is_not_broken_at_the_second_it_is_due():
    make_promise(due_at=TOMORROW)

    assert sweep.break_due(now=TOMORROW) == 0
    assert Promise.objects.get().broken_at is None
    assert told("promise.broken") == []


def test_a_break_is_written_at_its_own_second_a_week_later_and_once():
    promise = make_promise(due_at=TOMORROW)

    assert sweep.break_due(now=A_WEEK_ON) == 1
    assert sweep.break_due(now=A_WEEK_ON + A_SECOND) == 0

    promise.refresh_from_db()
    assert (promise.broken_at, promise.outcome) == (TOMORROW, "OPEN")
    assert [(event.at, event.by) for event in told("promise.broken")] == [
        (TOMORROW, "system:promises")
    ]
    assert state_of(promise, now=A_WEEK_ON) == "overdue"


def test_whoever_acts_before_the_worker_came_by_still_finds_the_break_written():
    promise = make_promise(due_at=TOMORROW)

    kept = actions.keep(promise, by=promise.keeper, now=TOMORROW + timedelta(hours=2))

    assert (kept.outcome, kept.broken_at) == ("KEPT", TOMORROW)
    assert [event.at for event in told("promise.broken")] == [TOMORROW]
    assert state_of(kept, now=A_WEEK_ON) == "kept-late"
    assert sweep.break_due(now=A_WEEK_ON) == 0


def test_a_promise_that_moves_after_it_broke_may_break_once_more():
    promise = make_promise(due_at=TOMORROW)
    sweep.break_due(now=TOMORROW + A_SECOND)
    later = TOMORROW + timedelta(days=1)

    moved = actions.renegotiate(
        promise, due_at=later, by=promise.keeper, now=TOMORROW + timedelta(hours=1)
    )
    sweep.break_due(now=A_WEEK_ON)

    version = moved.versions.get()
    assert (version.broken_at, version.was_early) == (TOMORROW, False)
    assert [event.at for event in told("promise.broken")] == [TOMORROW, later]


def test_its_keeper_is_warned_once_while_there_is_still_time_to_say_so():
    """Due at noon after eight working hours, so a change is early until ten."""
    promise = make_promise(due_at=TOMORROW)
    assert promise.renegotiate_by == TOMORROW - timedelta(hours=2)
    assert promise.warn_at == TOMORROW - timedelta(hours=3)

    assert sweep.warn_due(now=promise.warn_at - A_SECOND) == 0
    assert sweep.warn_due(now=promise.warn_at) == 1
    assert sweep.warn_due(now=promise.warn_at + A_SECOND) == 0

    assert [event.facts["due_at"] for event in told("promise.warned")] == [TOMORROW.isoformat()]


def test_nobody_is_warned_of_what_has_passed_while_the_worker_stood_still():
    promise = make_promise(due_at=TOMORROW)

    sweep.warn_due(now=A_WEEK_ON)

    promise.refresh_from_db()
    assert promise.warn_at is None
    assert told("promise.warned") == []


def test_another_date_is_another_warning():
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)

    moved = actions.renegotiate(
        promise, due_at=TOMORROW + timedelta(days=1), by=promise.keeper, now=promise.warn_at
    )

    assert moved.warn_at is not None
    assert sweep.warn_due(now=moved.warn_at) == 1
    assert len(told("promise.warned")) == 2


def test_silence_for_a_week_is_presumed_to_be_a_yes_and_said_to_be_only_that():
    promise = make_promise(due_at=TOMORROW)
    kept = actions.keep(promise, by=promise.keeper, now=NOON)
    assert (kept.confirmation, kept.confirm_by) == ("WAITING", NOON + timedelta(days=7))

    assert sweep.presume_due(now=kept.confirm_by - A_SECOND) == 0
    assert sweep.presume_due(now=A_WEEK_ON) == 1
    assert sweep.presume_due(now=A_WEEK_ON) == 0

    promise.refresh_from_db()
    assert (promise.confirmation, promise.confirm_by) == ("PRESUMED", None)
    assert [(e.at, e.facts["presumed"]) for e in told("promise.confirmed")] == [
        (NOON + timedelta(days=7), True)
    ]


def test_a_round_reads_what_is_due_from_an_index_of_just_that(django_assert_num_queries):
    make_promise(due_at=TOMORROW)

    with django_assert_num_queries(1):
        sweep.break_due(now=NOON)
