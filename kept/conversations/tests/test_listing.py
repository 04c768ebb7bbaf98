from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.conversations.actions import assign, mark_read
from kept.conversations.queries import Position, navigation, newest
from kept.conversations.queries.listing import BadPosition
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_gap_or_repeat():
    ada = make_member("ada")
    desks = [make_desk("Orders", ada), make_desk("Billing", ada)]
    made = [
        make_conversation(desk=desks[n % 2], now=NOON + timedelta(minutes=n // 3)).pk
        for n in range(11)
    ]

    seen, position = [], None
    while True:
        page = newest(ada, desk_ids=[d.pk for d in desks], after=position, size=4)
        seen += [row.pk for row in page.rows]
        position = page.next
        if position is None:
            break
        position = Position.read(str(position))

    assert len(seen) == len(set(seen)) == 11
    assert seen == sorted(made, key=lambda pk: (made.index(pk) // 3, pk), reverse=True)


def test_unassigned_are_open_ones_that_nobody_has():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    free = make_conversation(desk=desk)
    assign(make_conversation(desk=desk), to=ada, by=ada, now=NOON)

    page = newest(ada, desk_ids=[desk.pk], unassigned=True)

    assert [row.pk for row in page.rows] == [free.pk]


def test_a_row_is_bold_until_it_was_read():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    conversation = make_conversation(desk=desk)
    assert newest(ada, desk_ids=[desk.pk]).rows[0].is_unread is True

    mark_read(conversation, by=ada)

    assert newest(ada, desk_ids=[desk.pk]).rows[0].is_unread is False


def test_our_own_reply_makes_nothing_bold():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    conversation = make_conversation(desk=desk)
    mark_read(conversation, by=ada)

    make_reply(conversation, by=ada)

    assert newest(ada, desk_ids=[desk.pk]).rows[0].is_unread is False


def test_mine_at_a_desk_i_have_left_is_not_shown():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    assign(make_conversation(desk=desk), to=ada, by=ada, now=NOON)

    page = newest(ada, desk_ids=[], assignee=ada)

    assert page.rows == []


@pytest.mark.parametrize("text", ["x", "1.2", "9" * 40 + ".1.1", "1.2.3.4", "-1.0.é"])
def test_a_garbled_position_is_refused_in_words(text):
    with pytest.raises(BadPosition):
        Position.read(text)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans a small table anew")
def test_those_without_somebody_are_found_without_reading_the_others():
    """Counting and listing them cost what is unassigned, however much else is open."""
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    for _ in range(3):
        make_conversation(desk=desk)

    for read in (
        lambda: newest(ada, desk_ids=[desk.pk], unassigned=True),
        lambda: navigation(ada),
    ):
        with CaptureQueriesContext(connection) as asked:
            read()
        assert "conv_unassigned" in plan_of(asked[0]["sql"])


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row) for row in cursor.fetchall())
