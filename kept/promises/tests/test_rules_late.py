"""Promises that a desk makes to everybody by a rule."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_a_rule_that_is_applied_late_made_a_promise_that_broke_at_its_own_second():
    conversation = make_conversation()

    promise = actions.make_by_rule(
        kind=Promise.Kind.FIRST_ANSWER,
        words="An answer within the hour",
        due_at=NOON + HOUR,
        desk=conversation.desk,
        conversation=conversation,
        made_in=None,
        now=NOON + 5 * HOUR,
    )
    sweep.break_due(now=NOON + 5 * HOUR)

    promise.refresh_from_db()
    assert (promise.made_at, promise.broken_at) == (NOON + HOUR, NOON + HOUR)
    told = Event.objects.filter(kind__startswith="promise.").order_by("pk")
    assert [(event.kind, event.at) for event in told] == [
        ("promise.made", NOON + HOUR),
        ("promise.broken", NOON + HOUR),
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda promise, by: actions.keep(promise, by=by, now=NOON),
        lambda promise, by: actions.renegotiate(promise, due_at=NOON + 9 * HOUR, by=by, now=NOON),
        lambda promise, by: actions.release(promise, why="They said so.", by=by, now=NOON),
        lambda promise, by: actions.give_up(promise, why="", by=by, now=NOON),
        lambda promise, by: actions.hand_on(promise, to=None, by=by, now=NOON),
        lambda promise, by: actions.confirm(promise, by=None, now=NOON),
        lambda promise, by: actions.choose(promise, due_at=NOON + 9 * HOUR, now=NOON),
    ],
)
def test_what_a_rule_promised_nobody_settles_by_hand(act):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    promise = actions.make_by_rule(
        kind=Promise.Kind.FIRST_ANSWER,
        words="An answer within the hour",
        due_at=NOON + HOUR,
        desk=conversation.desk,
        conversation=conversation,
        made_in=None,
        now=NOON,
    )
    before = Event.objects.count()

    with pytest.raises(actions.SettledByRule):
        act(promise, ada)

    promise.refresh_from_db()
    assert (promise.outcome, promise.due_at) == ("OPEN", NOON + HOUR)
    assert Event.objects.count() == before
