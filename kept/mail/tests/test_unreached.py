"""What comes back, who is away, and that machines never talk to each other through us."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kept.conversations.models import Conversation, Message, Participant
from kept.customers.models import Address
from kept.desk.away import away_in_words, back_on
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.sender import How, Outcome, claim, settle
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
BOB = "bob@x.example"


@pytest.fixture(autouse=True)
def replies(settings):
    settings.REPLY_ADDRESS = "reply@northmoor.example"


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def sent(ada) -> Message:
    conversation = make_conversation(desk=make_desk("Orders", ada))
    message = make_reply(conversation, by=ada, cc=[BOB])
    queue(message, now=NOON)
    Outgoing.objects.update(state="SENT", sent_at=NOON)
    return message


def report(to: str, *, status: str = "5.1.1", failed: str = CY) -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
        ' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()


def bounce_address(message: Message, recipient: str) -> str:
    return seals.bounce_address(message=message.pk, recipient=recipient, sender=ORDERS)


def cys() -> Address:
    return Address.objects.get(value=CY)


def sign_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_hard_bounce_marks_the_copy_and_the_address(sent, ada):
    to = bounce_address(sent, CY)
    file_now(report(to), recipients=(to,))

    assert Outgoing.objects.get(recipient=CY).state == "FAILED"
    assert Outgoing.objects.get(recipient=BOB).state == "SENT"
    assert cys().is_dead
    (fact,) = Event.objects.filter(kind="address.died")
    assert fact.facts == {"address": cys().pk, "customer": cys().customer_id}
    page = sign_in(ada).get(f"/desk/all/{sent.conversation_id}/").content.decode()
    assert f"Letters to {CY} come back" in page


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.2.2"])
def test_what_is_full_or_refused_is_not_dead(sent, status):
    to = bounce_address(sent, CY)
    file_now(report(to, status=status), recipients=(to,))
    assert not cys().is_dead


def test_a_forged_bounce_kills_no_address(sent):
    for to in (ORDERS, bounce_address(sent, "eve@e.example"), "reply+b.1.aaaa@northmoor.example"):
        file_now(report(to), recipients=(ORDERS, to))
    assert not cys().is_dead
    assert not Event.objects.filter(kind="address.died").exists()


def test_a_server_that_knows_nobody_marks_the_address_at_once(sent, settings):
    settings.SMTP_URL = "smtp://127.0.0.1"
    Outgoing.objects.update(state="READY", sent_at=None)
    for copy in iter(lambda: claim(now=NOON), None):
        settle(copy, Outcome(How.NEVER, 550, "5.1.1 No such user here"), now=NOON)

    assert cys().is_dead
    assert Participant.objects.get().is_dead


def test_a_letter_from_it_or_a_member_brings_it_back(sent, ada):
    to = bounce_address(sent, CY)
    file_now(report(to), recipients=(to,))
    file_now(make_raw("I am here!", message_id="h@x"))
    assert not cys().is_dead
    assert Event.objects.filter(kind="address.lives").count() == 1

    client, place = sign_in(ada), f"/customers/{cys().customer_id}/"
    client.post(f"{place}addresses/{cys().pk}/", {"do": "dead"})
    assert "does not exist any more" in client.get(place).content.decode()
    assert sign_in(make_member("bea")).post(f"{place}addresses/{cys().pk}/").status_code == 404
    client.post(f"{place}addresses/{cys().pk}/", {"do": "alive"})
    assert not cys().is_dead


def test_an_unproven_letter_brings_nothing_back(sent, settings):
    to = bounce_address(sent, CY)
    file_now(report(to), recipients=(to,))
    settings.MAIL_AUTHSERV = ["mx.northmoor.example"]

    file_now(make_raw("It is Cy.", message_id="h@x"))

    assert cys().is_dead


@pytest.mark.parametrize(
    ("text", "day", "is_last"),
    [
        ("Away until 4 December, back on Monday, 7 December.", date(2026, 12, 7), False),
        ("I am out from 23 November to 27 November 2026.", date(2026, 11, 27), True),
        ("Ich bin bis zum 30. November nicht im Büro.", date(2026, 11, 30), True),
        ("Je suis absent jusqu'au 5 décembre 2026.", date(2026, 12, 5), True),
        ("I shall return on 2026-12-14.", date(2026, 12, 14), False),
    ],
)
def test_the_day_they_return_is_read_from_their_words(text, day, is_last):
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert back_on(text, at=at, zone="Europe/Berlin") == (day, is_last)


def test_who_names_no_day_is_simply_away():
    letter = Message(text="I am away. I left on 3 November. We answer in two days.", at=NOON)
    assert away_in_words(letter, zone="UTC") == "Out of office"


def test_an_absence_note_changes_no_status_and_says_when_they_are_back(sent, ada):
    away = "Auto-Submitted: auto-replied"
    sealed = seals.message_id(conversation=sent.conversation_id, message=sent.pk)
    subject = "Out of office: Re: A cracked lamp"
    file_now(make_raw("Back on 7 December.", answers=sealed, subject=subject, more=away))

    sent.conversation.refresh_from_db()
    assert sent.conversation.status == Conversation.Status.WAITING
    assert sent.conversation.messages.order_by("-pk")[0].automatic == "out_of_office"
    page = sign_in(ada).get(f"/desk/all/{sent.conversation_id}/").content.decode()
    assert "Out of office, back on 7 December" in page


@pytest.mark.parametrize(
    "sign",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "X-Autoreply: yes",
        "Precedence: auto_reply", "X-Auto-Response-Suppress: All", "X-Autorespond: yes",
    ],
)  # fmt: skip
def test_no_machine_gets_a_word_from_us_of_itself(sent, sign):
    """Whatever a robot says, and however often: nothing leaves but what a member wrote."""
    before = Outgoing.objects.count()
    sealed = seals.message_id(conversation=sent.conversation_id, message=sent.pk)
    for n in range(5):
        raw = make_raw(f"Thanks {n}", message_id=f"{n}@x", answers=sealed, more=sign)
        file_now(raw, envelope_from="")

    assert Outgoing.objects.count() == before
    sent.conversation.refresh_from_db()
    assert sent.conversation.status == "WAITING"
