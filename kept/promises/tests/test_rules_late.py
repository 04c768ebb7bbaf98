"""Promises that a desk makes to everybody by a rule."""

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation

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
