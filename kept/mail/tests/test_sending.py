"""Out of the house: never lost, never blindly twice, and doubt is shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import actions, posts, sender
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.sender import claim, release_leases, send_due
from kept.mail.tests.make import CY, Script, smtp_server
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 3.0)
    monkeypatch.setattr(posts, "LAST_TIMEOUT_SECONDS", 3.0)


def make_copy() -> Outgoing:
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    (copy,) = queue(make_reply(conversation, by=ada), now=NOON)
    return copy


def send(script: Script, settings, *, now=NOON) -> int:
    sender._resting_until = 0.0
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        return send_due(now=now)


def kinds() -> list[str]:
    events = Event.objects.filter(kind__startswith="mail.").order_by("pk")
    return list(events.values_list("kind", flat=True))


def test_a_letter_goes_out_whole_and_once(settings):
    copy = make_copy()
    script = Script()

    assert send(script, settings) == 1
    assert send(script, settings, now=NOON + HOUR) == 0

    copy.refresh_from_db()
    ((envelope_from, recipient, content),) = script.taken
    assert (envelope_from, recipient) == ("orders@northmoor.example", CY)
    from kept.kit import blobs

    assert content == blobs.get(copy.sha256)
    assert (copy.state, copy.lease_holder, copy.lease_until) == ("SENT", "", None)
    assert copy.sent_at
    assert kinds() == ["mail.sent"]


def test_a_domain_in_other_letters_is_written_to_in_those_of_dns(settings):
    """Servers that take no others are most, and theirs need not."""
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    reply = make_reply(conversation, by=ada)
    reply.to = ["cy@bücher.example"]
    reply.save(update_fields=["to"])
    (copy,) = queue(reply, now=NOON)
    script = Script()

    assert send(script, settings) == 1

    copy.refresh_from_db()
    ((_, recipient, content),) = script.taken
    assert recipient == "cy@xn--bcher-kva.example"
    assert b"\r\nTo: cy@xn--bcher-kva.example\r\n" in content
    assert (copy.state, copy.recipient) == ("SENT", "cy@bücher.example")
    assert copy.domain == "xn--bcher-kva.example"


def test_several_letters_take_one_connection(settings):
    for _ in range(3):
        make_copy()
    script = Script()

    assert send(script, settings) == 3
    assert (len(script.taken), script.sessions) == (3, 1)


def test_lines_that_begin_with_a_dot_arrive_as_they_are(settings):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    queue(make_reply(conversation, ".\n..two\n.three", by=ada), now=NOON)
    script = Script()

    send(script, settings)

    assert b"\r\n.\r\n..two\r\n.three\r\n" in script.taken[0][2]


def test_without_a_way_out_letters_wait(settings):
    copy = make_copy()
    settings.SMTP_URL = ""

    assert send_due(now=NOON) == 0

    copy.refresh_from_db()
    assert (copy.state, copy.tries) == ("READY", 0)


STAGES = ["mail", "rcpt", "data", "dot"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_refusal_for_now_is_tried_again_later(settings, stage: str):
    copy = make_copy()
    script = Script({stage: ["451 4.7.1 greylisted"]})

    assert send(script, settings) == 1
    copy.refresh_from_db()
    assert (copy.state, copy.tries) == ("RETRY", 1)
    assert copy.answer == "Their server asks us to try later. (451 4.7.1 greylisted)"
    assert copy.not_before > NOON
    assert script.taken == []
    assert send(script, settings, now=NOON + timedelta(seconds=30)) == 0

    assert send(script, settings, now=NOON + HOUR) == 1
    copy.refresh_from_db()
    assert copy.state == "SENT"
    assert len(script.taken) == 1


@pytest.mark.parametrize("stage", STAGES)
def test_a_refusal_for_good_is_final_and_said_in_plain_words(settings, stage: str):
    copy = make_copy()
    script = Script({stage: ["550 5.1.1 no such user"]})

    assert send(script, settings) == 1
    assert send(script, settings, now=NOON + HOUR) == 0

    copy.refresh_from_db()
    assert copy.state == "FAILED"
    assert copy.answer == (
        "There is no such address. Check the spelling or ask for another one. "
        "(550 5.1.1 no such user)"
    )
    assert kinds() == ["mail.refused"]
    assert Event.objects.get(kind="mail.refused").facts["code"] == 550


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("fault", ["drop", "garbage", "421 going down"])
def test_a_connection_that_breaks_before_the_last_line_costs_nothing(settings, stage, fault):
    copy = make_copy()
    script = Script({stage: [fault]})

    assert send(script, settings) == 1
    copy.refresh_from_db()
    assert copy.state == "RETRY"

    send(script, settings, now=NOON + HOUR)
    copy.refresh_from_db()
    assert (copy.state, len(script.taken)) == ("SENT", 1)


@pytest.mark.parametrize("fault", ["drop", "swallow", "garbage", "354 what"])
def test_silence_after_the_last_line_is_doubt_and_nothing_is_repeated(settings, fault: str):
    copy = make_copy()
    script = Script({"dot": [fault]})

    assert send(script, settings) == 1
    for days in range(6):
        assert send(script, settings, now=NOON + timedelta(days=days)) == 0

    copy.refresh_from_db()
    assert copy.state == "IN_DOUBT"
    assert "may or may not have arrived" in copy.answer
    assert len(script.taken) == (1 if fault == "swallow" else 0)
    assert kinds() == ["mail.in_doubt"]


@pytest.mark.parametrize("fault", ["drop", "garbage", "554 go away", "421 busy"])
def test_a_server_that_does_not_greet_us_counts_against_no_letter(settings, fault: str):
    copy = make_copy()
    script = Script({"greeting": [fault]})

    assert send(script, settings) == 0

    copy.refresh_from_db()
    assert (copy.state, copy.tries) == ("RETRY", 0)
    assert copy.answer.startswith("Our mail server cannot be reached")
    send(script, settings, now=NOON + timedelta(minutes=2))
    copy.refresh_from_db()
    assert copy.state == "SENT"


def test_nobody_listening_counts_against_no_letter(settings):
    copy = make_copy()
    settings.SMTP_URL = "smtp://127.0.0.1:1"

    send_due(now=NOON)

    copy.refresh_from_db()
    assert (copy.state, copy.tries) == ("RETRY", 0)


def test_pauses_grow_and_after_five_days_we_give_up(settings):
    copy = make_copy()
    script = Script({"rcpt": ["451 later"] * 1000})
    pauses, now = [], NOON
    while True:
        send(script, settings, now=now)
        copy.refresh_from_db()
        if copy.state == "FAILED":
            break
        pauses.append(copy.not_before - now)
        now = copy.not_before

    # Each a little longer than the last time, and by a share that is every letter's own.
    for pause, minutes in zip(pauses, [1, 3, 10, 30, 60, 120, 240, 240], strict=False):
        least = timedelta(minutes=minutes)
        # What the talk with their server took of this machine's time comes on top.
        assert least <= pause <= 1.2 * least + timedelta(seconds=5)
    assert timedelta(days=5) <= now - NOON < timedelta(days=5, hours=5)
    assert copy.answer.startswith("We tried for five days.")
    assert kinds() == ["mail.refused"]


def test_whoever_dies_before_the_last_line_has_sent_nothing(settings):
    copy = make_copy()
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    assert claim(now=NOON)
    assert claim(now=NOON) is None

    assert release_leases(now=NOON + timedelta(minutes=4)) == 0
    assert release_leases(now=NOON + timedelta(minutes=6)) == 1

    copy.refresh_from_db()
    assert (copy.state, copy.lease_holder) == ("READY", "")


def test_whoever_dies_after_the_last_line_leaves_a_doubt(settings):
    copy = make_copy()
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    claim(now=NOON)
    Outgoing.objects.update(state="HANDED", lease_until=NOON + timedelta(minutes=5))

    assert release_leases(now=NOON + timedelta(minutes=6)) == 1

    copy.refresh_from_db()
    assert copy.state == "IN_DOUBT"
    assert kinds() == ["mail.in_doubt"]
    assert release_leases(now=NOON + HOUR) == 0


def test_a_lost_lease_stops_the_letter_before_its_last_line(settings, monkeypatch):
    copy = make_copy()
    script = Script()
    real = posts._send_content

    def slow(smtp, raw):
        real(smtp, raw)
        # Meanwhile another worker took the copy for abandoned.
        Outgoing.objects.update(state="CLAIMED", lease_holder="somebody else")

    monkeypatch.setattr(posts, "_send_content", slow)
    send(script, settings)

    copy.refresh_from_db()
    assert script.taken == []
    assert (copy.state, copy.lease_holder) == ("CLAIMED", "somebody else")


@pytest.mark.django_db(transaction=True)
def test_handed_is_on_the_disk_before_the_last_line_leaves(settings):
    make_copy()
    script = Script()

    def state() -> str:
        try:
            return Outgoing.objects.values_list("state", flat=True).get()
        finally:
            connection.close()

    with smtp_server(script, before_dot_answer=state) as url:
        settings.SMTP_URL = url
        send_due(now=NOON)

    assert script.at_dot == ["HANDED"]


def test_mail_is_never_sent_inside_a_transaction(settings):
    make_copy()
    with smtp_server(Script()) as url, transaction.atomic():
        settings.SMTP_URL = url
        with pytest.raises(RuntimeError, match="transaction"):
            send_due(now=NOON)


def test_a_doubtful_copy_goes_out_once_more_when_a_member_asks(settings):
    copy = make_copy()
    ada, bea = make_member("ada"), make_member("bea")
    script = Script({"dot": ["swallow", "swallow"]})
    send(script, settings)
    copy.refresh_from_db()

    with pytest.raises(NotAllowed):
        actions.send_again(copy, by=bea, now=NOON)
    copy = actions.send_again(copy, by=ada, now=NOON)
    assert copy.state == "READY"
    assert send(script, settings, now=NOON + timedelta(minutes=5)) == 0
    assert send(script, settings, now=NOON + timedelta(minutes=11)) == 1

    copy.refresh_from_db()
    assert copy.state == "IN_DOUBT"
    assert script.taken[0] == script.taken[1]
    with pytest.raises(actions.SentAgainAlready):
        actions.send_again(copy, by=ada, now=NOON)
    assert kinds() == ["mail.in_doubt", "mail.sent_again", "mail.in_doubt"]


def test_what_is_in_no_doubt_is_not_repeated(settings):
    copy = make_copy()
    send(Script(), settings)

    with pytest.raises(actions.NotInDoubt):
        actions.send_again(copy, by=make_member("ada"), now=NOON)


def test_the_demo_writes_letters_into_a_folder_once(settings, tmp_path: Path):
    copy = make_copy()
    settings.SMTP_URL = (tmp_path / "out").as_uri()

    assert send_due(now=NOON) == 1
    Outgoing.objects.update(state="READY")
    assert send_due(now=NOON) == 1

    (path,) = (tmp_path / "out").glob("*.eml")
    from kept.kit import blobs

    assert path.read_bytes() == blobs.get(copy.sha256)


@pytest.mark.parametrize("url", ["http://x", "smtp://", "file://other/folder", "nonsense"])
def test_a_way_out_that_makes_no_sense_is_named(url: str):
    with pytest.raises(posts.BadPost, match="KEPT_SMTP_URL"):
        posts.post_for(url, now=NOON)


def test_a_password_is_not_sent_in_clear_to_another_machine(settings, monkeypatch):
    copy = make_copy()
    monkeypatch.setattr(posts, "_LOOPBACK", set())
    script = Script()
    with smtp_server(script) as url:
        settings.SMTP_URL = url.replace("smtp://", "smtp://ada:secret@")
        send_due(now=NOON)

    copy.refresh_from_db()
    assert copy.state == "RETRY"
    assert "not sent in clear" in copy.answer
    assert "secret" not in copy.answer
