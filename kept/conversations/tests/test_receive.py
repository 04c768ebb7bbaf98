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
