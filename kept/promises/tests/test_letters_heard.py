"""A letter means something for what stood promised when it was written, and means it once."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from tests.cast import NOON, make_message, make_promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def letter(promise, text, *, now):
    return make_message(text, conversation=promise.conversation, now=now)


@pytest.mark.parametrize(
    ("text", "kind"), [("Any news?", "promise.chased"), ("No hurry at all.", "promise.eased")]
)
def test_a_letter_heard_twice_says_nothing_of_a_later_date(text, kind):
    promise = make_promise(due_at=NOON + 2 * DAY)
    message = letter(promise, text, now=NOON + HOUR)
    actions.hear(message)
    actions.hear(message)
    actions.renegotiate(promise, due_at=NOON + 4 * DAY, by=promise.keeper, now=NOON + 2 * HOUR)

    actions.hear(message)

    promise.refresh_from_db()
    assert (promise.chased_at, promise.eased_at) == (None, None)
    assert Event.objects.filter(kind=kind).count() == 1


def test_a_letter_that_is_read_after_the_change_says_nothing_of_the_new_date():
    promise = make_promise(due_at=NOON + 2 * DAY)
    message = letter(promise, "Any news?", now=NOON + HOUR)
    actions.renegotiate(promise, due_at=NOON + 4 * DAY, by=promise.keeper, now=NOON + 2 * HOUR)

    actions.hear(message)

    promise.refresh_from_db()
    assert promise.chased_at is None
    assert not Event.objects.filter(kind="promise.chased").exists()


def test_a_letter_heard_twice_ends_a_rest_once():
    promise = make_promise()
    ada = promise.keeper
    reminder = actions.snooze(
        promise.conversation, until=NOON + DAY, even_if_they_reply=False, by=ada, now=NOON
    )
    message = letter(promise, "Thank you.", now=NOON + HOUR)

    actions.hear(message)
    actions.hear(message)

    reminder.refresh_from_db()
    promise.refresh_from_db()
    assert (reminder.outcome, promise.outcome) == ("RELEASED", "OPEN")
    assert Event.objects.filter(kind="promise.released").count() == 1
