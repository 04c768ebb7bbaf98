from datetime import timedelta
from uuid import uuid4

import pytest

from kept.conversations.models import Message
from kept.ledger.models import Event
from kept.promises import actions, letters, queries
from kept.promises.models import PromiseVersion
from kept.promises.states import state_of
from tests.cast import NOON, make_promise

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)


def test_a_change_before_the_last_moment_is_early_and_keeps_the_old_date():
    promise = make_promise(due_at=TOMORROW)

    moved = actions.renegotiate(
        promise, due_at=TOMORROW + timedelta(days=1), by=promise.keeper, now=NOON
    )

    version = PromiseVersion.objects.get()
    assert (version.due_at, version.was_early) == (TOMORROW, True)
    assert moved.due_at == TOMORROW + timedelta(days=1)
    assert (moved.changes, moved.was_told) == (1, False)
    assert Event.objects.get(kind="promise.renegotiated").facts["moved_by"] == 86_400
    assert state_of(moved, now=NOON) == "renegotiated"


def test_a_change_after_the_last_moment_is_not_early():
    promise = make_promise(due_at=NOON + timedelta(hours=3))

    actions.renegotiate(promise, due_at=TOMORROW, by=promise.keeper, now=NOON + timedelta(hours=2))

    assert PromiseVersion.objects.get().was_early is False


def test_a_promise_does_not_move_into_the_past():
    promise = make_promise(due_at=TOMORROW)

    with pytest.raises(actions.BadWindow):
        actions.renegotiate(promise, due_at=NOON, by=promise.keeper, now=NOON)

    promise.refresh_from_db()
    assert (promise.due_at, promise.changes) == (TOMORROW, 0)


def test_the_customer_chooses_one_of_the_times_we_offered():
    promise = make_promise(due_at=TOMORROW)
    windows = [(None, TOMORROW + timedelta(days=n)) for n in (1, 2)]
    actions.offer_windows(promise, windows=windows, by=promise.keeper, now=NOON)

    moved = actions.choose(promise, due_at=TOMORROW + timedelta(days=2), now=NOON)

    assert moved.due_at == TOMORROW + timedelta(days=2)
    assert PromiseVersion.objects.get().changed_by == PromiseVersion.Chooser.CUSTOMER
    assert Event.objects.get(kind="promise.renegotiated").by == f"customer:{promise.customer_id}"
    assert (moved.was_told, moved.versions.get().was_told) == (False, True)
    assert not promise.windows.exists()


def test_who_chooses_once_it_is_late_was_not_told_in_time():
    promise = make_promise(due_at=TOMORROW)
    late = TOMORROW + timedelta(minutes=1)
    _start, due_at = queries.choices(promise, now=late)[0]

    moved = actions.choose(promise, due_at=due_at, now=late)

    assert (moved.due_at, moved.was_told) == (due_at, False)


def test_the_customer_cannot_choose_a_time_nobody_offered():
    promise = make_promise(due_at=TOMORROW)

    with pytest.raises(actions.NotOffered):
        actions.choose(promise, due_at=TOMORROW + timedelta(minutes=7), now=NOON)

    promise.refresh_from_db()
    assert promise.due_at == TOMORROW


def overdue_at(moment):
    """Late already, so what is proposed moves on with every full hour."""
    return make_promise(due_at=moment - timedelta(hours=1), now=moment - timedelta(hours=2))


def test_what_was_proposed_before_the_full_hour_may_be_chosen_after_it():
    shown = TOMORROW - timedelta(minutes=1)
    promise = overdue_at(shown)
    _start, due_at = queries.choices(promise, now=shown)[0]
    chosen = TOMORROW + timedelta(minutes=1)
    assert due_at not in [end for _, end in queries.choices(promise, now=chosen)]

    moved = actions.choose(promise, due_at=due_at, now=chosen)

    assert (moved.due_at, moved.changes) == (due_at, 1)


def test_what_was_proposed_two_hours_ago_is_no_longer_on_offer():
    shown = TOMORROW - timedelta(minutes=1)
    promise = overdue_at(shown)
    _start, due_at = queries.choices(promise, now=shown)[0]
    before = Event.objects.count()

    with pytest.raises(actions.NotOffered):
        actions.choose(promise, due_at=due_at, now=shown + timedelta(hours=2))

    promise.refresh_from_db()
    assert (promise.changes, Event.objects.count()) == (0, before)


def test_an_offered_time_that_has_passed_meanwhile_is_said_to_have():
    promise = make_promise(due_at=TOMORROW)
    soon = NOON + timedelta(minutes=5)
    actions.offer_windows(promise, windows=[(None, soon)], by=promise.keeper, now=NOON)

    with pytest.raises(actions.BadWindow):
        actions.choose(promise, due_at=soon, now=NOON + timedelta(minutes=6))

    promise.refresh_from_db()
    assert (promise.due_at, promise.changes) == (TOMORROW, 0)


