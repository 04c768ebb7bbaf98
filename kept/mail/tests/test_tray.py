"""The tray: every letter that could not be filed waits for somebody who may decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kept.conversations.models import Attachment, Message
from kept.kit import blobs
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import actions, filing, queries, spool
from kept.mail.models import Delivery
from kept.mail.tests.make import CY, ORDERS, make_raw, take
from kept.people.models import Member
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner

pytestmark = pytest.mark.django_db
RAW = make_raw(
    "A <b>strange</b> letter\n<script>alert(1)</script>",
    subject="=?utf-8?q?Odd_=3Ci=3Eone=3C/i=3E?=",
)


def in_tray(raw: bytes = RAW, *, desk: bool = True) -> Delivery:
    make_desk("Orders", make_member("ada"), make_manager("lou"))
    delivery = take(raw, recipients=(ORDERS,) if desk else ("x@y.example",), envelope_from=CY)
    filing.to_tray(
        delivery, "It is too deeply nested.", desk=filing._meant_desk(delivery), now=NOON
    )
    spool.keep_for_person(delivery.spool_name)
    delivery.refresh_from_db()
    return delivery


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_members_see_the_tray_of_their_desks_and_managers_what_is_for_none():
    meant, nobodys = in_tray(), in_tray(make_raw(message_id="2@x"), desk=False)
    bea = make_member("bea")
    mia = make_member("mia", sees_only_assigned=True)
    make_desk("Orders", mia)

    def seen(member: Member) -> list[Delivery]:
        return [entry.delivery for entry in queries.tray(member)]

    assert seen(make_member("ada")) == [meant]
    assert seen(make_manager("lou")) == [meant, nobodys]
    assert seen(make_owner("odo")) == [meant, nobodys]
    assert seen(bea) == []
    assert seen(mia) == []


def test_the_list_says_who_wrote_what_and_what_is_wrong():
    in_tray()

    page = sign_in(make_member("ada")).get("/mail/tray/").content.decode()

    assert "Cy &lt;cy@valdorra.example&gt;" in page
    assert "Odd &lt;i&gt;one&lt;/i&gt;" in page
    assert "It is too deeply nested." in page


def test_an_opened_letter_is_text_and_nothing_else():
    delivery = in_tray()

    page = sign_in(make_member("ada")).get(f"/mail/tray/{delivery.pk}/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "Message-ID: &lt;lamp-1@valdorra.example&gt;" in page


def test_the_file_can_be_saved_and_never_runs():
    delivery = in_tray()

    answer = sign_in(make_member("ada")).get(f"/mail/tray/{delivery.pk}/raw/")

    assert answer.content == RAW
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="letter-{delivery.pk}.eml"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("verb", ["", "raw/"])
def test_a_member_of_another_desk_finds_nothing(verb: str):
    delivery = in_tray()

    assert sign_in(make_member("bea")).get(f"/mail/tray/{delivery.pk}/{verb}").status_code == 404


@pytest.mark.parametrize("verb", ["again", "file", "aside"])
def test_a_member_of_another_desk_decides_nothing(verb: str):
    delivery = in_tray()
    before = Event.objects.count()

    answer = sign_in(make_member("bea")).post(f"/mail/tray/{delivery.pk}/{verb}/")

    delivery.refresh_from_db()
    assert (answer.status_code, delivery.state) == (404, "TRAY")
    assert Event.objects.count() == before


def test_tried_again_it_is_read_anew_with_three_tries():
    delivery = in_tray()

    sign_in(make_member("ada")).post(f"/mail/tray/{delivery.pk}/again/")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("SPOOLED", 0)
    assert filing.file_delivery(delivery.pk, now=NOON + timedelta(days=9999)) == "FILED"
    assert Event.objects.filter(kind="mail.tried_again").count() == 1
    assert Message.objects.get().conversation.desk.name == "Orders"


def test_set_aside_it_is_gone_from_the_tray_and_its_file_stays_a_while():
    delivery = in_tray()

    sign_in(make_member("ada")).post(f"/mail/tray/{delivery.pk}/aside/")

    delivery.refresh_from_db()
    assert delivery.state == "SET_ASIDE"
    assert queries.tray(make_owner()) == []
    assert spool.find(delivery.spool_name)


def test_filed_by_hand_it_opens_a_conversation_with_the_letter_as_a_file():
    delivery = in_tray()
    desk = make_desk("Orders")

    sign_in(make_member("ada")).post(f"/mail/tray/{delivery.pk}/file/", {"desk": desk.pk})

    delivery.refresh_from_db()
    message = Message.objects.get()
    assert (delivery.state, message.filing.delivery) == ("FILED", delivery)
    assert (message.from_address, message.standing) == (CY, "UNVERIFIED")
    assert message.text.startswith("A <b>strange</b> letter")
    assert message.conversation.subject == "Odd <i>one</i>"
    assert blobs.get(Attachment.objects.get().sha256) == RAW


def test_nobody_files_at_a_desk_they_do_not_serve():
    delivery = in_tray()
    billing = make_desk("Billing", make_member("bea"))

    with pytest.raises(NotAllowed):
        actions.file_by_hand(delivery, desk=billing, by=make_member("ada"), now=NOON)
    answer = sign_in(make_member("ada")).post(
        f"/mail/tray/{delivery.pk}/file/", {"desk": billing.pk}
    )

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_a_decision_is_taken_once():
    delivery = in_tray()
    ada = make_member("ada")
    actions.set_aside(delivery, by=ada, now=NOON)

    with pytest.raises(actions.NotInTray):
        actions.try_again(delivery, by=ada, now=NOON)
    with pytest.raises(actions.NotInTray):
        actions.file_by_hand(delivery, desk=make_desk(), by=ada, now=NOON)

    assert not Message.objects.exists()


def test_a_letter_of_pure_noise_can_still_be_filed():
    delivery = in_tray(b"\x00\xff\xfe no headers at all \r\r\n" * 50)

    actions.file_by_hand(delivery, desk=make_desk(), by=make_member("ada"), now=NOON)

    assert Message.objects.get().from_address == CY
