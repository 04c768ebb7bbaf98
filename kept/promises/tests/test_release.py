import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from tests.cast import NOON, make_promise

pytestmark = pytest.mark.django_db


def test_a_member_must_say_where_the_customer_let_us_off():
    promise = make_promise()
    before = Event.objects.count()

    with pytest.raises(actions.ReleaseNeedsWords):
        actions.release(promise, why=" ", by=promise.keeper, now=NOON)

    promise.refresh_from_db()
    assert promise.outcome == Promise.Outcome.OPEN
    assert Event.objects.count() == before


def test_the_customer_lets_us_off_themselves():
    promise = make_promise()

    released = actions.release(promise, why="", by=None, now=NOON)

    assert released.outcome == Promise.Outcome.RELEASED
    assert Event.objects.get(kind="promise.released").by == f"customer:{promise.customer_id}"


def test_a_broken_promise_says_whether_they_were_told():
    promise = make_promise()

    actions.give_up(promise, why="The finisher is ill.", by=promise.keeper, now=NOON)

    assert Event.objects.get(kind="promise.broken").facts["was_told"] is False
