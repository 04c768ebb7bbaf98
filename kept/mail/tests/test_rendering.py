"""What goes out: exactly what was meant, the same each time, and never a note."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.utils import getaddresses

import pytest

from kept.conversations import actions
from kept.conversations.actions import File
from kept.conversations.models import Attachment, Message
from kept.kit import blobs
from kept.ledger.models import Event
from kept.mail import outbox, seals
from kept.mail.letter.reading import read_letter
from kept.mail.models import MessageId, Outgoing
from kept.mail.outbox import letter_of, queue
from kept.mail.rendering import MOST_REFERENCES, Enclosure, OutgoingLetter, Quote, render
from kept.mail.tests.make import CY, file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_reply

LETTER = OutgoingLetter(
    message_id="k1.2.seal@northmoor.example",
    sender_name="Ada · Northmoor",
    sender="orders@northmoor.example",
    reply_to="",
    to=(CY,),
    cc=(),
    subject="Re: A cracked lamp",
    at=NOON,
    text="Dear Cy,\n\nI'll call you tomorrow.\n.\nFrom here on: https://northmoor.example/a?b=1&c=2.",
)
HEADERS = ["Date", "From", "To", "Subject", "Message-ID", "Content-Type", "MIME-Version"]


def headers_of(raw: bytes) -> list[str]:
    return message_from_bytes(raw).keys()


def test_a_letter_reads_as_it_was_written():
    letter = read_letter(render(LETTER))

    assert letter.text.startswith("Dear Cy,\n\nI'll call you tomorrow.\n.\nFrom here on: https://")
    assert (letter.sender.name, letter.sender.address) == (
        "Ada · Northmoor", "orders@northmoor.example",
    )  # fmt: skip
    assert [person.address for person in letter.to] == [CY]
    assert letter.subject == "Re: A cracked lamp"
    assert letter.message_id == LETTER.message_id
    assert '<a href="https://northmoor.example/a?b=1&amp;c=2">' in letter.html


def test_the_same_letter_is_the_same_bytes_with_crlf_and_short_lines():
    letter = replace(LETTER, text="ä" * 5000 + "\nx", enclosures=(Enclosure("a", "x/y", b"1"),))
    raw = render(letter)

    assert raw == render(letter)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 200


SEPARATORS = [chr(n) for n in range(33)] + [
    "\x7f", "\x85", "\xa0", "\u2028", "\u2029", "\u200b", "\ufeff", "\u202e", '"', "\\", ",", ";",
    ":", "<", ">", "(", ")", "=?", "?=", "\r\n", "\n\n", "\r\n\r\n", "\r\n ",
]  # fmt: skip


@pytest.mark.parametrize("mark", SEPARATORS, ids=ascii)
def test_no_name_subject_or_file_adds_a_header(mark: str):
    evil = f"x{mark}Bcc: evil@x.example{mark}{mark}y"
    letter = replace(
        LETTER,
        sender_name=evil,
        subject=evil,
        reply_to="reply@northmoor.example",
        in_reply_to=f"a{mark}b@x",
        references=(f"a{mark}b@x", "fine@x"),
        to=(CY, f"a{mark}b@x.example", f"evil@x.example{mark}"),
        cc=(f"{mark}@x.example",),
        quote=Quote(evil, evil),
        enclosures=(Enclosure(evil, f"text/{mark}", b"1"),),
    )

    message = message_from_bytes(render(letter))

    assert set(message.keys()) <= {*HEADERS, "Cc", "Reply-To", "In-Reply-To", "References"}
    assert len(message.keys()) == len(set(message.keys()))
    assert "Bcc" not in message
    parts = list(message.walk())
    assert message["From"].rstrip().endswith("<orders@northmoor.example>")
    assert len(parts) == 5
    for part in parts[1:]:
        assert set(part.keys()) <= {
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Content-Disposition",
        }  # fmt: skip


def test_an_address_that_could_break_out_is_in_no_header():
    raw = render(replace(LETTER, to=("a@x.example>, evil@y.example", "b@x.example")))

    assert message_from_bytes(raw)["To"] == "b@x.example"


@pytest.mark.parametrize(
    "address",
    [
        "x>, <ines@x.example",
        "a\rb@x.example",
        "a\nBcc: ines@x.example",
        "ádá@x.example",
        "(c)a@x",
        "",
    ],
)
def test_a_sender_no_server_takes_is_told_and_is_no_address(address):
    """A letter that is passed on as a file bears whatever its writer was called."""
    raw = render(replace(LETTER, sender=address, sender_name="Cy"))

    sender = read_letter(raw).sender
    assert sender.address == "unreadable@address.invalid"
    assert sender.name.split()[0] == "Cy"
    assert set(headers_of(raw)) == set(HEADERS)


@pytest.fixture
def conversation(db):
    ada = make_member("ada")
    return make_conversation(desk=make_desk("Orders", ada))


def test_an_answer_is_laid_out_once_for_each_recipient(conversation):
    ada = make_member("ada")
    message = make_reply(conversation, by=ada)
    Message.objects.filter(pk=message.pk).update(cc=["bob@x.example", CY.upper()])
    message.refresh_from_db()

    queue(message, now=NOON)
    queue(message, now=NOON)

    copies = list(Outgoing.objects.order_by("pk"))
    assert [copy.recipient.lower() for copy in copies] == [CY, "bob@x.example"]
    # A copy each, since an answer to it says whose it is.
    assert len({copy.sha256 for copy in copies}) == 2
    assert {copy.envelope_from for copy in copies} == {"orders@northmoor.example"}


def test_what_can_never_be_sent_is_said_at_once(conversation):
    message = make_reply(conversation, by=make_member("ada"))
    Message.objects.filter(pk=message.pk).update(to=["not an address"])
    message.refresh_from_db()

    (copy,) = queue(message, now=NOON)

    assert copy.state == "FAILED"
    assert copy.answer == "This is no mail address a server takes. Check its spelling."
    assert Event.objects.filter(kind="mail.refused").count() == 1


def test_an_answer_names_what_it_answers(conversation):
    desk = conversation.desk
    file_now(make_raw("More.", message_id="more@valdorra.example"))
    theirs = Message.objects.order_by("-pk")[0]
    message = make_reply(theirs.conversation, by=make_member("ada"))

    letter = letter_of(message)

    assert letter.in_reply_to == "more@valdorra.example"
    assert letter.references == ("more@valdorra.example",)
    assert letter.sender == desk.addresses.get().value
    assert letter.message_id == seals.message_id(
        conversation=message.conversation_id, message=message.pk
    )


def test_replies_come_to_a_sealed_address_where_there_is_a_mailbox_for_them(settings, conversation):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    message = make_reply(conversation, by=make_member("ada"))
    (copy,) = queue(message, now=NOON)

    headers = message_from_bytes(blobs.get(copy.sha256))
    _, address = getaddresses([headers["Reply-To"]])[0]
    assert seals.conversation_of_address(address) == (conversation.pk, conversation.customer_id)
    assert seals.is_bounce_of(copy.envelope_from, message=message.pk, recipient=CY)
    assert not seals.is_bounce_of(copy.envelope_from, message=message.pk, recipient="x@y.example")


def test_notes_are_in_no_byte_that_leaves(conversation):
    ada = make_member("ada")
    from uuid import uuid4

    actions.note(conversation, text="CANARY-note", submit_id=uuid4(), by=ada, now=NOON)
    actions.save_draft(conversation, kind="REPLY", text="CANARY-draft", by=ada, now=NOON)
    message = make_reply(conversation, by=ada)
    (copy,) = queue(message, now=NOON)

    raw = blobs.get(copy.sha256)
    assert b"CANARY" not in raw
    assert b"The lamp is cracked." in raw


def test_a_stranger_is_quoted_to_nobody_and_sees_no_quote(conversation):
    ada = make_member("ada")
    make_message(
        "CANARY-stranger",
        conversation=conversation,
        from_address="bob@x.example",
        is_verified=False,
    )
    first = make_reply(conversation, by=ada)
    second = make_reply(conversation, by=ada)
    Message.objects.filter(pk=second.pk).update(to=["bob@x.example"])
    second.refresh_from_db()

    for message in (first, second):
        raw = render(letter_of(message))
        assert b"CANARY" not in raw
        assert b"cracked lamp" in raw
        assert b"The lamp is cracked" not in raw


def test_files_go_along_under_their_names(conversation):
    message = make_reply(conversation, by=make_member("ada"))
    file = File(name="Übersicht.pdf", type="application/pdf", size=4, sha256=blobs.put(b"%PDF"))
    Attachment.objects.create(
        message=message, name=file.name, type=file.type, size=file.size, sha256=file.sha256
    )

    (found,) = read_letter(render(letter_of(message))).attachments

    assert (found.name, found.type, found.data) == ("Übersicht.pdf", "application/pdf", b"%PDF")


def test_a_member_is_named_beside_the_house_and_signs_as_the_desk_does(settings, conversation):
    settings.ORGANISATION = "Northmoor"
    conversation.desk.signature = "Kind regards\n{{name}}, Northmoor {{7*7}}"
    conversation.desk.save()
    message = make_reply(conversation, by=make_member("ada"))

    letter = letter_of(Message.objects.get(pk=message.pk))

    assert letter.sender_name == "Ada · Northmoor"
    assert letter.signature == "Kind regards\nAda, Northmoor {{7*7}}"


@pytest.mark.django_db(transaction=True)
def test_the_reaction_lays_the_letter_into_the_outbox():
    from kept.ledger.reading import READERS, catch_up

    ada = make_member("ada")
    make_reply(make_conversation(desk=make_desk("Orders", ada)), by=ada)
    catch_up(READERS["mail"], now=NOON)

    assert Outgoing.objects.get().state == "READY"
    assert outbox.recipients_of(Message.objects.order_by("-pk")[0]) == [CY]


@pytest.mark.django_db
def test_of_a_long_thread_its_beginning_and_its_end_are_named():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    asked = conversation.messages.get()
    MessageId.objects.bulk_create(
        MessageId(value=f"{n}@valdorra.example", message=asked, desk=conversation.desk)
        for n in range(200)
    )

    letter = letter_of(make_reply(conversation, by=ada))

    assert letter.references == tuple(
        f"{n}@valdorra.example" for n in (0, *range(200 - MOST_REFERENCES, 200))
    )
