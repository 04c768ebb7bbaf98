"""Times that were offered, and who may take them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise, PromiseVersion
from kept.promises.queries import awaiting, of_keeper
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


def test_whoever_offered_times_sees_where_they_look_that_a_choice_is_awaited():
    promise = offer()
    ada, conversation = promise.keeper, promise.conversation
    moved = make_promise(conversation, keeper=ada)
    actions.offer_windows(moved, windows=[(None, NOON + 30 * HOUR)], by=ada, now=NOON)
    client = Client()
    client.force_login(ada)

    with time_machine.travel(NOON + HOUR / 2, tick=False):
        day = client.get("/today/")
        pages = [
            day.content.decode(),
            client.get(f"/desk/all/{conversation.pk}/").content.decode(),
            client.get(f"/customers/{promise.customer_id}/").content.decode(),
        ]

    assert [card.pk for card in day.context["day"].unconfirmed] == [promise.pk]
    for page in pages:
        assert "Waits for their choice of a time" in page
        assert "Waits for their choice of another time" in page


def test_what_they_chose_is_no_more_waited_for():
    promise = offer()
    actions.choose(promise, due_at=TIMES[0][1], now=NOON)

    assert awaiting(promise.keeper, now=NOON) == []
    assert [card.pk for card in of_keeper(promise.keeper, now=NOON)] == [promise.pk]
    assert not of_keeper(promise.keeper, now=NOON)[0].promise.has_windows


def test_what_another_offered_is_theirs_to_wait_for():
    promise = offer()

    assert awaiting(make_member("bea"), now=NOON) == []
    assert [card.pk for card in awaiting(promise.keeper, now=NOON)] == [promise.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
def test_what_waits_for_their_word_is_read_from_its_own_indexes():
    ada = make_member("ada")
    with CaptureQueriesContext(connection) as asked:
        awaiting(ada, now=NOON)

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[-1]["sql"])
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "promise_unconfirmed_of_keeper" in plan
    assert "promise_offered_of_keeper" in plan
