"""The letter is read in a process that may die of it."""

import os
import signal

import pytest

from kept.mail.letter import Unreadable, jail
from kept.mail.letter.reading import read_letter
from tests.faults.worker import mail

PDF = (
    b"From: Mara Lind <mara@shop.example>\r\nTo: orders@northmoor.example\r\n"
    b"Subject: =?utf-8?q?Ein_gr=C3=BC=C3=9Fer?=\r\nDate: Tue, 24 Nov 2026 12:00:00 +0100\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSch\xc3\xb6n.\r\n"
    b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n"
)


@pytest.mark.parametrize("raw", [mail(7), PDF, b"", b"\x00" * 1000])
def test_what_comes_out_of_the_jail_is_what_went_in(raw: bytes):
    assert jail.jailed_read(raw) == read_letter(raw)


def test_a_worker_that_dies_costs_one_letter(monkeypatch):
    jail.jailed_read(mail(1))
    worker = jail._jail._idle[-1]
    os.kill(worker.process.pid, signal.SIGKILL)

    with pytest.raises(Unreadable, match="more time or memory"):
        jail.jailed_read(mail(2))
    assert jail.jailed_read(mail(3)).subject == "Lamp 3"


def test_a_worker_is_replaced_after_its_share(monkeypatch):
    monkeypatch.setattr(jail._jail, "uses", 1)
    jail.jailed_read(mail(1))
    first = jail._jail._idle[-1]
    jail.jailed_read(mail(2))

    assert first not in jail._jail._idle


def test_a_letter_that_eats_memory_is_unreadable(monkeypatch):
    monkeypatch.setattr(jail, "read_letter", lambda raw: bytearray(1 << 40))

    assert jail._answer(b"") == {"error": "Reading it took more memory than a letter may."}


def test_only_our_own_shapes_come_back():
    with pytest.raises(KeyError):
        jail.thaw({"is": "Popen", "args": "true"})
