"""Forward: to somebody outside, and never a way from there to the customer."""

from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.agreements.actions.targets import FOLLOWED
from kept.conversations import actions as conversations
from kept.conversations.actions import ForwardToCustomer, Writing
from kept.conversations.models import Attachment, Conversation, Draft, Message
from kept.customers.links import PLACE
from kept.desk.actions import send
from kept.desk.forwarding import OriginalGone
from kept.desk.tests.make import composer_of
from kept.kit import blobs
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.outbox import as_file, queue
from kept.mail.tests.make import file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_reply

pytestmark = pytest.mark.django_db
MILL = "mill@glass.example"


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    conversation = make_conversation(
        desk=make_desk("Orders", ada), text=f"The lamp is cracked. {PLACE}", now=timezone.now()
    )
    conversations.note(
        conversation, text="SECRET among us", submit_id=uuid4(), by=ada, now=timezone.now()
    )
    return conversation


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def forward(conversation, *, by, to=MILL, text="Could you look at this?", **head):
    theirs = Message.objects.filter(conversation=conversation, way="IN", is_aside=False).first()
    head = {"of": str(theirs.pk), "original": "QUOTED", "keep": []} | head
    writing = Writing(text=text, to=[to], kind="FORWARD", head=head)
    return send(conversation, writing, submit_id=uuid4(), by=by, now=NOON)


def mail_of(message):
    (copy,) = queue(message, now=NOON)
    return copy, message_from_bytes(blobs.get(copy.sha256), policy=default)


def test_it_is_a_letter_of_its_own_with_the_original_quoted(ada, conversation):
    message = forward(conversation, by=ada)

    copy, mail = mail_of(message)
    assert (copy.recipient, mail["To"], mail["Subject"]) == (MILL, MILL, "Fwd: A cracked lamp")
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
    assert mail["Reply-To"] is None
    text = mail.get_body(("plain",)).get_content()
    assert "Could you look at this?" in text
    assert "> From: Cy <cy@valdorra.example>" in text
    assert "> The lamp is cracked." in text
    # The link to the customer's page is nobody's but theirs, and notes are nobody's at all.
    assert "/for/" not in text
    assert "SECRET" not in blobs.get(copy.sha256).decode()


def test_it_can_be_attached_instead_or_left_out(ada, conversation):
    attached = mail_of(forward(conversation, by=ada, original="ATTACHED"))[1]
    (file,) = attached.iter_attachments()
    inner = message_from_bytes(file.get_content(), policy=default)
    assert file.get_filename() == "letter.eml"
    assert inner["From"].addresses[0].addr_spec == "cy@valdorra.example"
    assert "The lamp is cracked." in inner.get_body(("plain",)).get_content()
    assert "The lamp" not in attached.get_body(("plain",)).get_content()

    alone = mail_of(forward(conversation, by=ada, original="NONE", to="b@glass.example"))[1]
    assert alone.get_body(("plain",)).get_content().strip() == "Could you look at this?"


def test_only_the_chosen_files_go_along(ada, conversation):
    message = Message.objects.get(way="IN")
    files = [
        Attachment.objects.create(
            message=message, name=name, type="text/plain", size=1, sha256=blobs.put(name.encode())
        )
        for name in ("a.txt", "b.txt")
    ]
    other = make_message("Else", now=NOON)
    foreign = Attachment.objects.create(
        message=other, name="foreign.txt", type="text/plain", size=1, sha256=blobs.put(b"f")
    )

    sent = forward(conversation, by=ada, keep=[str(files[1].pk), str(foreign.pk)])

    assert [file.name for file in sent.attachments.all()] == ["b.txt"]


def test_nothing_is_answered_by_it(ada, conversation):
    before = Conversation.objects.get(pk=conversation.pk)

    message = forward(conversation, by=ada)

    after = Conversation.objects.get(pk=conversation.pk)
    assert (after.status, after.assignee) == (before.status, before.assignee)
    assert after.last_message == message.pk
    fact = Event.objects.latest("pk")
    assert fact.kind == "message.forwarded"
    assert fact.kind not in FOLLOWED


@pytest.mark.parametrize("field", ["to", "cc", "bcc"])
def test_never_to_the_customer(ada, conversation, field):
    people = {"to": [MILL]} | {field: ["CY@valdorra.example"]}
    before = Event.objects.count()

    with pytest.raises(ForwardToCustomer):
        send(
            conversation, Writing(text="x", kind="FORWARD", **people),
            submit_id=uuid4(), by=ada, now=NOON,
        )  # fmt: skip

    assert not Message.objects.filter(way="OUT").exists()
    assert Event.objects.count() == before


def answer_of_theirs(conversation, sent, text="It is the glue."):
    file_now(
        make_raw(
            text,
            sender=f"Mill <{MILL}>",
            message_id="glue@glass.example",
            answers=seals.message_id(conversation=conversation.pk, message=sent.pk),
        )
    )
    return Message.objects.get(text=text)


def test_their_answer_comes_back_and_is_no_word_of_the_customer(ada, conversation):
    sent = forward(conversation, by=ada)

    answer = answer_of_theirs(conversation, sent)

    assert answer.conversation == conversation
    assert (answer.is_aside, answer.standing) == (True, "UNVERIFIED")
    fact = Event.objects.filter(kind="message.came_aside").get()
    assert fact.facts["message"] == answer.pk
    assert not Event.objects.filter(kind="message.received", facts__message=answer.pk).exists()
    assert composer_of(conversation, by=ada).to == "cy@valdorra.example"
    assert composer_of(conversation, by=ada, kind="FORWARD").to == MILL


