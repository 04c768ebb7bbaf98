from datetime import timedelta

import pytest

from kept.conversations.actions import assign
from kept.homes.queries import today
from kept.promises.actions import keep
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


@pytest.mark.parametrize(("hour", "part"), [(8, "morning"), (13, "afternoon"), (20, "evening")])
def test_the_greeting_fits_the_hour_where_the_member_is(hour, part):
    ada = make_member("ada", zone="Asia/Tokyo")
    here = NOON.replace(hour=(hour - 9) % 24)

    assert today(ada, now=here).part == part
