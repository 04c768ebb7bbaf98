"""The mail door: real sessions on a free port."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from kept.mail import accept as accepting
from kept.mail import door as doors
from kept.mail import seals, spool
from kept.mail.models import Delivery
from kept.mail.tests.make import CY, ORDERS, make_raw
from tests.cast import make_desk
from tests.journeys.house import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def open_door(*, is_lmtp: bool = False) -> Iterator[int]:
    ready, ports = threading.Event(), []
    loop = asyncio.new_event_loop()
    listener = doors.Listener(is_lmtp=is_lmtp)
    # The tests' database lives in one process; each thread of the door closes its own connection.
    real = listener.door._aside

    async def aside(function, *args):
        def closing(*values):
            try:
                return function(*values)
            finally:
                connection.close()

        return await real(closing, *args)

    listener.door._aside = aside

    def run() -> None:
        asyncio.set_event_loop(loop)
        ports.append(loop.run_until_complete(listener.open("127.0.0.1", 0)))
        ready.set()
        loop.run_forever()
        loop.run_until_complete(listener.close())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


@pytest.fixture(autouse=True)
def rested():
    accepting._resting_until = 0.0
    yield
    accepting._resting_until = 0.0


def test_a_letter_for_a_desk_is_taken_and_durable():
    make_desk()
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        refused = smtp.sendmail(CY, [ORDERS, "ORDERS+lamp@northmoor.example"], make_raw())

    assert refused == {}
    row = Delivery.objects.get()
    assert row.recipients == [ORDERS, "ORDERS+lamp@northmoor.example"]
    assert (row.envelope_from, row.source) == (CY, "door")
    assert spool.read(row.spool_name)[1] == make_raw()


def test_an_address_that_is_none_of_ours_is_refused_before_the_letter():
    make_desk()
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.helo()
        smtp.mail(CY)
        code, said = smtp.rcpt("nobody@northmoor.example")

    assert (code, said) == (550, b"5.1.1 Nobody here has this address")


def test_sealed_addresses_are_ours_and_forged_ones_are_not(settings):
    make_desk()
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    good = seals.reply_address(conversation=1, customer=1)
    back = seals.bounce_address(message=1, recipient=CY, sender=ORDERS)
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.helo()
        smtp.mail(CY)
        codes = [smtp.rcpt(a)[0] for a in (good, back, "reply@northmoor.example")]
        forged = smtp.rcpt(good.replace("+1.", "+2."))[0]

    assert codes == [250, 250, 250]
    assert forged == 550


def test_a_null_sender_is_heard():
    make_desk()
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.sendmail("", [ORDERS], make_raw())

    assert Delivery.objects.get().envelope_from == ""


def test_a_disk_that_fails_means_later(monkeypatch):
    make_desk()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool.blobs, "write_durably", full)
    with (
        open_door() as port,
        smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp,
        pytest.raises(smtplib.SMTPDataError) as caught,
    ):
        smtp.sendmail(CY, [ORDERS], make_raw())

    assert caught.value.smtp_code == 451
    assert not Delivery.objects.exists()


def test_while_the_database_is_away_known_addresses_go_on(monkeypatch):
    make_desk()
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.sendmail(CY, [ORDERS], make_raw())

        def down(*_: object, **__: object) -> None:
            raise OperationalError("down")

        monkeypatch.setattr(doors, "desk_addresses", down)
        monkeypatch.setattr(doors, "KNOWN_FOR_SECONDS", 0.0)
        monkeypatch.setattr(accepting, "put_down_all", down)
        smtp.sendmail(CY, [ORDERS], make_raw("Second"))
        smtp.mail(CY)
        unknown = smtp.rcpt("perhaps@northmoor.example")[0]

    monkeypatch.undo()
    # What the door asked last is fresh for a few seconds; later it can only say "try again".
    assert unknown in {451, 550}
    assert Delivery.objects.count() == 1
    from tests.cast import NOON

    assert accepting.sweep_spool(now=NOON) == 1


def test_a_door_that_never_knew_its_addresses_says_later(monkeypatch):
    def down(*_: object, **__: object) -> None:
        raise OperationalError("down")

    monkeypatch.setattr(doors, "desk_addresses", down)
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.helo()
        smtp.mail(CY)
        assert smtp.rcpt(ORDERS)[0] == 451


def test_a_letter_too_large_is_refused_as_such(monkeypatch):
    make_desk()
    monkeypatch.setattr(doors, "LARGEST_BYTES", 2000)
    with (
        open_door() as port,
        smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp,
        pytest.raises(smtplib.SMTPException),
    ):
        smtp.sendmail(CY, [ORDERS], make_raw("x" * 5000))

    assert not Delivery.objects.exists()


def test_lmtp_answers_once_for_each_recipient():
    make_desk("Orders")
    make_desk("Billing")
    with open_door(is_lmtp=True) as port, socket.create_connection(("127.0.0.1", port), 10) as peer:
        lines = peer.makefile("rb")

        def say(line: bytes) -> bytes:
            peer.sendall(line + b"\r\n")
            answer = lines.readline()
            while answer[3:4] == b"-":
                answer = lines.readline()
            return answer

        lines.readline()
        assert say(b"EHLO x").startswith(b"500")
        assert say(b"LHLO x").startswith(b"250")
        say(b"MAIL FROM:<cy@valdorra.example>")
        say(b"RCPT TO:<orders@northmoor.example>")
        assert say(b"RCPT TO:<nobody@northmoor.example>").startswith(b"550")
        say(b"RCPT TO:<billing@northmoor.example>")
        say(b"DATA")
        peer.sendall(make_raw() + b".\r\n")
        answers = [lines.readline(), lines.readline()]

    assert all(answer.startswith(b"250 ") for answer in answers)
    assert Delivery.objects.get().recipients == [ORDERS, "billing@northmoor.example"]


ENDS = [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n",
    b"\n\n.\n\n", b"\r\r\n.\r\r\n", b"\r\n\x00.\r\n", b"\r\n.\x00\r\n", b"\r\n.\x00\n",
    b"\r\n .\r\n", b"\r\n. \r\n", b"\r\n..\r\n", b"\r\n.\t\r\n", b"\x85.\x85", b"\xe2\x80\xa8.\r\n",
    b"\n.\r\r\n", b"\r\n.\r\r\n", b"\x0b.\x0b", b"\x0c.\r\n", b"\r\n=2E\r\n",
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_no_false_end_smuggles_a_second_letter(end: bytes):
    make_desk()
    smuggled = (
        b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<orders@northmoor.example>\r\nDATA\r\n"
        b"From: evil@x.example\r\n\r\nsmuggled\r\n.\r\n"
    )
    with open_door() as port, socket.create_connection(("127.0.0.1", port), 10) as peer:
        lines = peer.makefile("rb")
        lines.readline()
        for line in (
            b"HELO x",
            b"MAIL FROM:<cy@valdorra.example>",
            b"RCPT TO:<%s>" % ORDERS.encode(),
            b"DATA",
        ):
            peer.sendall(line + b"\r\n")
            lines.readline()
        peer.sendall(make_raw("first").rstrip(b"\r\n") + end + smuggled)
        lines.readline()
        peer.sendall(b"QUIT\r\n")
        lines.read()

    letters = [spool.read(row.spool_name)[1] for row in Delivery.objects.all()]
    assert len(letters) <= 1
    assert all(letter.startswith(b"From: Cy") for letter in letters)


def test_more_sessions_than_we_can_serve_are_told_to_wait(monkeypatch):
    monkeypatch.setattr(doors, "MOST_SESSIONS", 1)
    with (
        open_door() as port,
        smtplib.SMTP("127.0.0.1", port, timeout=10),
        socket.create_connection(("127.0.0.1", port), 10) as second,
    ):
        assert second.makefile("rb").readline().startswith(b"421 ")


def test_one_host_does_not_take_all_places_and_gives_back_what_it_had(monkeypatch):
    monkeypatch.setattr(doors, "MOST_OF_ONE_HOST", 1)
    monkeypatch.setattr(doors, "LOOPBACK", set())
    with open_door() as port:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as first:
            with socket.create_connection(("127.0.0.1", port), 10) as second:
                assert second.makefile("rb").readline().startswith(b"421 ")
            assert first.noop()[0] == 250
        wait_until(lambda: greeting_of(port).startswith(b"220 "))


def test_our_own_mail_server_may_have_all_places(monkeypatch):
    monkeypatch.setattr(doors, "MOST_OF_ONE_HOST", 1)
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=10):
        assert greeting_of(port).startswith(b"220 ")


def test_nobody_holds_a_place_for_ever(monkeypatch):
    monkeypatch.setattr(doors, "SESSION_SECONDS", 0.2)
    with open_door() as port, socket.create_connection(("127.0.0.1", port), 10) as peer:
        lines = peer.makefile("rb")
        assert lines.readline().startswith(b"220 ")
        assert lines.readline() == b""


def greeting_of(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as peer:
        return peer.makefile("rb").readline()


def test_the_greeting_tells_no_version():
    with open_door() as port, socket.create_connection(("127.0.0.1", port), 10) as peer:
        greeting = peer.makefile("rb").readline()

    assert greeting == b"220 kept.example Kept\r\n"
