"""What else a keeper hears: that it broke, that they deny it, ask for it, choose, confirm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kept.hours import actions as absences
from kept.ledger.reading import READERS, catch_up
from kept.notices.models import Notice, Telling
from kept.notices.tests.make import (
    HOUR,
    TOMORROW,
    clock_goes,
    hear,
    mail,
    mails_in,
    told,
    told_by_the_ledger,
)
from kept.promises import actions as promises
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_promise

pytestmark = told_by_the_ledger


def warned_and_gone() -> Promise:
    """A promise whose keeper has heard that it comes near, and has seen that."""
    promise = make_promise(due_at=TOMORROW)
    clock_goes(now=promise.warn_at)
    Notice.objects.update(seen_at=promise.warn_at)
    return promise


def test_what_broke_is_told_at_once_with_its_own_second(post: Path):
    promise = warned_and_gone()

    clock_goes(now=TOMORROW + timedelta(minutes=2))

    assert told() == [("Ada", "SOON"), ("Ada", "BROKEN")]
    notice = Notice.objects.get(kind="BROKEN")
    assert (notice.at, notice.due_at, notice.seen_at) == (TOMORROW, TOMORROW, None)
    letter = mails_in(post)[-1]
    assert letter["Subject"] == "This broke at 12:00: I'll call you tomorrow."
    assert "\nTell them now.\nhttps://kept.northmoor.example/promises/" in letter.get_content()
    assert str(promise.pk) in letter.get_content()


def test_an_unseen_warning_goes_when_it_broke():
    promise = make_promise(due_at=TOMORROW)
    clock_goes(now=promise.warn_at)

    clock_goes(now=TOMORROW + HOUR)

    assert [n.kind for n in Notice.objects.unseen(now=TOMORROW + HOUR)] == ["BROKEN"]


def test_who_gives_up_need_not_be_told_that_it_broke():
    promise = make_promise(due_at=TOMORROW)

    promises.give_up(promise, why="No stock.", by=promise.keeper, now=NOON + HOUR)
    hear()

    assert told() == []


def test_they_deny_what_was_declared(post: Path):
    promise = make_promise(due_at=TOMORROW)
    promises.keep(promise, by=promise.keeper, now=NOON + HOUR)
    promises.dispute(promise, words="Nobody called.", by=None, now=NOON + 2 * HOUR)

    clock_goes(now=NOON + 2 * HOUR)

    assert told() == [("Ada", "DISPUTED")]
    (letter,) = mails_in(post)
    assert letter["Subject"] == "Cy says that it has not happened: I'll call you tomorrow."
    assert "Look again: keep it, or give them another time." in letter.get_content()
    assert "Nobody called." not in letter.get_content()


def test_each_denial_is_told_but_each_once(post: Path):
    promise = make_promise(due_at=TOMORROW)
    for hours in (1, 3):
        promises.keep(promise, by=promise.keeper, now=NOON + hours * HOUR)
        promises.dispute(promise, by=None, now=NOON + (hours + 1) * HOUR)
        clock_goes(now=NOON + (hours + 1) * HOUR)

    assert told() == [("Ada", "DISPUTED"), ("Ada", "DISPUTED")]
    assert [n.seen_at is None for n in Notice.objects.order_by("pk")] == [False, True]
    assert len(mails_in(post)) == 2


def test_a_denial_after_the_date_says_enough(post: Path):
    """It is broken since its date; whoever hears that it did not happen hears no second thing."""
    promise = make_promise(due_at=TOMORROW)
    promises.keep(promise, by=promise.keeper, now=NOON + HOUR)
    promises.dispute(promise, by=None, now=TOMORROW + HOUR)

    clock_goes(now=TOMORROW + HOUR)

    assert Promise.objects.get().broken_at == TOMORROW
    assert told() == [("Ada", "DISPUTED")]
    assert len(mails_in(post)) == 1


def test_a_denial_before_the_date_does_not_hide_that_it_broke():
    promise = make_promise(due_at=TOMORROW)
    promises.keep(promise, by=promise.keeper, now=NOON + HOUR)
    promises.dispute(promise, by=None, now=NOON + 2 * HOUR)
    clock_goes(now=NOON + 2 * HOUR)

    clock_goes(now=TOMORROW + HOUR)

    assert told()[-1] == ("Ada", "BROKEN")


def test_they_ask_for_it(post: Path):
    promise = make_promise(due_at=TOMORROW)
    for hours in (1, 2):
        make_message(
            "Where is your answer? I am still waiting.",
            conversation=promise.conversation,
            now=NOON + hours * HOUR,
        )
        catch_up(READERS["promises"], now=NOON + hours * HOUR)
        hear()
    mail(now=NOON + 2 * HOUR)

    promise.refresh_from_db()
    assert promise.chased_at == NOON + HOUR
    assert told() == [("Ada", "CHASED")]
    assert mails_in(post) == []  # by default in the app alone


def test_they_choose_another_time():
    promise = warned_and_gone()
    later = TOMORROW + timedelta(days=1)
    promises.offer_windows(promise, windows=[(None, later)], by=promise.keeper, now=NOON)
    promises.choose(promise, due_at=later, now=NOON + HOUR)

    hear()

    assert told() == [("Ada", "SOON"), ("Ada", "CHOSEN")]
    assert Notice.objects.get(kind="CHOSEN").due_at == later


def test_who_moves_it_themselves_is_told_nothing():
    promise = make_promise(due_at=TOMORROW)
    promises.renegotiate(promise, due_at=TOMORROW + HOUR, by=promise.keeper, now=NOON + HOUR)

    hear()

    assert told() == []


def test_they_choose_a_time_for_a_call(post: Path):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    windows = [(TOMORROW, TOMORROW + HOUR), (TOMORROW + 2 * HOUR, TOMORROW + 3 * HOUR)]
    offer = promises.offer_callback(
        conversation, words="I'll call you.", windows=windows, keeper=ada, by=ada, now=NOON
    )
    hear()
    assert told() == []

    promises.choose(offer, due_at=TOMORROW + 3 * HOUR, now=NOON + HOUR)
    clock_goes(now=NOON + HOUR)

    assert told() == [("Ada", "AGREED")]
    assert Notice.objects.get().due_at == TOMORROW + 3 * HOUR
    assert mails_in(post) == []


def test_their_yes_is_good_news_and_stays_in_the_app(post: Path):
    promise = make_promise(due_at=TOMORROW)
    promises.keep(promise, by=promise.keeper, now=NOON + HOUR)
    promises.confirm(promise, by=None, now=NOON + 2 * HOUR)

    clock_goes(now=NOON + 2 * HOUR)

    assert told() == [("Ada", "CONFIRMED")]
    assert not Telling.objects.exists()
    assert [n.kind for n in Notice.objects.unseen(now=NOON)] == ["CONFIRMED"]


def test_silence_is_no_news():
    promise = make_promise(due_at=TOMORROW)
    promises.keep(promise, by=promise.keeper, now=NOON + HOUR)
    assert sweep.presume_due(now=NOON + timedelta(days=8)) == 1
    hear()

    assert told() == []


@pytest.mark.parametrize("end", ["keep", "give_up", "release"])
def test_what_is_settled_asks_for_nothing_any_more(end: str):
    promise = make_promise(due_at=TOMORROW)
    clock_goes(now=TOMORROW + HOUR)
    at = TOMORROW + 2 * HOUR
    match end:
        case "keep":
            promises.keep(promise, by=promise.keeper, now=at)
        case "give_up":
            promises.give_up(promise, why="", by=promise.keeper, now=at)
        case "release":
            promises.release(promise, why="", by=None, now=at)

    hear()

    assert not Notice.objects.filter(seen_at=None).exists()
    assert told() == [("Ada", "BROKEN")]


def test_whoever_goes_away_is_told_once_what_falls_into_it(post: Path):
    promise = make_promise(due_at=TOMORROW)
    ada = promise.keeper
    assert ada is not None
    absence = absences.note_absence(
        ada, begins_at=NOON + HOUR, ends_at=TOMORROW + HOUR, kind="SICK", by=ada, now=NOON
    )
    hear()
    absences.change_absence(
        absence,
        begins_at=NOON + HOUR,
        ends_at=TOMORROW + 2 * HOUR,
        kind="SICK",
        by=ada,
        now=NOON + HOUR / 2,
    )
    hear()
    mail(now=NOON + HOUR / 2)

    assert told() == [("Ada", "AWAY")]
    assert Notice.objects.get().seen_at is None
    assert mails_in(post) == []  # by default in the app alone


def test_what_no_absence_holds_any_more_asks_for_nothing():
    promise = make_promise(due_at=TOMORROW)
    ada = promise.keeper
    assert ada is not None
    absence = absences.note_absence(
        ada, begins_at=NOON + HOUR, ends_at=TOMORROW + HOUR, kind="SICK", by=ada, now=NOON
    )
    hear()

    absences.withdraw_absence(absence, by=ada, now=NOON + HOUR)
    hear(now=NOON + HOUR)

    assert Notice.objects.get().seen_at == NOON + HOUR
