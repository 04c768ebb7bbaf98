"""What one letter writes and another may look at keeps the two apart, though they come together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.conversations.models import Message, Participant
from kept.customers.models import Address
from kept.mail import filing, seals, together
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, make_raw, take
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
BOB = "bob@x.example"


@pytest.fixture
def sizes(monkeypatch) -> list[int]:
    """How many letters stood side by side, each time."""
    found: list[int] = []
    real = together.side_by_side

    def side_by_side(errands, house):
        placed = real(errands, house)
        found.append(len(placed))
        return placed

    monkeypatch.setattr(together, "side_by_side", side_by_side)
    return found


def letter(text: str, sender: str, **more: str) -> None:
    take(make_raw(text, sender=sender, message_id=f"{text}@x".replace(" ", "-"), **more))


def reasons() -> list[list[list[str]]]:
    return list(Message.objects.order_by("pk").values_list("reasons", flat=True))


def test_strangers_stand_side_by_side(sizes):
    make_desk()
    for name in ("ann", "ben", "eve"):
        letter(f"I am {name}", f"{name}@valdorra.example")

    filing.file_due(now=NOON)

    assert sizes == [3]


def test_so_many_letters_are_filed_in_as_many_statements_as_two():
    make_desk()
    asked = []
    for count in (2, 8):
        for n in range(count):
            letter(f"{n} of {count}", f"p{n}of{count}@valdorra.example")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            filing.file_due(now=NOON)
        asked.append(len(queries))

    assert Message.objects.count() == 10
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("cy@va1dorra.example", ["LIKE_DOMAIN", "valdorra.example"]),
        ("c-y@valdorra.example", None),
        ("сy@valdorra.example", ["LIKE_ADDRESS", CY]),
    ],
)
def test_who_passes_for_somebody_right_before_them_is_found_out(sizes, second, reason):
    make_desk()
    letter("The real one", CY)
    letter("Pay at once", second)

    filing.file_due(now=NOON)

    assert reasons() == [[], [reason] if reason else []]
    assert sizes == ([1, 1] if reason else [2])


def test_two_addresses_of_one_customer_come_after_each_other(sizes):
    make_desk()
    cy = make_conversation().customer
    Address.objects.create(customer=cy, value="cy@home.example")
    letter("One", CY, subject="My order of lamps")
    letter("Two", "cy@home.example", subject="My order of lamps")

    filing.file_due(now=NOON)

    assert sizes == [1, 1]
    first, second = (one.conversation for one in Message.objects.order_by("-pk")[:2][::-1])
    assert not first.ties.filter(other=second).exists()
    assert second.ties.get(other=first).why == "SUBJECT"


def test_letters_to_one_conversation_come_after_each_other(sizes):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    reply = make_reply(conversation, by=ada)
    Participant.objects.create(
        conversation=conversation, address=BOB, state=Participant.State.IN, at=NOON
    )
    take(make_raw("From Cy", message_id="cy@x", answers=_id(reply)))
    take(make_raw("From Bob", sender=BOB, message_id="bob@x", answers=_id(reply)))

    filing.file_due(now=NOON)

    assert sizes == [1, 1]
    conversation.refresh_from_db()
    assert (conversation.messages.count(), conversation.preview) == (4, "From Bob")


def test_whoever_writes_after_their_address_died_has_it_again(settings, sizes):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    reply = make_reply(conversation, by=ada)
    queue(reply, now=NOON)
    copy = Outgoing.objects.get()
    Outgoing.objects.update(state="SENT")
    take(_bounce(), recipients=(copy.envelope_from,))
    letter("I am back", CY)
    letter("I am new", "eve@valdorra.example")

    filing.file_due(now=LATER)

    assert sizes == [1, 2]
    copy.refresh_from_db()
    assert copy.state == "FAILED"
    assert Address.objects.get(value=CY).is_dead is False


def test_a_letter_to_two_desks_is_filed_at_one_after_the_other(sizes):
    make_desk()
    make_desk("Billing")
    raw = make_raw(to=f"{ORDERS}, billing@northmoor.example")
    take(raw, recipients=(ORDERS, "billing@northmoor.example"))
    letter("Another", "eve@valdorra.example")

    filing.file_due(now=NOON)

    assert sizes == [1, 2]
    one, other, _ = (message.conversation for message in Message.objects.order_by("pk"))
    assert other.ties.get(other=one).kind == "SAME_MAIL"


def _id(message: Message) -> str:
    return seals.message_id(conversation=message.conversation_id, message=message.pk)


def _bounce() -> bytes:
    return b"""From: mailer-daemon@x.example
To: reply@northmoor.example
Subject: Undelivered
Message-ID: <bounce@x>
Date: Tue, 24 Nov 2026 11:59:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

No such user.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Final-Recipient: rfc822; cy@valdorra.example
Action: failed
Status: 5.1.1
--b--
""".replace(b"\n", b"\r\n")
