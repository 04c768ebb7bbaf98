"""Quiet hours: by the member's own clock, across midnight, and through both changes of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kept.notices import actions
from kept.notices.models import Telling
from kept.notices.rules import quiet_until
from kept.notices.tests.make import TOMORROW, hear, mail, mails_in, told_by_the_ledger
from kept.promises import actions as promises
from kept.promises.actions import sweep
from tests.cast import NOON, make_member, make_promise

TEN, SEVEN = time(22), time(7)
BERLIN = "Europe/Berlin"


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-24T20:59", None),  # 21:59 in Berlin
        ("2026-11-24T21:00", "2026-11-25T06:00"),
        ("2026-11-24T23:30", "2026-11-25T06:00"),  # past midnight there
        ("2026-11-25T05:59", "2026-11-25T06:00"),
        ("2026-11-25T06:00", None),
        ("2026-11-25T12:00", None),
        # The night in which the clocks go back, an hour longer; and forward, an hour shorter.
        ("2026-10-24T20:00", "2026-10-25T06:00"),
        ("2026-10-25T05:30", "2026-10-25T06:00"),
        ("2027-03-27T21:00", "2027-03-28T05:00"),
        ("2027-03-28T05:00", None),
    ],
)
def test_a_night_from_ten_to_seven_in_berlin(now: str, end: str | None):
    assert quiet_until(TEN, SEVEN, BERLIN, now=at(now)) == (at(end) if end else None)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        # 02:30 comes twice on 25 October: quiet is over at the second.
        ("2026-10-25T00:15", "2026-10-25T01:30"),
        ("2026-10-25T00:45", "2026-10-25T01:30"),
        ("2026-10-25T01:30", None),
        # There is no 02:30 on 28 March: its place is 03:30, when an hour was left out.
        ("2027-03-28T00:45", "2027-03-28T01:30"),
        ("2027-03-28T01:30", None),
    ],
)
def test_an_end_within_the_change_of_the_clock(now: str, end: str | None):
    assert quiet_until(TEN, time(2, 30), BERLIN, now=at(now)) == (at(end) if end else None)


@pytest.mark.parametrize(
    ("now", "end"),
    [("2026-11-24T11:59", None), ("2026-11-24T12:00", "2026-11-24T13:00")],
)
def test_a_quiet_lunch(now: str, end: str | None):
    assert quiet_until(time(12), time(13), "UTC", now=at(now)) == (at(end) if end else None)


def test_nothing_chosen_is_never_quiet():
    assert quiet_until(None, None, BERLIN, now=NOON) is None
    assert quiet_until(TEN, TEN, BERLIN, now=NOON) is None


def choose_quiet(begins: time, ends: time) -> None:
    actions.choose(
        mail=["SOON", "BROKEN"],
        push=[],
        quiet_from=begins,
        quiet_until=ends,
        by=make_member("ada"),
        now=NOON,
    )


@told_by_the_ledger
def test_what_comes_in_quiet_hours_leaves_at_their_end(post: Path):
    choose_quiet(time(8), time(11, 30))
    promise = make_promise(due_at=TOMORROW)  # warned of at nine
    sweep.warn_due(now=promise.warn_at)
    hear()

    assert mail(now=promise.warn_at) == 0
    assert mail(now=TOMORROW - timedelta(minutes=31)) == 0
    assert mails_in(post) == []
    telling = Telling.objects.get()
    assert (telling.state, telling.tries) == ("READY", 0)
    assert telling.not_before == TOMORROW - timedelta(minutes=30)

    assert mail(now=TOMORROW - timedelta(minutes=30)) == 1
    assert mails_in(post)[0]["Subject"] == "Due in 30 min: I'll call you tomorrow."


@told_by_the_ledger
def test_what_is_settled_by_then_does_not_leave(post: Path):
    choose_quiet(time(8), time(11, 30))
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear()
    mail(now=promise.warn_at)
    promises.keep(promise, by=promise.keeper, now=promise.warn_at)

    assert mail(now=TOMORROW) == 0

    assert mails_in(post) == []
    assert Telling.objects.get().state == "DROPPED"


@told_by_the_ledger
def test_a_warning_held_until_after_its_date_gives_way_to_what_broke(post: Path):
    choose_quiet(time(8), time(14))
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear()
    mail(now=promise.warn_at)
    after = TOMORROW + timedelta(hours=2)
    sweep.break_due(now=after)
    hear()

    assert mail(now=after) == 1
    assert [letter["Subject"] for letter in mails_in(post)] == [
        "This broke at 12:00: I'll call you tomorrow."
    ]
    assert sorted(Telling.objects.values_list("state", flat=True)) == ["DROPPED", "SENT"]


@told_by_the_ledger
def test_a_new_choice_holds_for_what_waits(post: Path):
    choose_quiet(time(8), time(11, 30))
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear()
    assert mail(now=promise.warn_at) == 0
    later = promise.warn_at + timedelta(minutes=1)

    actions.choose(
        mail=["SOON"], push=[], quiet_from=None, quiet_until=None, by=promise.keeper, now=later
    )

    assert mail(now=later) == 1
    assert [letter["To"] for letter in mails_in(post)] == ["ada@northmoor.example"]


@told_by_the_ledger
def test_what_one_no_longer_wants_does_not_leave(post: Path):
    choose_quiet(time(8), time(11, 30))
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear()
    mail(now=promise.warn_at)

    actions.choose(
        mail=[], push=[], quiet_from=None, quiet_until=None, by=promise.keeper, now=TOMORROW
    )

    assert mail(now=TOMORROW - timedelta(minutes=30)) == 0
    assert mail(now=TOMORROW) == 0
    assert mails_in(post) == []
    assert Telling.objects.get().state == "DROPPED"
