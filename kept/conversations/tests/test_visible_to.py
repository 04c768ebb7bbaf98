"""The one gate."""

import pytest

from kept.conversations.access import customers_visible_to
from kept.conversations.actions import assign
from kept.conversations.models import Conversation, Desk
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_owner,
)

pytestmark = pytest.mark.django_db


def seen_by(member) -> set[int]:
    return set(Conversation.objects.visible_to(member).values_list("pk", flat=True))


def test_a_member_sees_the_desks_of_their_teams_and_no_other():
    ada, bea = make_member("ada"), make_member("bea")
    orders = make_conversation(desk=make_desk("Orders", ada))
    billing = make_conversation(desk=make_desk("Billing", bea))

    assert seen_by(ada) == {orders.pk}
    assert seen_by(bea) == {billing.pk}
    assert list(Desk.objects.visible_to(ada)) == [orders.desk]


def test_an_owner_sees_every_desk():
    one = make_conversation(desk=make_desk("Orders"))
    other = make_conversation(desk=make_desk("Billing"))

    assert seen_by(make_owner()) == {one.pk, other.pk}


def test_assigned_only_means_just_that():
    ada = make_member("ada", sees_only_assigned=True)
    desk = make_desk("Orders", ada)
    lou = make_member("lou")
    make_desk("Orders", lou)
    theirs = make_conversation(desk=desk)
    assign(theirs, to=ada, by=lou, now=NOON)
    make_conversation(desk=desk)

    assert seen_by(ada) == {theirs.pk}


def test_what_was_assigned_is_out_of_sight_for_who_left_the_team():
    ada = make_member("ada", sees_only_assigned=True)
    desk = make_desk("Orders", ada, make_member("lou"))
    theirs = make_conversation(desk=desk)
    assign(theirs, to=ada, by=make_member("lou"), now=NOON)

    ada.teams.clear()

    assert seen_by(ada) == set()


def test_somebody_who_has_left_sees_nothing():
    ada = make_member("ada")
    make_conversation(desk=make_desk("Orders", ada))
    ada.is_active = False

    assert seen_by(ada) == set()
    assert list(Desk.objects.visible_to(ada)) == []


def test_a_customer_is_seen_by_whoever_sees_a_conversation_of_theirs():
    ada, bea = make_member("ada"), make_member("bea")
    make_desk("Billing", bea)
    cy = make_customer("cy")
    make_conversation(desk=make_desk("Orders", ada), customer=cy)

    assert list(customers_visible_to(ada)) == [cy]
    assert list(customers_visible_to(bea)) == []
