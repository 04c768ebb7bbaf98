"""Mails that are filed together are filed as if each had come by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.kit import blobs
from kept.ledger.models import Event
from kept.mail import filing, spool, together
from kept.mail.models import Delivery
from kept.mail.tests.make import make_raw, take
from tests.cast import NOON, make_desk

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def take_letters(*texts: str) -> list[Delivery]:
    """A letter each, from different people."""
    return [
        take(make_raw(text, sender=f"p{n}@valdorra.example", message_id=f"m{n}@valdorra.example"))
        for n, text in enumerate(texts)
    ]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def words() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


@pytest.fixture
def at_once(monkeypatch) -> list[int]:
    """How many mails each transaction was to file."""
    sizes: list[int] = []
    real = filing.file_all

    def file_all(papers, *, now):
        sizes.append(len(papers))
        return real(papers, now=now)

    monkeypatch.setattr(filing, "file_all", file_all)
    return sizes


def test_what_waits_is_filed_in_one_transaction_and_in_its_order(at_once):
    make_desk()
    take_letters("One", "Two", "Three")

    assert filing.file_due(now=NOON) == 3

    assert at_once == [3]
    assert (states(), words()) == (["FILED"] * 3, ["One", "Two", "Three"])
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        *["customer.met"] * 3,
        *["conversation.opened", "message.received"] * 3,
    ]
    assert [path.parent.parent.name for path in spool.everything()] == ["done"] * 3


def test_one_that_cannot_be_filed_goes_back_and_its_neighbours_do_not(monkeypatch, at_once):
    make_desk()
    bad = take_letters("One", "Two", "Three")[1]
    real = together.receive_all

    def receive_all(several):
        if any(one.arrival.text == "Two" for one in several):
            raise RuntimeError("oh")
        return real(several)

    monkeypatch.setattr(together, "receive_all", receive_all)
    assert filing.file_due(now=NOON) == 3

    assert at_once == [3, 1, 1, 1]
    assert (states(), words()) == (["FILED", "SPOOLED", "FILED"], ["One", "Three"])
    bad.refresh_from_db()
    assert (bad.tries, bad.problem) == (1, "RuntimeError: oh")


def test_one_that_is_more_than_the_database_takes_holds_up_none_of_its_neighbours(
    monkeypatch, at_once
):
    """PostgreSQL says so as if it were in trouble itself."""
    make_desk()
    take_letters("One", "Two", "Three")
    real = together.receive_all
    too_much = Exception()
    too_much.sqlstate = "54000"

    def receive_all(several):
        if any(one.arrival.text == "Two" for one in several):
            raise OperationalError("string is too long for tsvector") from too_much
        return real(several)

    monkeypatch.setattr(together, "receive_all", receive_all)
    assert filing.file_due(now=NOON) == 3

    assert at_once == [3, 1, 1, 1]
    assert (states(), words()) == (["FILED", "SPOOLED", "FILED"], ["One", "Three"])
    for minutes in (1, 2):
        filing.file_due(now=NOON + timedelta(minutes=minutes))
    assert states() == ["FILED", "TRAY", "FILED"]


def test_one_that_cannot_be_read_is_none_of_its_neighbours_business(monkeypatch, at_once):
    make_desk()
    bad = take_letters("One", "Two", "Three")[1]
    real = filing.read

    def read(delivery: Delivery) -> filing.Read:
        if delivery.pk == bad.pk:
            raise filing.Unfilable("It is a riddle.")
        return real(delivery)

    monkeypatch.setattr(filing, "read", read)
    filing.file_due(now=NOON)

    assert at_once == [2]
    assert states() == ["FILED", "TRAY", "FILED"]


def test_a_try_counts_for_all_who_were_together_and_then_each_is_alone(monkeypatch, at_once):
    make_desk()
    take_letters("One", "Two", "Three")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(together, "receive_all", killed)
        with pytest.raises(KeyboardInterrupt):
            filing.file_due(now=NOON)
    assert set(Delivery.objects.values_list("tries", "state")) == {(1, "SPOOLED")}

    filing.file_due(now=LATER)

    assert at_once == [3, 1, 1, 1]
    assert states() == ["FILED"] * 3
    assert words() == ["One", "Two", "Three"]


def test_the_same_letter_twice_in_one_round_is_shown_once(at_once):
    make_desk()
    take(make_raw())
    take(b"Received: from elsewhere\r\n" + make_raw())

    filing.file_due(now=NOON)

    assert at_once == [2]
    assert (states(), words()) == (["FILED", "DUPLICATE"], ["The lamp is cracked."])


def test_what_is_there_already_keeps_nobody_from_being_filed_together(at_once):
    make_desk()
    take_letters("One")
    filing.file_due(now=NOON)

    take_letters("One", "Two")
    filing.file_due(now=NOON)

    assert at_once == [1, 2]
    assert (states(), words()) == (["FILED", "DUPLICATE", "FILED"], ["One", "Two"])


def test_an_answer_to_a_letter_of_the_same_round_finds_it():
    make_desk()
    take(make_raw("First"))
    take(make_raw("And this.", message_id="lamp-2@x", answers="lamp-1@valdorra.example"))

    filing.file_due(now=NOON)

    conversation = Conversation.objects.get()
    assert [m.text for m in conversation.messages.all()] == ["First", "And this."]
    assert conversation.preview == "And this."


def test_two_letters_of_somebody_new_are_of_one_customer(at_once):
    make_desk()
    take(make_raw("A lamp", message_id="a@x"))
    take(make_raw("A chair", message_id="b@x"))

    filing.file_due(now=NOON)

    assert at_once == [2]
    assert Customer.objects.count() == 1
    assert Conversation.objects.count() == 2


def test_several_answers_to_one_conversation_leave_the_last_on_top(at_once):
    make_desk()
    take(make_raw("First"))
    filing.file_due(now=NOON)
    Conversation.objects.update(status="CLOSED", closed_at=NOON)

    for number in (2, 3):
        own = f"lamp-{number}@x"
        take(make_raw(f"Letter {number}", message_id=own, answers="lamp-1@valdorra.example"))
    filing.file_due(now=NOON)

    conversation = Conversation.objects.get()
    last = Message.objects.order_by("-pk")[0]
    assert at_once == [1, 2]
    assert (conversation.last_message, conversation.preview) == (last.pk, "Letter 3")
    assert conversation.status == "OPEN"
    assert Event.objects.filter(kind="conversation.status_changed").count() == 1


def test_a_mail_for_nobody_goes_to_the_tray_from_among_its_neighbours(at_once):
    make_desk()
    take_letters("One")
    take(make_raw("Lost", to="nobody@x.example", message_id="lost@x"), recipients=())
    take(make_raw("Two", message_id="two@x"))

    filing.file_due(now=NOON)

    assert at_once == [3]
    assert (states(), words()) == (["FILED", "TRAY", "FILED"], ["One", "Two"])


def test_large_mails_do_not_wait_for_each_other_in_memory(monkeypatch, at_once):
    make_desk()
    monkeypatch.setattr(filing, "AT_ONCE_BYTES", 700)
    take_letters("One", "x" * 600, "Three", "Four")

    filing.file_due(now=NOON)

    assert at_once == [1, 1, 2]


def test_a_disk_in_trouble_lets_all_of_them_wait(monkeypatch):
    make_desk()
    take_letters("One", "Two")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(together, "desks_of", full)
    filing.file_due(now=NOON)

    assert set(Delivery.objects.values_list("tries", "state")) == {(0, "SPOOLED")}
    assert not Message.objects.exists()
    assert list(blobs.all_digests()) == []
