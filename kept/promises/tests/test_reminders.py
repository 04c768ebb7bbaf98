"""A conversation that rests is open again at its time, whatever happens to the reminder."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.promises import actions
from kept.promises.actions import sweep
from tests.cast import NOON, make_conversation, make_desk, make_member

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def snoozed(until):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    return actions.snooze(conversation, until=until, even_if_they_reply=True, by=ada, now=NOON)


def status_of(reminder) -> str:
    reminder.conversation.refresh_from_db()
    return reminder.conversation.status


@pytest.mark.django_db(transaction=True)
def test_after_a_week_in_which_nobody_worked_it_is_open_all_the_same():
    reminder = snoozed(NOON + DAY)
    later = NOON + 7 * DAY

    sweep.break_due(now=later)
    sweep.warn_due(now=later)
    catch_up(READERS["promises"], now=later)

    assert status_of(reminder) == "OPEN"
    assert Event.objects.filter(kind="promise.warned").count() == 1


@pytest.mark.django_db
def test_a_reminder_that_is_moved_to_a_day_still_reminds():
    reminder = snoozed(NOON + DAY)

    moved = actions.renegotiate(
        reminder, due_at=NOON + 3 * DAY, by=reminder.keeper, now=NOON + HOUR
    )

    assert moved.warn_at is not None
    assert NOON + HOUR < moved.warn_at < moved.due_at


@pytest.mark.django_db
def test_nothing_rests_until_a_time_that_has_passed():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    before = Event.objects.count()

    with pytest.raises(actions.BadWindow):
        actions.snooze(conversation, until=NOON - HOUR, even_if_they_reply=True, by=ada, now=NOON)

    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
    assert Event.objects.count() == before
