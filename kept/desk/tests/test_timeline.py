"""What stands in a thread, page by page."""

from datetime import timedelta

import pytest

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.conversations.queries import thread
from kept.desk.timeline import entries
from kept.promises import actions as promises
from kept.promises.actions.hear import hear
from kept.promises.queries import beside
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


def test_what_a_rule_promises_the_desk_has_promised(ada, conversation):
    made = promises.make_by_rule(
        kind="FIRST_ANSWER",
        words="You hear from us today.",
        due_at=NOON + timedelta(hours=4),
        desk=conversation.desk,
        conversation=conversation,
        made_in=None,
        now=NOON,
    )
    later = NOON + timedelta(hours=1)
    promises.let_go_by_rule(made, why="No answer is owed.", by="system:rules", now=later)
    # The desk that promised is the one that is told of, wherever the conversation goes.
    Conversation.objects.filter(pk=conversation.pk).update(desk=make_desk("Billing", ada))
    conversation.refresh_from_db()

    assert told(conversation, ada) == [
        ("Orders", "promised: “You hear from us today.”"),
        ("", "No longer owed: “You hear from us today.”"),
    ]


def test_what_was_laid_aside_says_that_their_reply_ended_it(ada, conversation):
    promises.snooze(
        conversation,
        until=NOON + timedelta(days=2),
        even_if_they_reply=False,
        words="Ask the glazier",
        by=ada,
        now=NOON,
    )
    reply = make_message(conversation=conversation, now=NOON + timedelta(hours=1))
    hear(reply)

    assert [line for line in told(conversation, ada) if "Ask the glazier" in line[1]] == [
        ("You", "promised: “Ask the glazier”"),
        ("", "Ended by their reply: “Ask the glazier”"),
    ]


def told(conversation, reader):
    read = thread(reader, conversation)
    found = entries(read, beside(conversation, reader), reader=reader)
    return [(entry.line.who, entry.line.words) for entry in found if entry.line]
