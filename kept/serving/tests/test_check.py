"""What `kept check` finds, shown one broken thing at a time."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection

from kept.conversations import actions
from kept.conversations.models import Attachment, Conversation, Message, Note
from kept.kit import blobs
from kept.ledger.models import Cursor
from kept.mail.models import Delivery
from kept.promises.models import Promise
from kept.serving import audit
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_promise,
)

# Committed, as what `kept check` reads is: PostgreSQL orders events by finished transactions.
pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


def found() -> list[str]:
    return [str(finding) for finding in audit.run()]


@pytest.fixture
def conversation() -> Conversation:
    return make_conversation(desk=make_desk("Orders", make_member("ada")))


def test_a_sound_house_has_no_findings(conversation, capsys):
    ada = make_member("ada")
    actions.note(conversation, text="She called.", submit_id=uuid4(), by=ada, now=NOON)

    assert audit.main([]) == 0
    assert capsys.readouterr().out == "All is whole.\n"


def test_a_file_that_is_missing(conversation):
    digest = "ab" * 32
    message = conversation.messages.get()
    Message.objects.filter(pk=message.pk).update(has_attachments=True)
    Attachment.objects.create(message=message, size=1, sha256=digest)

    assert found() == [f"files: blob:{digest}: is named by a row and missing"]


def test_a_file_that_rotted(conversation):
    digest = blobs.put(b"one thing")
    blobs.path_of(digest).write_bytes(b"another")

    assert found() == [f"files: blob:{digest}: holds other content than its name says"]
    assert [str(finding) for finding in audit.run(reads_files=False)] == []


def test_a_message_that_the_ledger_does_not_know(conversation):
    message = Message.objects.create(conversation=conversation, way="IN", text="Hi", at=NOON)
    Conversation.objects.update(last_message=message.pk, last_in_message=message.pk)

    assert f"half-written: message:{message.pk}: is not in the ledger" in found()
    assert f"recount: message:{message.pk}: is not found by search: kept search index" in found()


def test_a_note_that_the_ledger_does_not_know(conversation):
    ada = make_member("ada")
    note = Note.objects.create(conversation=conversation, member=ada, text="Hm", at=NOON)

    assert f"half-written: note:{note.pk}: is not in the ledger" in found()
    assert f"recount: note:{note.pk}: is not found by search: kept search index" in found()


def test_a_conversation_that_holds_nothing(conversation):
    empty = Conversation.objects.create(
        desk=conversation.desk,
        customer=conversation.customer,
        subject="Nothing",
        opened_at=NOON,
        last_at=NOON,
    )

    assert found() == [f"half-written: conversation:{empty.pk}: holds nothing"]


def test_a_list_that_would_show_the_wrong_message(conversation):
    make_message("And the shade too.", conversation=conversation)
    Conversation.objects.update(last_in_message=1)

    assert found() == [f"recount: conversation:{conversation.pk}: does not know its newest message"]


def test_a_reader_that_read_what_does_not_exist(conversation):
    Cursor.objects.create(reader="live", event_id=10_000)

    assert found() == ["sequence: cursor:live: has read events that do not exist"]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="ids have gaps on PostgreSQL by design")
def test_an_event_that_is_missing(conversation):
    with connection.cursor() as cursor:
        for table, column in (("ledger_mention", "event_id"), ("ledger_event", "id")):
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
            cursor.execute(f"DELETE FROM {table} WHERE {column} = 1")

    assert "sequence: ledger: 1 events are missing" in found()


def test_findings_as_json(conversation, capsys):
    Cursor.objects.create(reader="live", event_id=10_000)

    assert audit.main(["--json", "--fast"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "rule": "sequence",
        "about": "cursor:live",
        "words": "has read events that do not exist",
    }


def test_a_promise_whose_outcome_the_ledger_does_not_know():
    promise = make_promise()
    Promise.objects.update(outcome="KEPT", settled_at=NOON, changes=2)

    assert found() == [
        f"half-written: promise:{promise.pk}: is kept, but not in the ledger",
        f"recount: promise:{promise.pk}: counts its changes wrongly",
    ]


def test_a_letter_that_waits_and_is_gone():
    Delivery.objects.create(
        source_key="door:1", sha256="ab" * 32, spool_name="x.mail", size=1, received_at=NOON
    )
    [finding] = found()

    assert finding.startswith("lost: delivery:")
    assert finding.endswith("waits, and its file is gone from the spool")
