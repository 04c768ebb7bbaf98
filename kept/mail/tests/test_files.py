"""Files of letters: looked at on a page of ours, saved under a safe name, scanned before either."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from kept.conversations.models import Attachment, Message
from kept.kit import blobs, clamd, clock
from kept.ledger.models import Event
from kept.mail import scanning
from kept.mail.models import ScanWanted
from kept.mail.tests.test_showing import attach, picture, sign_in
from kept.serving import doctor
from tests.cast import NOON, make_desk, make_member, make_message, make_owner

pytestmark = pytest.mark.django_db
INFECTED = b"X5O!P%@AP - not the real test file, but ours"


@pytest.fixture
def letter() -> Message:
    return make_message(desk=make_desk("Orders", make_member("ada")))


@pytest.fixture
def ada(letter) -> Client:
    return sign_in(make_member("ada"))


class Scanner(threading.Thread):
    """A clamd of our own on a socket: says what it found, and counts what it was asked."""

    def __init__(self, door: socket.socket) -> None:
        super().__init__(daemon=True)
        self.door = door
        self.seen: list[bytes] = []
        self.start()

    def run(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(told.read(4)):
                    content += told.read(size)
                self.seen.append(content)
                found = b"Test.Virus FOUND" if content == INFECTED else b"OK"
                line.sendall(b"stream: " + found + b"\0")

    def close(self) -> None:
        # Closing alone does not wake a thread that waits in `accept`.
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.join(2)


@pytest.fixture
def scanner(settings, tmp_path: Path) -> Iterator[Scanner]:
    cache.clear()
    path = tmp_path / "clamd"
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()
    settings.CLAMD = f"unix:{path}"
    one = Scanner(door)
    yield one
    one.close()


def looked_at(client: Client, file: Attachment) -> str:
    answer = client.get(f"/mail/file/{file.pk}/look/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_picture_is_shown_as_we_drew_it(ada, letter):
    page = looked_at(ada, attach(letter, picture(), "lamp.png"))
    (address,) = re.findall(r'src="(/mail/picture/[^"]+)"', page)

    answer = Client().get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "picture, drawn anew by us" in page


@pytest.mark.parametrize(
    ("content", "name", "charset", "shown"),
    [
        ("Grüße <b>x</b>".encode(), "a.txt", "UTF-8", "Grüße &lt;b&gt;x&lt;/b&gt;"),
        ("Viele Grüße aus Linz".encode("cp1252"), "a.txt", "CP1252", "Viele Grüße"),
        ("\ufeffGrüße".encode("utf-16-le"), "a.csv", "UTF-16", "Grüße"),
        (
            b"<script>alert(1)</script>",
            "page.html",
            "UTF-8",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
        ),
        (b"<svg onload='x()'/>", "a.svg", "UTF-8", "&lt;svg onload=&#x27;x()&#x27;/&gt;"),
    ],
)
def test_a_text_is_shown_as_text_and_its_charset_told(ada, letter, content, name, charset, shown):
    page = looked_at(ada, attach(letter, content, name))

    assert f"text, read as {charset}" in page
    assert shown in page
    assert "<script>alert" not in page


def test_of_a_long_text_the_beginning_is_shown(ada, letter):
    page = looked_at(ada, attach(letter, ("ä" * 200_000).encode() + b"END", "a.log"))

    assert "256 KiB" in page
    assert "UTF-8" in page
    assert "END" not in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7 x", "bill.pdf", "This PDF cannot be drawn here"),
        (b"PK\x03\x04", "table.xlsx", "There is no preview of such a file"),
        (b"", "empty.txt", "There is no preview of such a file"),
        (b"a\0b", "odd.txt", "There is no preview of such a file"),
    ],
)
def test_what_is_not_shown_says_so(ada, letter, content, name, words):
    page = looked_at(ada, attach(letter, content, name))

    assert words in page
    assert "<iframe" not in page


def test_a_program_in_disguise_is_named_by_its_last_ending(ada, letter):
    file = attach(letter, b"MZ", "bill\u202efdp.pdf.exe")

    page = looked_at(ada, file)
    thread = ada.get(f"/desk/all/{letter.conversation_id}/").content.decode()

    assert "By its ending, <b>.exe</b>, this is a program" in page
    assert "\u202e" not in page + thread


def test_files_of_a_conversation_stand_side_by_side(ada, letter):
    first = attach(letter, b"a", "a.txt")
    second = attach(letter, b"b", "b.txt")
    attach(letter, picture(), "inline.png", is_inline=True)

    assert f'data-key="ArrowRight" rel="next" href="/mail/file/{second.pk}/look/"' in looked_at(
        ada, first
    )
    page = looked_at(ada, second)
    assert f'data-key="ArrowLeft" rel="prev" href="/mail/file/{first.pk}/look/"' in page
    assert "ArrowRight" not in page


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", 'filename="passwd"'),
        ("bill\u202efdp.exe", 'filename="billfdp.exe"'),
        ("NUL.txt", 'filename="_NUL.txt"'),
        ("ü.txt", "filename*=utf-8''%C3%BC.txt"),
        ('a";x="b.html', 'filename="a_;x=_b.html"'),
    ],
    ids=ascii,
)
def test_a_file_is_saved_under_a_safe_name(ada, letter, name, saved):
    answer = ada.get(f"/mail/file/{attach(letter, b'x', name).pk}/")

    assert answer["Content-Disposition"] == f"attachment; {saved}"


def test_a_member_of_another_desk_looks_at_nothing(letter):
    file = attach(letter, b"CANARY", "a.txt")

    assert sign_in(make_member("bea")).get(f"/mail/file/{file.pk}/look/").status_code == 404


def test_a_file_is_scanned_once_before_it_is_shown_or_saved(ada, letter, scanner):
    file = attach(letter, b"clean words", "a.txt")

    assert "clean words" in looked_at(ada, file)
    assert ada.get(f"/mail/file/{file.pk}/").status_code == 200

    assert scanner.seen == [b"clean words"]


def test_an_infected_file_is_neither_shown_nor_given_out(ada, letter, scanner):
    file = attach(letter, INFECTED, "a.txt")
    before = Event.objects.count()

    page = looked_at(ada, file)
    assert "There is a virus in this file: <b>Test.Virus</b>" in page
    assert "not the real test file" not in page
    assert ada.get(f"/mail/file/{file.pk}/").status_code == 302
    assert ada.post(f"/mail/file/{file.pk}/", {"all_the_same": "yes"}).status_code == 403
    assert Event.objects.count() == before


def test_an_owner_who_says_so_takes_it_out(letter, scanner):
    odo = sign_in(make_owner())
    file = attach(letter, INFECTED, "a.txt")

    assert odo.get(f"/mail/file/{file.pk}/").status_code == 302
    assert odo.post(f"/mail/file/{file.pk}/").status_code == 302
    assert not Event.objects.filter(kind="file.taken").exists()
    answer = odo.post(f"/mail/file/{file.pk}/", {"all_the_same": "yes"})

    assert b"".join(answer.streaming_content) == INFECTED
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert Event.objects.get(kind="file.taken").facts == {
        "attachment": file.pk,
        "message": letter.pk,
    }


def test_a_picture_with_a_virus_is_not_even_drawn(ada, letter, scanner, monkeypatch):
    monkeypatch.setattr(f"{__name__}.INFECTED", picture())
    page = looked_at(ada, attach(letter, picture(), "clean.png"))
    assert "There is a virus" in page
    assert "/mail/picture/" not in page


def test_where_the_scanner_is_away_it_is_told_and_not_blocked(ada, letter, settings, tmp_path):
    cache.clear()
    settings.CLAMD = f"unix:{tmp_path / 'nobody'}"
    file = attach(letter, b"words", "a.txt")

    assert "The virus scanner does not answer" in looked_at(ada, file)
    assert ada.get(f"/mail/file/{file.pk}/").status_code == 302
    answer = ada.get(f"/mail/file/{file.pk}/?unseen=1")

    assert b"".join(answer.streaming_content) == b"words"


@pytest.fixture
def hanging(settings, tmp_path: Path, monkeypatch) -> Iterator[socket.socket]:
    """A scanner that takes whoever comes, and says nothing."""
    cache.clear()
    path = tmp_path / "hangs"
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()
    settings.CLAMD = f"unix:{path}"
    monkeypatch.setattr(scanning, "PAGE_SECONDS", 0.05)
    monkeypatch.setattr(clamd, "SECONDS", 0.05)
    yield door
    door.close()


def test_one_that_hangs_holds_no_page_and_the_worker_asks_it(ada, letter, hanging, settings):
    file = attach(letter, INFECTED, "a.txt")

    page = looked_at(ada, file)

    assert "nobody has looked at this file yet" in page
    assert ScanWanted.objects.get().sha256 == file.sha256
    # Whoever comes next does not even wait as long.
    hanging.close()
    assert "nobody has looked at this file yet" in looked_at(ada, file)
    assert ScanWanted.objects.count() == 1


def test_what_the_worker_hears_is_known_from_then_on(ada, letter, hanging, scanner):
    file = attach(letter, INFECTED, "a.txt")
    ScanWanted.objects.create(sha256=file.sha256, wanted_at=NOON, not_before=NOON)
    cache.clear()

    assert scanning.scan_wanted(now=NOON) == 1

    assert not ScanWanted.objects.exists()
    scanner.seen.clear()
    assert "There is a virus in this file" in looked_at(ada, file)
    assert scanner.seen == []


def test_the_worker_asks_again_for_a_day(letter, hanging):
    for content in (b"one", b"two"):
        digest = attach(letter, content, "a.txt").sha256
        ScanWanted.objects.create(sha256=digest, wanted_at=NOON, not_before=NOON)

    assert scanning.scan_wanted(now=NOON) == 0
    # One was asked for, and rests; nobody waits for the second in the same round.
    assert [one.not_before - NOON for one in ScanWanted.objects.order_by("pk")] == [
        timedelta(minutes=1),
        timedelta(0),
    ]
    scanning.scan_wanted(now=NOON + timedelta(hours=25))
    assert ScanWanted.objects.count() == 1


def test_a_large_file_is_left_to_the_worker(ada, letter, scanner, monkeypatch):
    monkeypatch.setattr(scanning, "LARGEST_ON_A_PAGE", 4)
    file = attach(letter, b"clean words", "a.txt")

    assert "nobody has looked at this file yet" in looked_at(ada, file)
    assert scanner.seen == []
    assert scanning.scan_wanted(now=clock.now()) == 1
    assert scanner.seen == [b"clean words"]
    assert "scanner" not in looked_at(ada, file)


def test_without_a_scanner_nothing_is_said_of_one(ada, letter):
    file = attach(letter, b"words", "a.txt")

    assert "scanner" not in looked_at(ada, file)
    assert ada.get(f"/mail/file/{file.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("answer", "found"),
    [(b"stream: OK\0", ""), (b"stream: Eicar-Test FOUND\0", "Eicar-Test"), (b"stream: OK\n", "")],
)
def test_what_the_scanner_says_is_understood(tmp_path, answer, found):
    with answering(tmp_path, answer) as at:
        digest = blobs.put(b"x")
        assert clamd.scan(blobs.path_of(digest), at=at).found == found


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: something else\0",
        b"\0",
        b"x" * 9000,
    ],
)
def test_a_scanner_that_makes_no_sense_has_not_answered(tmp_path, answer):
    with answering(tmp_path, answer) as at, pytest.raises(clamd.NoAnswer):
        clamd.scan(blobs.path_of(blobs.put(b"x")), at=at)


@pytest.mark.parametrize(("answer", "is_there"), [(b"PONG\0", True), (b"no\0", False)])
def test_whether_the_scanner_is_there(tmp_path, settings, answer, is_there):
    with answering(tmp_path, answer, listens_for=6) as settings.CLAMD:
        (told,) = doctor._scanner()

    assert told.is_well is is_there


@pytest.mark.parametrize("at", ["evil.example:3310", "10.0.0.1:3310", "3310", "127.0.0.1:x", ""])
def test_no_scanner_on_another_machine_is_asked(at):
    with pytest.raises(ValueError, match="this machine"):
        clamd.place_of(at)


class answering:  # noqa: N801
    """Whoever connects hears `answer`, whatever they say."""

    def __init__(self, folder: Path, answer: bytes, *, listens_for: int = 10 + 4 + 1 + 4) -> None:
        self.listens_for = listens_for
        self.path = folder / "odd"
        self.answer = answer
        self.door = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> str:
        self.door.bind(str(self.path))
        self.door.listen()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return f"unix:{self.path}"

    def _serve(self) -> None:
        line, _ = self.door.accept()
        with line, line.makefile("rb") as told:
            told.read(self.listens_for)
            line.sendall(self.answer)

    def __exit__(self, *_: object) -> None:
        self.thread.join(2)
        self.door.close()
