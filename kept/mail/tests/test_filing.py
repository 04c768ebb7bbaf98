"""From spool to desk: once, whole, and never lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from kept.conversations.models import Attachment, Conversation, DeskAddress, Message
from kept.customers.models import Customer
from kept.kit import blobs
from kept.ledger.models import Event
from kept.mail import filing, spool, together
from kept.mail.letter import Unreadable
from kept.mail.models import Delivery, Filing, Mailbox
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw, take
from tests.cast import NOON, make_customer, make_desk

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def test_a_letter_opens_a_conversation_with_a_customer_met_for_the_first_time():
    desk = make_desk()

    delivery = file_now(make_raw(), now=NOON)

    message = Message.objects.get()
    assert delivery.state == "FILED"
    assert (message.text, message.from_address, message.standing) == (
        "The lamp is cracked.", CY, "KNOWN",
    )  # fmt: skip
    assert (message.conversation.desk, message.conversation.subject) == (desk, "A cracked lamp")
    assert message.conversation.customer.name == "Cy"
    assert message.filing.delivery == delivery


def test_the_wait_begins_when_the_letter_reached_us_not_when_we_read_it():
    make_desk()
    delivery = take(make_raw(), now=NOON)

    filing.file_delivery(delivery.pk, now=LATER)

    assert Message.objects.get().at == NOON


def test_a_letter_to_two_desks_is_filed_once_at_each():
    make_desk("Orders")
    make_desk("Billing")

    delivery = file_now(
        make_raw(), recipients=(ORDERS, "Billing+x@Northmoor.example", "orders+y@northmoor.example")
    )

    assert [f.desk.name for f in delivery.filings.order_by("desk__name")] == ["Billing", "Orders"]
    assert Conversation.objects.count() == 2


def test_without_an_envelope_the_headers_say_whose_it_is():
    make_desk("Orders")
    billing = make_desk("Billing")

    file_now(make_raw(to="Bills <billing@northmoor.example>"), recipients=())
    file_now(
        make_raw(message_id="two@x", to="list@lists.example", more=f"Delivered-To: {ORDERS}"),
        recipients=(),
    )

    names = [c.desk.name for c in Conversation.objects.order_by("pk")]
    assert names == [billing.name, "Orders"]


def test_mail_that_names_none_of_us_goes_to_the_desk_of_its_mailbox():
    desk = make_desk()
    mailbox = Mailbox.objects.create(desk=desk, host="mail.example", user="desk")

    file_now(make_raw(to="hidden@x.example"), recipients=(), source=f"imap:{mailbox.pk}")

    assert Conversation.objects.get().desk == desk


def test_mail_for_no_desk_waits_in_the_tray():
    make_desk()

    delivery = file_now(make_raw(to="nobody@x.example"), recipients=())

    assert (delivery.state, delivery.desk) == ("TRAY", None)
    assert delivery.problem == "None of our desks has an address it was sent to."
    assert Event.objects.filter(kind="mail.tray").count() == 1
    assert not Message.objects.exists()
    assert spool.find(delivery.spool_name).parent.name == "tray"


def test_the_same_letter_by_two_roads_is_shown_once():
    make_desk()
    first = file_now(make_raw())
    second = file_now(
        b"Received: from elsewhere\r\n" + make_raw().replace(b"cracked.", b"cracked. ")
    )

    assert (first.state, second.state) == ("FILED", "DUPLICATE")
    assert Message.objects.count() == 1


def test_a_forged_twin_with_the_same_message_id_hides_nothing():
    make_desk()
    file_now(make_raw("Pay to account 1", sender="evil@x.example"))
    file_now(make_raw("Pay to account 2"))
    file_now(make_raw("Pay to account 3"))

    assert [m.text[-1] for m in Message.objects.order_by("pk")] == ["1", "2", "3"]


def test_letters_without_a_message_id_are_all_shown():
    make_desk()
    file_now(make_raw("One", message_id=None))
    file_now(make_raw("Two", message_id=None))

    assert Message.objects.count() == 2


def test_reply_to_is_no_identity():
    make_desk()
    victim = make_customer("dee")

    file_now(make_raw(sender="mallory@evil.example", more="Reply-To: dee@valdorra.example"))

    customer = Conversation.objects.get().customer
    assert customer != victim
    assert customer.addresses.get().value == "mallory@evil.example"


def test_what_a_machine_wrote_is_kept_and_wakes_nobody():
    make_desk()
    file_now(make_raw())
    conversation = Conversation.objects.get()
    Conversation.objects.update(status="WAITING")

    file_now(
        make_raw(
            "I am away.",
            subject="Out of office",
            message_id="ooo@valdorra.example",
            answers="lamp-1@valdorra.example",
            more="Auto-Submitted: auto-replied",
        )
    )

    message = Message.objects.order_by("-pk")[0]
    conversation.refresh_from_db()
    assert message.conversation == conversation
    assert message.automatic
    assert conversation.status == "WAITING"


def test_a_machine_that_answers_nothing_we_know_opens_no_work():
    make_desk()

    file_now(make_raw("I am away.", subject="Out of office", more="Auto-Submitted: auto-replied"))

    assert Conversation.objects.get().status == "CLOSED"


def test_files_lie_in_the_store_and_stand_under_the_letter():
    make_desk()
    raw = (
        b"From: cy@valdorra.example\r\nTo: orders@northmoor.example\r\nSubject: File\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        b"--x\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="../a.pdf"'
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x--\r\n"
    )

    file_now(raw)

    file = Attachment.objects.get()
    assert (file.name, file.type, file.size) == ("a.pdf", "application/pdf", 5)
    assert blobs.get(file.sha256) == b"%PDF-"
    assert Message.objects.get().has_attachments


def test_a_letter_that_cannot_be_read_waits_with_the_reason(monkeypatch):
    desk = make_desk()

    def unreadable(*_: object, **__: object) -> None:
        raise Unreadable("It is too deeply nested.")

    monkeypatch.setattr(filing.jail, "jailed_read", unreadable)
    delivery = file_now(make_raw())

    assert (delivery.state, delivery.problem) == ("TRAY", "It is too deeply nested.")
    assert delivery.desk == desk


def test_what_fails_three_times_waits_in_the_tray(monkeypatch):
    make_desk()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(filing.jail, "jailed_read", broken)
    delivery = take(make_raw())
    moments = [NOON + timedelta(minutes=n) for n in range(4)]
    states = [filing.file_delivery(delivery.pk, now=moment) for moment in moments]

    assert states == ["SPOOLED", "SPOOLED", "TRAY", None]


def test_a_try_counts_although_the_program_dies_of_it(monkeypatch):
    make_desk()
    delivery = take(make_raw())

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(filing.jail, "jailed_read", killed)
    for n in range(3):
        with pytest.raises(KeyboardInterrupt):
            filing.file_delivery(delivery.pk, now=NOON + timedelta(minutes=n))
    monkeypatch.undo()

    assert filing.file_delivery(delivery.pk, now=LATER) == "TRAY"
    delivery.refresh_from_db()
    assert delivery.problem == "Reading it has stopped the program three times."


def test_a_house_in_trouble_is_not_the_letters_fault(monkeypatch):
    make_desk()
    delivery = take(make_raw())

    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(together, "side_by_side", locked)
    for n in range(5):
        assert filing.file_delivery(delivery.pk, now=NOON + timedelta(minutes=n)) == "SPOOLED"
    monkeypatch.undo()

    assert filing.file_delivery(delivery.pk, now=NOON + timedelta(minutes=6)) == "FILED"


def test_two_workers_do_not_read_the_same_letter_at_once():
    make_desk()
    delivery = take(make_raw())
    assert filing._claim([delivery], now=NOON) == [delivery]

    assert filing.file_delivery(delivery.pk, now=NOON) is None
    assert filing.file_delivery(delivery.pk, now=NOON + filing.LEASE) == "FILED"


def test_nothing_is_left_behind_where_filing_fails_half_way(monkeypatch):
    make_desk()
    delivery = take(make_raw())

    def broken(_: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(Filing.objects, "bulk_create", broken)
    assert filing.file_delivery(delivery.pk, now=NOON) == "SPOOLED"

    assert not Message.objects.exists()
    assert not Conversation.objects.exists()
    assert not Customer.objects.exists()


def test_a_sender_nobody_can_make_out_waits_in_the_tray():
    make_desk()

    delivery = file_now(make_raw(sender="undisclosed"))

    assert (delivery.state, delivery.problem) == ("TRAY", "It does not say who sent it.")


def test_letters_nul_and_half_pairs_do_not_stop_the_database():
    make_desk()

    delivery = file_now(make_raw("a\0b", subject="x\0y"))

    assert delivery.state == "FILED"
    assert Message.objects.get().text in {"ab", "a b"}


def test_the_queue_goes_on_behind_a_poisoned_letter(monkeypatch):
    make_desk()
    bad, good = take(make_raw("Bad", message_id="bad@x")), take(make_raw("Good"))
    real = filing.read

    def read(delivery: Delivery) -> filing.Read:
        if delivery.pk == bad.pk:
            raise RuntimeError("oh")
        return real(delivery)

    monkeypatch.setattr(filing, "read", read)
    assert filing.file_due(now=NOON) == 2

    good.refresh_from_db()
    assert good.state == "FILED"


def test_a_desk_without_addresses_gets_nothing_by_mistake():
    desk = make_desk()
    DeskAddress.objects.filter(desk=desk).delete()

    assert file_now(make_raw()).state == "TRAY"
