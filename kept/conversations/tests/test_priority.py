"""How pressing a conversation is."""

import pytest
from django.db import IntegrityError, connection, transaction

from kept.conversations import actions
from kept.conversations.models import Conversation
from kept.conversations.queries import newest
from kept.conversations.queries.listing import Position, walk_of_priorities
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada))


def told() -> list[dict[str, object]]:
    found = Event.objects.filter(kind="conversation.priority_changed").order_by("pk")
    return list(found.values_list("facts", flat=True))


def test_a_member_sets_it_and_the_ledger_says_from_what_to_what(ada, conversation):
    assert newest(ada, desk_ids=[conversation.desk_id]).rows[0].priority == "NORMAL"

    actions.set_priority(conversation, to="URGENT", by=ada, now=NOON)
    actions.set_priority(conversation, to="URGENT", by=ada, now=NOON)

    assert newest(ada, desk_ids=[conversation.desk_id]).rows[0].priority == "URGENT"
    assert told() == [{"conversation": conversation.pk, "to": "URGENT", "before": "NORMAL"}]


def test_nobody_sets_it_on_what_they_do_not_see(conversation):
    bea = make_member("bea")

    with pytest.raises(NotAllowed):
        actions.set_priority(conversation, to="HIGH", by=bea, now=NOON)

    conversation.refresh_from_db()
    assert (conversation.priority, told()) == ("NORMAL", [])


def test_there_are_four(ada, conversation):
    with pytest.raises(ValueError, match="SOMEDAY"):
        actions.set_priority(conversation, to="SOMEDAY", by=ada, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.update(priority="MAYBE")
    assert told() == []


@pytest.mark.parametrize(
    ("source", "target", "then"),
    [("HIGH", "NORMAL", "HIGH"), ("LOW", "NORMAL", "NORMAL"), ("HIGH", "URGENT", "URGENT")],
)
def test_of_two_that_become_one_the_more_pressing_holds(ada, conversation, source, target, then):
    other = make_conversation(desk=conversation.desk, customer=make_customer("dee"))
    actions.set_priority(conversation, to=source, by=ada, now=NOON)
    actions.set_priority(other, to=target, by=ada, now=NOON)

    tie = actions.merge(conversation, into=other, by=ada, now=NOON)
    other.refresh_from_db()
    assert other.priority == then

    actions.part(tie, by=ada, now=NOON)
    other.refresh_from_db()
    assert other.priority == target


def test_what_was_set_since_stays_when_they_are_taken_apart(ada, conversation):
    other = make_conversation(desk=conversation.desk, customer=make_customer("dee"))
    actions.set_priority(conversation, to="HIGH", by=ada, now=NOON)
    tie = actions.merge(conversation, into=other, by=ada, now=NOON)
    actions.set_priority(other, to="LOW", by=ada, now=NOON)

    actions.part(tie, by=ada, now=NOON)

    other.refresh_from_db()
    assert other.priority == "LOW"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans a small table anew")
def test_what_presses_is_walked_by_its_index(ada, conversation):
    sql, params = walk_of_priorities(["HIGH", "URGENT"], after=Position(NOON, 5), size=10)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert plan.count("conv_of_priority") == 2
