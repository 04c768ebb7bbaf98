"""A promise whose clock rests while the other side owes the next step."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Pause, Promise
from kept.promises.states import state_of
from tests.cast import NOON, make_promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CUSTOMER = Pause.Reason.CUSTOMER


def rest(promise, *, now=NOON):
    assert actions.pause(promise, reason=CUSTOMER, now=now)
    promise.refresh_from_db()
    return promise


def ended(promise) -> bool:
    return not promise.pauses.filter(ended_at=None).exists()


def test_what_is_kept_while_it_rests_is_kept_in_the_time_that_was_left():
    promise = rest(make_promise(due_at=NOON + 3 * HOUR))

    kept = actions.keep(promise, by=promise.keeper, now=NOON + 4 * HOUR)

    # Open until 17:00, so of the three hours that were left two come on the next morning.
    assert kept.due_at == NOON + 23 * HOUR
    assert state_of(kept, now=kept.settled_at) == "kept"
    assert ended(promise)
    assert Event.objects.get(kind="promise.resumed").facts["moved_by"] == 20 * 3600
    assert Event.objects.get(kind="promise.kept").facts["late_by"] == -19 * 3600


def test_what_was_kept_while_it_rested_and_disputed_may_rest_again():
    promise = rest(make_promise(due_at=NOON + 3 * HOUR))
    actions.keep(promise, by=promise.keeper, now=NOON + HOUR)
    actions.dispute(promise, by=None, now=NOON + HOUR)

    assert actions.pause(promise, reason=CUSTOMER, now=NOON + HOUR)

    assert promise.pauses.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("verb", ["give_up", "release", "renegotiate", "confirm"])
def test_whoever_settles_or_moves_it_ends_its_rest(verb):
    promise = rest(make_promise(due_at=NOON + 3 * HOUR))
    later = NOON + HOUR
    acts = {
        "give_up": lambda: actions.give_up(promise, why="", by=promise.keeper, now=later),
        "release": lambda: actions.release(promise, why="", by=None, now=later),
        "confirm": lambda: actions.confirm(promise, by=None, now=later),
        "renegotiate": lambda: actions.renegotiate(
            promise, due_at=NOON + 48 * HOUR, by=promise.keeper, now=later
        ),
    }

    done = acts[verb]()

    assert done.paused_at is None
    assert ended(promise)
    assert Event.objects.filter(kind="promise.resumed").count() == 1


def test_a_date_agreed_while_it_rested_is_not_overwritten_when_they_answer():
    promise = rest(make_promise(due_at=NOON + 3 * HOUR))
    actions.renegotiate(promise, due_at=NOON + 48 * HOUR, by=promise.keeper, now=NOON)

    assert not actions.resume(promise, now=NOON + HOUR)

    promise.refresh_from_db()
    assert promise.due_at == NOON + 48 * HOUR


def test_a_rest_never_makes_it_due_earlier():
    evening = NOON + 9 * HOUR  # three hours after we close
    promise = rest(make_promise(due_at=evening))

    assert actions.resume(promise, now=NOON)

    promise.refresh_from_db()
    assert promise.due_at == evening
    assert Event.objects.get(kind="promise.resumed").facts["moved_by"] == 0


def test_a_rest_that_moved_nothing_warns_of_the_same_date_no_second_time():
    promise = make_promise(due_at=NOON + 3 * HOUR)
    Promise.objects.filter(pk=promise.pk).update(warn_at=None)  # it was warned of

    actions.pause(promise, reason=CUSTOMER, now=NOON)
    actions.resume(promise, now=NOON)

    promise.refresh_from_db()
    assert (promise.due_at, promise.warn_at) == (NOON + 3 * HOUR, None)


def test_a_window_keeps_its_length_over_a_rest():
    promise = rest(make_promise(due_from=NOON + 2 * HOUR, due_at=NOON + 3 * HOUR))

    actions.resume(promise, now=NOON + HOUR)

    promise.refresh_from_db()
    assert (promise.due_from, promise.due_at) == (NOON + 3 * HOUR, NOON + 4 * HOUR)
