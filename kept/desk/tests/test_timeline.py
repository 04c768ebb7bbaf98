"""What stands in a thread, page by page."""

from datetime import timedelta

import pytest

from kept.conversations import actions as conversations
from kept.conversations.queries import thread
from kept.desk.timeline import entries
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada))


def lines_of(conversation, ada, *, before=0):
    read = thread(ada, conversation, before=before)
    return [entry.line.words for entry in entries(read, [], reader=ada) if entry.line]


def test_earlier_letters_come_with_the_lines_of_their_own_time(ada, conversation):
    conversations.assign(conversation, to=ada, by=ada, now=NOON + timedelta(minutes=1))
    for n in range(20):
        make_message(conversation=conversation, now=NOON + timedelta(hours=n + 1))
    conversations.assign(conversation, to=None, by=ada, now=NOON + timedelta(days=1))
    newest = thread(ada, conversation)

    assert lines_of(conversation, ada) == ["laid this back for anybody"]
    assert lines_of(conversation, ada, before=newest.earlier) == ["took this"]
