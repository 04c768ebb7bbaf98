from datetime import timedelta

import pytest

from kept.conversations.actions import assign
from kept.homes.queries import today
from kept.promises.actions import keep, renegotiate
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db


def test_a_day_sorts_promises_by_when_they_are_due():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    early = NOON - timedelta(hours=3)

    def due(hours: float):
        return make_promise(
            conversation, keeper=ada, due_at=NOON + timedelta(hours=hours), now=early
        )

    late, soon, tomorrow = due(-1), due(2), due(30)

    day = today(ada, now=NOON)

    assert [card.pk for card in day.late] == [late.pk]
    assert [card.pk for card in day.today] == [soon.pk]
    assert [card.pk for card in day.ahead] == [tomorrow.pk]
    assert [card.state for card in day.due_now] == ["overdue", "soon"]


def test_what_waits_on_me_is_open_and_mine():
    ada, bea = make_member("ada"), make_member("bea")
    desk = make_desk("Orders", ada, bea)
    mine = assign(make_conversation(desk=desk), to=ada, by=ada, now=NOON)
    assign(make_conversation(desk=desk), to=bea, by=bea, now=NOON)
    make_conversation(desk=desk)

    assert [c.pk for c in today(ada, now=NOON).waiting] == [mine.pk]


def test_my_word_counts_what_came_to_its_end():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    in_time, late = (
        make_promise(conversation, keeper=ada, due_at=NOON + timedelta(hours=1)) for _ in range(2)
    )
    make_promise(conversation, keeper=ada)
    keep(in_time, by=ada, now=NOON + timedelta(minutes=30))
    keep(late, by=ada, now=NOON + timedelta(hours=2))

    word = today(ada, now=NOON + timedelta(hours=3)).word

    assert (word.good, word.ended) == (1, 2)


def test_my_word_is_not_mended_by_moving_the_date_late():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    tomorrow, after_that = NOON + timedelta(days=1), NOON + timedelta(days=2)

    def moved_and_kept(at):
        promise = make_promise(conversation, keeper=ada, due_at=tomorrow)
        renegotiate(promise, due_at=after_that, by=ada, now=at)
        keep(promise, by=ada, now=after_that - timedelta(hours=1))

    moved_and_kept(at=NOON)
    moved_and_kept(at=tomorrow - timedelta(minutes=5))
    moved_and_kept(at=tomorrow + timedelta(hours=1))

    word = today(ada, now=after_that).word

    assert (word.good, word.ended) == (1, 3)


def test_one_late_move_among_early_ones_is_enough():
    ada = make_member("ada")
    promise = make_promise(make_conversation(desk=make_desk("Orders", ada)), keeper=ada)
    renegotiate(promise, due_at=NOON + timedelta(days=2), by=ada, now=NOON)
    renegotiate(
        promise, due_at=NOON + timedelta(days=4), by=ada, now=NOON + timedelta(days=2, hours=1)
    )
    keep(promise, by=ada, now=NOON + timedelta(days=3))

    word = today(ada, now=NOON + timedelta(days=3)).word

    assert (word.good, word.ended) == (0, 1)


@pytest.mark.parametrize(("hour", "part"), [(8, "morning"), (13, "afternoon"), (20, "evening")])
def test_the_greeting_fits_the_hour_where_the_member_is(hour, part):
    ada = make_member("ada", zone="Asia/Tokyo")
    here = NOON.replace(hour=(hour - 9) % 24)

    assert today(ada, now=here).part == part
