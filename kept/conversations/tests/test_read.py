"""How far a member has read."""

import pytest

from kept.conversations.actions import mark_read
from kept.conversations.models import ReadMark
from kept.kit.refusals import NotAllowed
from tests.cast import make_conversation, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    conversation = make_conversation(desk=make_desk("Orders", ada))
    make_message("And the box too.", conversation=conversation)
    conversation.refresh_from_db()
    return conversation


def mark_of(member):
    return ReadMark.objects.get(member=member).message_id


def test_what_was_shown_is_read_and_no_more(ada, conversation):
    first, second = conversation.messages.values_list("pk", flat=True)

    mark_read(conversation, shown=first, by=ada)
    assert mark_of(ada) == first

    mark_read(conversation, by=ada)
    assert mark_of(ada) == second


def test_an_older_page_takes_nothing_back(ada, conversation):
    first, second = conversation.messages.values_list("pk", flat=True)
    mark_read(conversation, shown=second, by=ada)

    mark_read(conversation, shown=first, by=ada)

    assert mark_of(ada) == second


def test_nobody_reads_ahead(ada, conversation):
    mark_read(conversation, shown=conversation.last_in_message + 1000, by=ada)

    assert mark_of(ada) == conversation.last_in_message


def test_a_stranger_to_the_desk_leaves_no_mark(conversation):
    with pytest.raises(NotAllowed):
        mark_read(conversation, by=make_member("bea"))

    assert not ReadMark.objects.exists()
