from datetime import timedelta

import pytest

from kept.conversations import actions
from kept.conversations.models import Attachment, Conversation, Message, MessageHtml
from kept.ledger.models import Event
from tests.cast import NOON, make_arrival, make_customer, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_first_letter_opens_a_conversation():
    message = make_message("The lamp is cracked.")

    conversation = Conversation.objects.get()
    assert conversation.status == Conversation.Status.OPEN
    assert (conversation.subject, conversation.preview) == (
        "A cracked lamp",
        "The lamp is cracked.",
    )
    assert conversation.last_in_message == conversation.last_message == message.pk
    assert conversation.reference == f"K-{conversation.pk}"
    assert kinds()[-2:] == ["conversation.opened", "message.received"]


def test_a_letter_opens_a_closed_conversation_again():
    conversation = make_message().conversation
    ada = make_member("ada")
    make_desk("Orders", ada)
    actions.set_status(conversation, to="CLOSED", by=ada, now=NOON)

    make_message("It broke again.", conversation=conversation, now=NOON + timedelta(hours=1))

    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.OPEN
    assert conversation.closed_at is None
    changed = Event.objects.filter(kind="conversation.status_changed").latest("pk")
    assert changed.cause.kind == "message.received"


def test_an_absence_note_is_kept_and_opens_nothing():
    conversation = make_message().conversation
    ada = make_member("ada")
    make_desk("Orders", ada)
    actions.set_status(conversation, to="WAITING", by=ada, now=NOON)

    make_message("I am away.", conversation=conversation, automatic="out_of_office")

    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.WAITING
    assert conversation.messages.count() == 2


def test_html_and_files_come_along():
    file = actions.File(name="rim.jpg", type="image/jpeg", size=3, sha256="0" * 64)
    message = actions.receive(
        make_arrival(html="<p>The lamp</p>", files=(file,)),
        desk=make_desk(),
        customer=make_customer(),
        conversation=None,
        now=NOON,
    )

    assert MessageHtml.objects.get(message=message).html == "<p>The lamp</p>"
    assert Attachment.objects.get().name == "rim.jpg"
    assert Message.objects.get().has_attachments is True


def test_several_letters_at_once_open_each_what_it_belongs_to():
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    closed = [make_message(customer=make_customer(name)).conversation for name in ("cy", "eve")]
    for conversation in closed:
        actions.set_status(conversation, to="CLOSED", by=ada, now=NOON)
    before = Event.objects.count()
    dee = make_customer("dee")

    messages = actions.receive_all(
        [
            actions.Incoming(make_arrival("One"), desk, closed[0].customer, closed[0], NOON),
            actions.Incoming(make_arrival("New"), desk, dee, None, NOON),
            actions.Incoming(make_arrival("Two"), desk, closed[1].customer, closed[1], NOON),
        ]
    )

    new = messages[1].conversation
    assert [one.conversation for one in messages] == [closed[0], new, closed[1]]
    assert new.customer == dee
    shown = Conversation.objects.order_by("pk").values_list("preview", "status", "closed_at")
    assert list(shown) == [("One", "OPEN", None), ("Two", "OPEN", None), ("New", "OPEN", None)]
    received = list(Event.objects.filter(kind="message.received").order_by("pk"))[-3:]
    changed = Event.objects.filter(kind="conversation.status_changed").order_by("pk")
    assert [one.cause for one in list(changed)[-2:]] == [received[0], received[2]]
    assert kinds()[before + 1 :] == [
        "message.received",
        "conversation.opened",
        "message.received",
        "message.received",
        "conversation.status_changed",
        "conversation.status_changed",
    ]
