from uuid import uuid4

import pytest

from kept.conversations import actions
from kept.conversations.models import Conversation, Draft, Message
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db


def test_a_reply_waits_for_the_customer_and_clears_the_draft():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    actions.save_draft(conversation, kind="REPLY", text="Dear Cy", by=ada, now=NOON)

    message = make_reply(conversation, "Dear Cy, it is on its way.", by=ada)

    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.WAITING
    assert conversation.preview == "Dear Cy, it is on its way."
    assert message.to == ["cy@valdorra.example"]
    assert not Draft.objects.exists()
    assert Event.objects.get(kind="message.sent").facts["message"] == message.pk


def test_the_same_reply_sent_twice_is_one():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    submit = uuid4()
    values = {"text": "On its way.", "to": ["cy@valdorra.example"], "submit_id": submit}

    first = actions.reply(conversation, **values, by=ada, now=NOON)
    second = actions.reply(conversation, **values, by=ada, now=NOON)

    assert first == second
    assert Message.objects.filter(way="OUT").count() == 1
    assert Event.objects.filter(kind="message.sent").count() == 1


@pytest.mark.parametrize(
    ("text", "to", "refusal"),
    [
        ("  ", ["cy@valdorra.example"], actions.EmptyReply),
        ("On its way.", [], actions.NoRecipient),
    ],
)
def test_an_empty_reply_or_one_to_nobody_is_refused(text, to, refusal):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))

    with pytest.raises(refusal):
        actions.reply(conversation, text=text, to=to, submit_id=uuid4(), by=ada, now=NOON)

    assert not Message.objects.filter(way="OUT").exists()
    assert not Event.objects.filter(kind="message.sent").exists()


def test_somebody_of_another_desk_cannot_answer():
    conversation = make_conversation(desk=make_desk("Orders", make_member("ada")))

    with pytest.raises(NotAllowed):
        make_reply(conversation, by=make_member("bea"))

    assert not Message.objects.filter(way="OUT").exists()