def test_no_path_leads_from_there_to_the_customer(ada, conversation):
    sent = forward(conversation, by=ada)
    mail_of(sent)
    answer_of_theirs(conversation, sent)

    reply = make_reply(conversation, "Dear Cy, we know now.", by=ada)

    copy, mail = mail_of(reply)
    raw = blobs.get(copy.sha256).decode()
    assert copy.recipient == "cy@valdorra.example"
    assert "glass.example" not in raw
    assert "It is the glue" not in raw
    assert seals.message_id(conversation=conversation.pk, message=sent.pk) not in raw
    assert "The lamp is cracked." in mail.get_body(("plain",)).get_content()


def test_members_see_both_marked_as_such(client, ada, conversation):
    answer_of_theirs(conversation, forward(conversation, by=ada))

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    assert "To somebody outside. The customer does not see it" in page
    assert "From somebody outside. The customer does not see it" in page
    assert "Show what was passed on" in page


def test_it_is_forwarded_from_the_page_with_the_letter_chosen(client, ada, conversation):
    first = Message.objects.get(way="IN")
    make_message("Later words", conversation=conversation, now=timezone.now())
    page = client.get(f"/desk/all/{conversation.pk}/?write=forward&of={first.pk}").content.decode()
    assert f'name="of" value="{first.pk}"' in page
    assert "Quote it" in page

    client.post(
        f"/c/{conversation.pk}/forward/",
        {
            "kind": "FORWARD", "text": "See below", "to": MILL, "submit_id": str(uuid4()),
            "of": first.pk, "original": "QUOTED", "place": "all",
        },
    )  # fmt: skip

    sent = Message.objects.get(way="OUT")
    assert (sent.is_aside, sent.to) == (True, [MILL])
    assert "The lamp is cracked." in sent.quoted
    assert "Later words" not in sent.quoted


def test_a_refused_forward_keeps_words_and_choices(client, conversation):
    first = Message.objects.get(way="IN")

    answer = client.post(
        f"/c/{conversation.pk}/forward/",
        {
            "kind": "FORWARD", "text": "See below", "to": "cy@valdorra.example",
            "submit_id": str(uuid4()), "of": first.pk, "original": "ATTACHED", "place": "all",
        },
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "own address" in page
    assert "See below</textarea>" in page
    assert 'value="ATTACHED" checked' in page
    assert not Message.objects.filter(way="OUT").exists()


def test_a_letter_of_another_conversation_is_not_passed_on(client, conversation):
    other = make_message("ELSEWHERE", now=NOON, subject="Other")
    Draft.objects.all().delete()

    answer = client.post(
        f"/c/{conversation.pk}/forward/",
        {
            "kind": "FORWARD", "text": "See below", "to": MILL, "submit_id": str(uuid4()),
            "of": other.pk, "original": "QUOTED", "place": "all",
        },
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "See below" in page
    assert "ELSEWHERE" not in page
    assert not Message.objects.filter(way="OUT").exists()


def test_which_file_goes_along_is_asked_without_its_tricks(client, conversation):
    message = Message.objects.get(conversation=conversation, way="IN")
    Attachment.objects.create(
        message=message,
        name="invoice\u202efdp.exe",
        type="application/pdf",
        size=3,
        sha256="0" * 64,
    )

    page = client.get(f"/desk/all/{conversation.pk}/?write=forward").content.decode()

    assert "<bdi>invoicefdp.exe</bdi>" in page
    assert "\u202e" not in page


def test_an_attached_letter_shows_nobody_our_sealed_addresses(ada, conversation, settings):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    of = {"conversation": conversation.pk, "customer": conversation.customer_id}
    theirs = Message.objects.get(conversation=conversation, way="IN")
    theirs.to = [seals.reply_address(**of), "orders@northmoor.example"]
    theirs.cc = [seals.reply_address(**of)]
    theirs.save()

    attached = message_from_bytes(as_file(theirs), policy=default)

    assert attached["To"] == "orders@northmoor.example"
    assert attached["Cc"] is None


def test_a_letter_of_ours_that_is_passed_on_says_from_whom_it_was(ada, conversation):
    ours = make_reply(conversation, "It leaves today.", by=ada)

    whole = forward(conversation, by=ada, of=str(ours.pk), original="ATTACHED")
    attached = mail_of(whole)[1]
    quoted = forward(conversation, by=ada, of=str(ours.pk), to="b@glass.example")

    (file,) = attached.iter_attachments()
    inner = message_from_bytes(file.get_content(), policy=default)
    assert inner["From"].addresses[0].addr_spec == "orders@northmoor.example"
    assert "It leaves today." in inner.get_body(("plain",)).get_content()
    assert "From: Ada <orders@northmoor.example>" in quoted.quoted


def test_nothing_leaves_without_the_letter_it_was_to_pass_on(ada, conversation):
    other = make_conversation(desk=conversation.desk, text="Another lamp.")
    gone = Message.objects.get(conversation=other)

    with pytest.raises(OriginalGone):
        forward(conversation, by=ada, of=str(gone.pk))

    assert not Message.objects.filter(way="OUT").exists()
    assert not Event.objects.filter(kind="message.forwarded").exists()
    without = forward(conversation, by=ada, of=str(gone.pk), original="NONE")
    assert (without.quoted, without.has_attachments) == ("", False)
