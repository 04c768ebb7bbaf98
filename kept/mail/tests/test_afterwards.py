"""After a restore nothing leaves that may have left already."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from kept.conversations.actions import Writing, lay, reply
from kept.mail.afterwards import hold_back
from kept.mail.models import Outgoing
from kept.mail.sender import send_due
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation():
    return make_conversation(desk=make_desk("Orders", make_member("ada")))


def answer(conversation, text: str) -> None:
    ada = conversation.desk.teams.get().members.get()
    words = {"text": text, "to": ["cy@valdorra.example"], "submit_id": uuid4()}
    reply(conversation, **words, by=ada, now=NOON)


def test_an_answer_that_was_not_even_in_the_outbox_is_held_back(conversation):
    answer(conversation, "It is on its way.")

    assert hold_back(now=NOON) == 1

    copy = Outgoing.objects.get()
    assert (copy.state, copy.answer.partition(" ")[0]) == ("IN_DOUBT", "Kept")
    assert send_due(now=NOON + timedelta(days=1)) == 0


def test_what_had_left_stays_as_it_is(conversation):
    answer(conversation, "It is on its way.")
    hold_back(now=NOON)
    Outgoing.objects.update(state=Outgoing.State.SENT)

    assert hold_back(now=NOON) == 0

    assert Outgoing.objects.get().state == "SENT"


def test_a_letter_that_had_not_left_yet_is_held_for_a_member(conversation):
    ada = conversation.desk.teams.get().members.get()
    laid = lay(
        conversation,
        Writing(text="Tomorrow", to=["cy@valdorra.example"]),
        leaves_at=NOON + timedelta(hours=1),
        is_scheduled=True,
        submit_id=uuid4(),
        by=ada,
        now=NOON,
    )

    assert hold_back(now=NOON) == 1
    assert hold_back(now=NOON) == 0

    laid.refresh_from_db()
    assert (laid.held, laid.leaves_at) == ("REFUSED", None)
    assert laid.held_words.startswith("Kept was restored")
