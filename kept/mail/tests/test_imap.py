"""Fetching from a real Dovecot: all of it, once, and nothing changed there."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from kept.conversations.models import Message
from kept.kit.outbound import Answer
from kept.kit.sealing import seal, unseal
from kept.mail import filing, imap, signing_in
from kept.mail.models import Delivery, Mailbox
from kept.mail.tests.dovecot import PASSWORD, USER, Dovecot, dovecot, is_here, make_token
from kept.mail.tests.make import make_raw
from tests.cast import NOON, make_desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not is_here(),
        reason="DOVECOT IS MISSING, so nothing was shown about IMAP: apt install dovecot-imapd",
    ),
]
LATER = NOON + timedelta(minutes=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    # Sockets have short paths, so not below pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="kept-imap-"))
    try:
        with dovecot(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mailbox(server: Dovecot) -> Iterator[Mailbox]:
    server.empty()
    yield Mailbox.objects.create(
        desk=make_desk(),
        host="127.0.0.1",
        port=server.port,
        security="NONE",
        user=USER,
        sealed_secret=seal(PASSWORD),
    )
    imap.close_all()


def fetch(mailbox: Mailbox, *, now=NOON) -> int:
    mailbox.refresh_from_db()
    fetched = imap.fetch_mailbox(mailbox, now=now)
    mailbox.refresh_from_db()
    return fetched


def test_new_mail_is_fetched_once_and_left_as_it_was(server, mailbox):
    server.deliver(make_raw("One", message_id="1@x"))
    server.deliver(make_raw("Two", message_id="2@x"))

    assert fetch(mailbox) == 2
    assert fetch(mailbox) == 0
    server.deliver(make_raw("Three", message_id="3@x"))
    assert fetch(mailbox) == 1

    keys = list(Delivery.objects.order_by("pk").values_list("source_key", flat=True))
    validity = mailbox.uid_validity
    assert keys == [f"imap:{mailbox.pk}:{validity}:{uid}" for uid in (1, 2, 3)]
    assert (mailbox.problem, mailbox.fetched_at, mailbox.last_uid) == ("", NOON, 3)
    assert not any("S" in flags for flags in server.flags())


def test_a_fetched_letter_arrives_at_the_mailbox_desk(server, mailbox):
    server.deliver(make_raw("Hello\n.\nthere", to="hidden@lists.example"))
    fetch(mailbox)

    assert filing.file_due(now=NOON) == 1

    message = Message.objects.get()
    assert message.text == "Hello\n.\nthere"
    assert message.conversation.desk == mailbox.desk


def test_a_crash_before_we_remember_costs_a_second_look_and_no_second_letter(server, mailbox):
    server.deliver(make_raw())
    fetch(mailbox)
    Mailbox.objects.update(last_uid=0)

    assert fetch(mailbox) == 1

    assert Delivery.objects.count() == 1


def test_new_numbers_for_the_old_mail_show_nothing_twice(server, mailbox):
    for n in range(3):
        server.deliver(make_raw(f"Letter {n}", message_id=f"{n}@x"))
    fetch(mailbox)
    filing.file_due(now=NOON)
    before = mailbox.uid_validity
    imap.close_all()
    server.renumber()

    assert fetch(mailbox) == 3
    filing.file_due(now=LATER)

    assert mailbox.uid_validity != before
    assert Message.objects.count() == 3
    states = Delivery.objects.values_list("state", flat=True).order_by("pk")
    assert list(states) == ["FILED"] * 3 + ["DUPLICATE"] * 3


def test_nothing_counts_as_fetched_where_it_could_not_be_stored(server, mailbox, monkeypatch):
    server.deliver(make_raw("One", message_id="1@x"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kept.kit.blobs.write_durably", full)
    fetch(mailbox)
    assert (mailbox.last_uid, mailbox.failures) == (0, 1)
    assert "No space left" in mailbox.problem
    monkeypatch.undo()

    assert fetch(mailbox, now=LATER) == 1
    assert (mailbox.problem, mailbox.failing_since, mailbox.failures) == ("", None, 0)


def test_a_letter_deleted_meanwhile_stops_nothing(server, mailbox, monkeypatch):
    server.deliver(make_raw("One", message_id="1@x"))
    real = imap._new_uids
    monkeypatch.setattr(imap, "_new_uids", lambda *args: [*real(*args), 77, 78])

    assert fetch(mailbox) == 3

    assert Delivery.objects.count() == 1


def test_mail_from_before_the_mailbox_was_added_stays_where_it_is(server, mailbox):
    server.deliver(make_raw())
    # The server dates a mail by its own clock, which is far behind this day.
    Mailbox.objects.update(since="2096-01-01")

    assert fetch(mailbox) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sealed_secret": "x"}, "The password was sealed with a key that is gone."),
        ({"folder": "Nowhere"}, "There is no folder 'Nowhere' in this mailbox."),
        ({"port": 1}, "Nothing answers at 127.0.0.1:1."),
        ({"security": "TLS"}, "does not speak TLS"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_in_plain_words_and_the_mailbox_rests(mailbox, wrong, words):
    Mailbox.objects.update(**wrong)

    assert fetch(mailbox) == 0

    assert words in mailbox.problem
    assert (mailbox.failing_since, mailbox.failures) == (NOON, 1)
    assert mailbox.not_before == NOON + timedelta(seconds=15)
    assert not Mailbox.objects.due(now=NOON).exists()
    assert words in imap.problem_with(mailbox, now=NOON)


def test_a_wrong_password_is_named_and_not_told(mailbox):
    Mailbox.objects.update(sealed_secret=seal("wrong-CANARY"))

    fetch(mailbox)

    assert mailbox.problem == "The server refuses this user or password."


@pytest.fixture
def provider(monkeypatch) -> list[dict[str, str]]:
    """Gives tokens that Dovecot takes; the forms it was asked with."""
    asked: list[dict[str, str]] = []

    def give(url: str, *, form: dict[str, str], **_: object) -> Answer:
        asked.append({"url": url, **form})
        told = {"access_token": make_token(), "expires_in": 3600, "refresh_token": "the next one"}
        return Answer(200, "application/json", json.dumps(told).encode())

    monkeypatch.setattr(signing_in, "fetch", give)
    return asked


@pytest.fixture
def oauth_mailbox(mailbox: Mailbox) -> Mailbox:
    stored = {"client_secret": "of the client", "refresh_token": "the first one"}
    mailbox.auth = Mailbox.Auth.XOAUTH2
    mailbox.token_url, mailbox.client_id = "https://provider.example/token", "kept"
    mailbox.sealed_secret = seal(json.dumps(stored))
    mailbox.save()
    return mailbox


def test_a_mailbox_opens_with_a_token_of_its_provider(server, oauth_mailbox, provider):
    server.deliver(make_raw("One", message_id="1@x"))

    assert fetch(oauth_mailbox) == 1
    assert fetch(oauth_mailbox, now=LATER) == 0

    # One token lasts for both; the provider's new refresh token replaces the one we had.
    assert [(one["url"], one["refresh_token"]) for one in provider] == [
        ("https://provider.example/token", "the first one")
    ]
    stored = json.loads(unseal(oauth_mailbox.sealed_secret))
    assert stored == {"client_secret": "of the client", "refresh_token": "the next one"}


def test_a_mailbox_connected_anew_uses_no_token_of_before(server, oauth_mailbox, provider):
    fetch(oauth_mailbox)
    oauth_mailbox.refresh_from_db()
    stored = json.loads(unseal(oauth_mailbox.sealed_secret))
    Mailbox.objects.update(sealed_secret=seal(json.dumps(stored | {"refresh_token": "another"})))

    fetch(oauth_mailbox, now=LATER)

    assert [one["refresh_token"] for one in provider] == ["the first one", "another"]


def test_a_token_the_server_does_not_take_is_named(server, oauth_mailbox, provider, monkeypatch):
    server.deliver(make_raw("One", message_id="1@x"))
    forged = make_token(key=b"another key altogether, and a long one")
    monkeypatch.setattr(
        signing_in,
        "fetch",
        lambda *_, **__: Answer(
            200, "application/json", json.dumps({"access_token": forged}).encode()
        ),
    )

    assert fetch(oauth_mailbox) == 0

    assert oauth_mailbox.problem != ""
    assert forged not in oauth_mailbox.problem
    assert Delivery.objects.count() == 0


def test_pauses_grow_while_it_fails(mailbox):
    Mailbox.objects.update(port=1)
    now, pauses = NOON, []
    for _ in range(8):
        fetch(mailbox, now=now)
        pauses.append((mailbox.not_before - now).total_seconds())
        now = mailbox.not_before

    assert pauses == [15, 30, 60, 120, 300, 600, 600, 600]
    assert mailbox.failing_since == NOON


def test_a_connection_that_was_cut_is_made_anew(server, mailbox):
    server.deliver(make_raw("One", message_id="1@x"))
    fetch(mailbox)
    imap._open[mailbox.pk].box.client.sock.shutdown(2)
    server.deliver(make_raw("Two", message_id="2@x"))

    assert fetch(mailbox) == 1
    assert mailbox.problem == ""


def test_a_connection_that_works_is_said_to(mailbox):
    assert imap.problem_with(mailbox, now=NOON) == ""


def test_only_mailboxes_that_are_on_and_rested_have_their_turn(server, mailbox):
    server.deliver(make_raw())
    Mailbox.objects.update(is_on=False)
    assert imap.fetch_due(now=NOON) == 0
    Mailbox.objects.update(is_on=True, not_before=LATER)
    assert imap.fetch_due(now=NOON) == 0
    assert imap.fetch_due(now=LATER) == 1


def test_mail_is_never_fetched_inside_a_transaction(mailbox):
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        imap.fetch_mailbox(mailbox, now=NOON)