def test_a_customer_who_asks_unbidden_gets_three_times_within_our_hours():
    promise = make_promise(due_at=TOMORROW)

    spans = queries.choices(promise, now=NOON)

    assert [end for _, end in spans] == [
        TOMORROW + timedelta(hours=4),
        TOMORROW + timedelta(hours=24),
        TOMORROW + timedelta(hours=28),
    ]


def test_the_letter_and_the_offer_are_one_act():
    promise = make_promise(due_at=TOMORROW)

    actions.ask_for_another_time(
        promise,
        due_at=None,
        windows=[(None, TOMORROW + timedelta(days=1))],
        text="Dear Cy, which other time suits you?",
        submit_id=uuid4(),
        by=promise.keeper,
        now=NOON,
    )

    promise.refresh_from_db()
    assert promise.was_told is True
    assert promise.windows.count() == 1
    assert Message.objects.get(way="OUT").to == ["cy@valdorra.example"]


def ask(promise, *, submit_id=None, text="Dear Cy, you have it by Friday.", now=NOON, **more):
    """Set the day after tomorrow, and say so."""
    values = {"due_at": TOMORROW + timedelta(days=1), "windows": []} | more
    actions.ask_for_another_time(
        promise, text=text, submit_id=submit_id or uuid4(), by=promise.keeper, now=now, **values
    )
    promise.refresh_from_db()
    return promise


@pytest.mark.parametrize(
    ("text", "now", "was_told"),
    [
        ("Dear Cy, you have it by Friday.", NOON, True),
        ("Dear Cy, you have it by Friday.", TOMORROW, True),
        ("Dear Cy, it was not done.", TOMORROW + timedelta(minutes=1), False),
        (" \n", NOON, False),
    ],
)
def test_they_were_told_where_a_letter_was_written_before_it_was_late(text, now, was_told):
    promise = ask(make_promise(due_at=TOMORROW), text=text, now=now)

    version = promise.versions.get()
    assert (promise.changes, promise.was_told, version.was_told) == (1, False, was_told)


def test_a_letter_that_offers_times_once_it_is_late_told_nobody_in_time():
    promise = make_promise(due_at=TOMORROW)
    late = TOMORROW + timedelta(hours=1)

    ask(promise, due_at=None, windows=[(None, late + timedelta(days=1))], now=late)

    assert promise.was_told is False
    assert Message.objects.filter(way="OUT").count() == 1


@pytest.mark.parametrize(("text", "letters"), [("Dear Cy", 1), ("", 0)])
def test_what_is_sent_twice_changes_the_time_once(text, letters):
    promise, submit_id = make_promise(due_at=TOMORROW), uuid4()
    ask(promise, submit_id=submit_id, text=text)
    before = Event.objects.count()

    ask(promise, submit_id=submit_id, text=text, now=NOON + timedelta(seconds=1))

    assert (promise.changes, promise.versions.get().was_told) == (1, bool(letters))
    assert promise.due_at == TOMORROW + timedelta(days=1)
    assert PromiseVersion.objects.get().submit_id == submit_id
    assert Message.objects.filter(way="OUT").count() == letters
    assert Event.objects.count() == before


def test_an_offer_sent_twice_is_not_made_again_once_they_have_chosen():
    promise, submit_id = make_promise(due_at=TOMORROW), uuid4()
    offered = {"due_at": None, "windows": [(None, TOMORROW + timedelta(days=1))]}
    ask(promise, submit_id=submit_id, **offered)
    actions.choose(promise, due_at=TOMORROW + timedelta(days=1), now=NOON)

    ask(promise, submit_id=submit_id, **offered)

    assert (promise.changes, promise.due_at) == (1, TOMORROW + timedelta(days=1))
    assert not promise.windows.exists()
    assert Message.objects.filter(way="OUT").count() == 1


def test_two_who_ask_one_after_the_other_move_it_twice():
    promise = make_promise(due_at=TOMORROW)

    ask(promise)
    ask(promise, due_at=TOMORROW + timedelta(days=3))

    assert (promise.changes, promise.due_at) == (2, TOMORROW + timedelta(days=3))


def test_where_the_letter_cannot_go_nothing_is_offered():
    promise = make_promise(due_at=TOMORROW)
    promise.customer.addresses.update(is_dead=True)

    with pytest.raises(Exception, match="Nobody would receive this"):
        actions.ask_for_another_time(
            promise,
            due_at=None,
            windows=[(None, TOMORROW + timedelta(days=1))],
            text="Dear Cy",
            submit_id=uuid4(),
            by=promise.keeper,
            now=NOON,
        )

    assert not promise.windows.exists()
    assert not Message.objects.filter(way="OUT").exists()


@pytest.mark.parametrize(
    ("signature", "closing"), [("", "\n\nAda"), ("{{name}}\nOrders, Northmoor", "")]
)
def test_a_letter_is_signed_once(signature, closing):
    promise = make_promise()
    promise.desk.signature = signature
    promise.desk.save()

    letter = letters.offering(promise, writer="Ada", now=NOON)

    assert letter.endswith("and I will hold to it:\n{{page}}" + closing)
