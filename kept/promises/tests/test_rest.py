"""Snoozing, pausing, offering a callback, handing on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Pause, Promise
from kept.promises.states import state_of
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_promise,
)

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)
NINE = TOMORROW - timedelta(hours=3)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada), assignee=ada)


def snooze(conversation, ada, **more: object) -> Promise:
    return actions.snooze(
        conversation, until=NINE, even_if_they_reply=False, by=ada, now=NOON, **more
    )


def carry(now) -> None:
    catch_up(READERS["promises"], now=now)


@pytest.mark.django_db(transaction=True)
def test_what_rests_until_tomorrow_is_open_again_at_that_moment(conversation, ada):
    reminder = snooze(conversation, ada)
    conversation.refresh_from_db()
    assert conversation.status == "ON_HOLD"
    assert (reminder.kind, reminder.keeper, reminder.to_member) == ("REMINDER", ada, ada)
    assert (reminder.due_from, reminder.due_at) == (NINE, NINE + timedelta(hours=8))

    sweep.warn_due(now=NINE - timedelta(seconds=1))
    carry(NINE)
    conversation.refresh_from_db()
    assert conversation.status == "ON_HOLD"
    sweep.warn_due(now=NINE)
    carry(NINE)

    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
    changed = Event.objects.filter(kind="conversation.status_changed").last()
    assert (changed.by, changed.at) == ("system:promises", NINE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("even", "outcome"), [(True, "OPEN"), (False, "RELEASED")])
def test_a_reply_ends_a_reminder_only_where_that_was_said(conversation, ada, even, outcome):
    """And "thanks" ends no promise to the customer, whatever it does to the reminder."""
    promise = make_promise(conversation, keeper=ada)
    reminder = actions.snooze(conversation, until=NINE, even_if_they_reply=even, by=ada, now=NOON)

    make_message("Thanks!", conversation=conversation, now=NOON + timedelta(hours=1))
    carry(NOON + timedelta(hours=1))

    reminder.refresh_from_db()
    promise.refresh_from_db()
    assert (reminder.outcome, promise.outcome) == (outcome, "OPEN")


def test_a_reminder_is_seen_by_its_owner_alone_of_those_at_the_desk(conversation, ada):
    bea = make_member("bea")
    make_desk("Orders", bea)
    snooze(conversation, ada)

    assert Promise.objects.visible_to(ada).count() == 1
    assert Promise.objects.visible_to(bea).count() == 0


def test_the_clock_rests_while_they_owe_the_next_step_and_goes_on_where_it_stopped():
    """Three working hours were left at noon; from Thursday four they end on Friday at eleven."""
    promise = make_promise(due_at=NOON + timedelta(hours=3))
    assert actions.pause(promise, reason=Pause.Reason.CUSTOMER, now=NOON)
    assert not actions.pause(promise, reason=Pause.Reason.CUSTOMER, now=NOON)
    rests = Promise.objects.get()
    assert state_of(rests, now=TOMORROW) == "paused"
    assert sweep.break_due(now=TOMORROW) == 0

    thursday = NOON + timedelta(days=2, hours=4)
    assert actions.resume(promise, now=thursday)
    assert not actions.resume(promise, now=thursday)

    promise.refresh_from_db()
    assert promise.due_at == NOON + timedelta(days=3, hours=-1)
    assert promise.paused_at is None
    rest = Pause.objects.get()
    assert (rest.began_at, rest.ended_at, rest.left_seconds) == (NOON, thursday, 3 * 3600)
    assert Event.objects.get(kind="promise.resumed").facts["moved_by"] == (2 * 24 + 20) * 3600


def test_what_has_passed_does_not_rest():
    promise = make_promise(due_at=NOON + timedelta(hours=3))

    assert not actions.pause(promise, reason=Pause.Reason.CUSTOMER, now=TOMORROW)

    promise.refresh_from_db()
    assert (promise.broken_at, promise.paused_at) == (NOON + timedelta(hours=3), None)
    assert Pause.objects.count() == 0


def callback(conversation, ada) -> Promise:
    return actions.offer_callback(
        conversation,
        words="I'll call you",
        windows=[(NINE, NINE + timedelta(hours=1)), (TOMORROW, TOMORROW + timedelta(hours=1))],
        keeper=ada,
        by=ada,
        now=NOON,
    )


def test_nothing_is_owed_until_the_customer_has_chosen_when_to_be_called(conversation, ada):
    promise = callback(conversation, ada)
    assert (promise.outcome, state_of(promise, now=NOON)) == ("OFFERED", "offered")
    assert Promise.objects.open().count() == 0

    agreed = actions.choose(promise, due_at=NINE + timedelta(hours=1), now=NOON)

    assert (agreed.outcome, agreed.due_from) == ("OPEN", NINE)
    assert (agreed.first_due_at, agreed.changes) == (NINE + timedelta(hours=1), 0)
    assert not agreed.windows.exists()
    told = [e.kind for e in Event.objects.filter(kind__startswith="promise.").order_by("pk")]
    assert told == ["promise.made", "promise.offered", "promise.agreed"]


def test_an_offer_nobody_takes_lapses_and_breaks_nothing(conversation, ada):
    promise = callback(conversation, ada)
    last = TOMORROW + timedelta(hours=1)

    assert sweep.lapse_due(now=last) == 0
    assert sweep.lapse_due(now=last + timedelta(minutes=5)) == 1
    assert sweep.break_due(now=last + timedelta(days=1)) == 0

    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_at) == ("LAPSED", last)
    with pytest.raises(actions.AlreadySettled):
        actions.choose(promise, due_at=last, now=last + timedelta(minutes=6))


def test_a_callback_is_offered_as_windows_to_come(conversation, ada):
    for windows in ([], [(None, TOMORROW)], [(NOON - timedelta(hours=2), NOON)]):
        with pytest.raises(actions.BadWindow):
            actions.offer_callback(
                conversation,
                words="I'll call you",
                windows=windows,
                keeper=ada,
                by=ada,
                now=NOON,
            )

    assert Promise.objects.count() == 0


def test_another_keeper_takes_it_over_and_it_stays_the_same_promise(conversation, ada):
    bea = make_member("bea")
    make_desk("Orders", bea)
    promise = make_promise(conversation, keeper=ada)

    handed = actions.hand_on(promise, to=bea, by=ada, now=NOON)

    assert (handed.keeper, handed.due_at, handed.changes) == (bea, promise.due_at, 0)
    fact = Event.objects.get(kind="promise.handed_on").facts
    assert (fact["to"], fact["before"]) == (bea.pk, ada.pk)


def test_nobody_keeps_what_they_cannot_see(conversation, ada):
    promise = make_promise(conversation, keeper=ada)
    cat = make_member("cat")

    with pytest.raises(actions.CannotKeep):
        actions.hand_on(promise, to=cat, by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        actions.hand_on(promise, to=cat, by=cat, now=NOON)

    promise.refresh_from_db()
    assert promise.keeper == ada
    assert not Event.objects.filter(kind="promise.handed_on").exists()


def test_a_promise_lives_on_when_the_conversation_is_closed(conversation, ada):
    promise = make_promise(conversation, keeper=ada)
    Conversation.objects.filter(pk=conversation.pk).update(status="CLOSED", closed_at=NOON)

    sweep.break_due(now=TOMORROW + timedelta(days=1))

    promise.refresh_from_db()
    assert (promise.outcome, promise.broken_at) == ("OPEN", TOMORROW)
