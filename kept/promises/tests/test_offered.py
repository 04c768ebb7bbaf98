"""Times that were offered, and who may take them."""

from datetime import timedelta

import pytest

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise, PromiseVersion
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TIMES = [(NOON + n * HOUR, NOON + (n + 1) * HOUR) for n in (2, 4)]


def offer(windows=TIMES):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    return actions.offer_callback(
        conversation, words="We call you", windows=windows, keeper=ada, by=ada, now=NOON
    )


@pytest.mark.parametrize("verb", ["renegotiate", "keep", "give_up", "confirm"])
def test_what_they_have_not_chosen_yet_is_not_owed(verb):
    promise = offer()
    before = Event.objects.count()
    acts = {
        "renegotiate": lambda: actions.renegotiate(
            promise, due_at=NOON + 24 * HOUR, by=promise.keeper, now=NOON
        ),
        "keep": lambda: actions.keep(promise, by=promise.keeper, now=NOON),
        "give_up": lambda: actions.give_up(promise, why="", by=promise.keeper, now=NOON),
        "confirm": lambda: actions.confirm(promise, by=None, now=NOON),
    }

    with pytest.raises(actions.NotAgreed):
        acts[verb]()

    promise.refresh_from_db()
    assert (promise.outcome, promise.changes) == (Promise.Outcome.OFFERED, 0)
    assert promise.windows.count() == 2
    assert Event.objects.count() == before


def test_two_times_that_end_together_are_offered_as_one():
    promise = offer([TIMES[1], TIMES[0], TIMES[0]])

    assert [window.due_at for window in promise.windows.all()] == [end for _, end in TIMES]
    assert Event.objects.get(kind="promise.offered").facts["windows"] == 2


def test_two_other_times_that_end_together_are_offered_as_one():
    promise = make_promise()

    actions.offer_windows(promise, windows=TIMES + TIMES, by=promise.keeper, now=NOON)

    assert promise.windows.count() == 2


def test_nobody_chooses_a_time_for_what_we_promise_each_other():
    ada = make_member("ada")
    promise = actions.promise_among_us(
        words="I'll show you",
        due_at=NOON + 24 * HOUR,
        to_member=make_member("bea"),
        by=ada,
        now=NOON,
    )
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.choose(promise, due_at=NOON + 28 * HOUR, now=NOON)

    promise.refresh_from_db()
    assert promise.changes == 0
    assert Event.objects.count() == before


def test_the_time_it_has_already_is_no_change():
    promise = make_promise(due_at=NOON + 24 * HOUR)
    before = Event.objects.count()

    actions.renegotiate(promise, due_at=promise.due_at, by=promise.keeper, now=NOON)

    promise.refresh_from_db()
    assert promise.changes == 0
    assert not PromiseVersion.objects.exists()
    assert Event.objects.count() == before
