"""What a manager has sent to many stands in nobody's mirror of their own answers."""

from __future__ import annotations

import pytest

from kept.conversations.models import Message
from kept.focus.queries import looks_along, own_answers
from kept.improvement import actions
from kept.improvement.models import Denial, TellBack
from kept.improvement.tests.test_change import LATER, to_tell
from kept.kit.along import read_rows
from kept.people.models import Member
from tests.cast import make_manager, make_reply

pytestmark = pytest.mark.django_db


def test_a_letter_that_tells_of_a_change_is_no_answer_in_ones_own_mirror():
    lou = make_manager()
    to_tell(2)
    answer = make_reply(Denial.objects.first().conversation, text="It is on its way.", by=lou)
    for telling in TellBack.objects.all():
        actions.approve(telling, text="Hello", by=lou, now=LATER)
    assert actions.send_some(now=LATER) == 2

    assert Message.objects.filter(way="OUT", member=lou).count() == 3
    assert own_answers(lou) == [answer]
    told = Member.objects.annotate(told=looks_along(lou)).get(pk=lou.pk).told
    assert [row[0] for row in read_rows(told)] == [answer.pk]
