"""Many letters at the same moment, and no more with anybody than they can hold."""

from __future__ import annotations

import pytest

from kept.conversations.models import Conversation
from kept.people.tests.test_at_once import HANDS, at_once
from kept.routing import actions
from kept.routing.models import Capacity, DeskRouting, Queued
from kept.routing.queries import open_counts
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.mark.parametrize("has_rows", [True, False])
def test_letters_routed_at_once_fill_every_place_and_no_more(has_rows):
    people = [make_member(name) for name in ("ada", "bea")]
    desk = make_desk("Orders", *people)
    DeskRouting.objects.create(desk=desk, way="TURN")
    each = 2 if has_rows else 12
    if has_rows:
        Capacity.objects.bulk_create(Capacity(member=one, own=each) for one in people)
    else:
        # Both are one short of the usual limit, and neither has a row to be locked by yet.
        for one in people:
            for n in range(each - 1):
                cy = make_customer(f"{one.name}{n}")
                make_conversation(desk=desk, customer=cy, assignee=one)
    letters = [
        make_conversation(desk=desk, customer=make_customer(f"new{n}")) for n in range(HANDS)
    ]

    ends = at_once(*[lambda one=one: actions.route(one, now=NOON) for one in letters])

    assert ends == ["done"] * HANDS
    assert open_counts(people) == {one.pk: each for one in people}
    places = 2 * each if has_rows else 2
    assert Queued.objects.count() == HANDS - places
    free = Conversation.objects.filter(pk__in=[one.pk for one in letters], assignee=None)
    assert free.count() == HANDS - places


def test_one_letter_routed_at_once_is_given_once():
    ada, bea = make_member("ada"), make_member("bea")
    desk = make_desk("Orders", ada, bea)
    DeskRouting.objects.create(desk=desk, way="LEAST")
    lamp = make_conversation(desk=desk)

    assert at_once(*[lambda: actions.route(lamp, now=NOON)] * HANDS) == ["done"] * HANDS

    assert sum(open_counts([ada, bea]).values()) == 1
