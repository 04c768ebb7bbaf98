"""What the clock had to say comes first, whether or not the worker came by, and stays first."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.people.models import Member
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Dispute, Promise, PromiseVersion
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SPLIT = timedelta(microseconds=1)


def told() -> list[tuple[str, object]]:
    events = Event.objects.filter(kind__startswith="promise.").order_by("pk")
    return [(event.kind.removeprefix("promise."), event.at) for event in events]


def test_whoever_waited_for_the_lock_while_it_broke_comes_behind_the_break():
    due = NOON + HOUR
    promise = make_promise(due_at=due)
    sweep.break_due(now=due + timedelta(seconds=1))

    kept = actions.keep(promise, by=promise.keeper, now=due - timedelta(milliseconds=5))

    assert (kept.broken_at, kept.settled_at) == (due, due + SPLIT)
    assert told() == [("made", NOON), ("broken", due), ("kept", due + SPLIT)]


def test_a_change_that_waited_while_it_broke_is_not_early():
    due = NOON + DAY
    promise = make_promise(due_at=due)
    sweep.break_due(now=due + HOUR)

    actions.renegotiate(promise, due_at=due + DAY, by=promise.keeper, now=NOON + HOUR)

    version = PromiseVersion.objects.get()
    assert (version.broken_at, version.changed_at) == (due, due + SPLIT)
    assert version.was_early is False


def test_a_denial_that_waited_while_it_was_kept_comes_behind_it():
    promise = make_promise()
    actions.keep(promise, by=promise.keeper, now=NOON + HOUR)

    actions.dispute(promise, by=None, now=NOON + HOUR - SPLIT)

    assert Dispute.objects.get().said_at == NOON + HOUR


def test_silence_is_taken_for_a_yes_before_they_deny_it():
    promise = make_promise()
    actions.keep(promise, by=promise.keeper, now=NOON)
    promise.refresh_from_db()
    presumed = promise.confirm_by

    actions.dispute(promise, by=None, now=presumed + DAY)

    assert told()[2:4] == [("confirmed", presumed), ("disputed", presumed + DAY)]


def test_an_offer_has_lapsed_before_they_let_us_off():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    window = (NOON + HOUR, NOON + 2 * HOUR)
    promise = actions.offer_callback(
        conversation, words="We call you", windows=[window], keeper=ada, by=ada, now=NOON
    )

    with pytest.raises(actions.AlreadySettled):
        actions.release(promise, why="", by=None, now=NOON + DAY)

    sweep.lapse_due(now=NOON + DAY)
    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_at) == (Promise.Outcome.LAPSED, window[1])


@pytest.mark.parametrize("verb", ["dispute", "choose"])
def test_what_is_owed_again_is_the_desks_where_its_keeper_has_left(verb):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada, make_member("bea")))
    window = (NOON + DAY, NOON + DAY + HOUR)
    if verb == "choose":
        promise = actions.offer_callback(
            conversation, words="We call you", windows=[window], keeper=ada, by=ada, now=NOON
        )
    else:
        promise = make_promise(conversation, keeper=ada)
        actions.keep(promise, by=ada, now=NOON)
    Member.objects.filter(pk=ada.pk).update(is_active=False)  # nobody told the promises yet

    if verb == "choose":
        owed = actions.choose(promise, due_at=window[1], now=NOON)
    else:
        owed = actions.dispute(promise, by=None, now=NOON)

    owed.refresh_from_db()
    assert (owed.outcome, owed.keeper) == (Promise.Outcome.OPEN, None)
    handed = Event.objects.get(kind="promise.handed_on")
    assert handed.facts["before"] == ada.pk
