"""Twelve stages of handing a letter over, eight faults at each: never lost, never blindly twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from kept.ledger.models import Event
from kept.mail import posts, sender
from kept.mail.models import MessageId, Outgoing
from kept.mail.outbox import queue
from kept.mail.sender import send_due
from kept.mail.tests.stages import FAULTS, STAGES, failing_at, make_certificate
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)

OURS = {"greeting", "EHLO", "STARTTLS", "EHLO over TLS", "AUTH"}
"""Stages at which our own way out is closed, which is no letter's fault."""
SAID_LATER = {"4xx", "421"}
UNHEARD = {"hangs up", "silent", "garbage", "half a line"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch, certificate):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 0.25)
    monkeypatch.setattr(posts, "LAST_TIMEOUT_SECONDS", 0.25)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def two_copies() -> list[Outgoing]:
    """Two letters, so that what goes wrong with one is seen to leave the other alone."""
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    return [
        copy
        for text in ("The first.", "The second.")
        for copy in queue(make_reply(make_conversation(desk=desk), text, by=ada), now=NOON)
    ]


def expected(stage: str, fault: str) -> tuple[str, str]:
    """The state of the letter at fault after that round, and where it ends."""
    if fault == "many lines" or stage == "QUIT":
        return "SENT", "SENT"
    if stage in OURS:
        return "RETRY", "SENT"
    if fault == "5xx":
        return "FAILED", "FAILED"
    if stage.startswith("last line") and fault in UNHEARD:
        return "IN_DOUBT", "IN_DOUBT"
    return "RETRY", "SENT"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("stage", STAGES)
def test_a_letter_is_sent_or_its_end_is_known(settings, certificate, stage: str, fault: str):
    copies = two_copies()
    at_fault, other = copies if stage != "RCPT of the next" else reversed(copies)
    after, at_last = expected(stage, fault)

    with failing_at(stage, fault, certificate=certificate) as server:
        settings.SMTP_URL = server.url
        send_due(now=NOON)
        at_fault.refresh_from_db()
        assert (at_fault.state, server.is_spent) == (after, True), at_fault.answer
        if stage in OURS and after == "RETRY":
            assert at_fault.tries == 0
        for days in range(1, 7):
            sender._resting_until = 0.0
            send_due(now=NOON + timedelta(days=days) - HOUR)

    for copy in copies:
        copy.refresh_from_db()
    assert (at_fault.state, other.state) == (at_last, "SENT")
    taken = Counter(message_id for _recipient, message_id in server.taken)
    assert taken[own_id(other)] == 1
    assert taken[own_id(at_fault)] == times_taken(stage, fault, at_last)
    kinds = Counter(Event.objects.filter(kind__startswith="mail.").values_list("kind", flat=True))
    ends = {"SENT": "mail.sent", "FAILED": "mail.refused", "IN_DOUBT": "mail.in_doubt"}
    assert kinds == Counter([ends[at_last], "mail.sent"])


def times_taken(stage: str, fault: str, at_last: str) -> int:
    if stage != "last line, taken":
        return int(at_last == "SENT")
    # A server that keeps what it said no to is believed: it is asked again, with the same letter.
    return 2 if fault in SAID_LATER else 1


def own_id(copy: Outgoing) -> str:
    return MessageId.objects.get(message=copy.message_id).value


@pytest.mark.parametrize("outage", [timedelta(hours=48), timedelta(days=30)], ids=str)
def test_an_outage_loses_nothing(settings, certificate, outage: timedelta):
    """After two days all is sent; after thirty all is said to have failed, and nothing is gone."""
    copies = two_copies()
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    now = NOON
    while now < NOON + outage:
        sender._resting_until = 0.0
        send_due(now=now)
        now += HOUR * 7
    with failing_at("", "", certificate=certificate) as server:
        settings.SMTP_URL = server.url
        sender._resting_until = 0.0
        send_due(now=now)

    for copy in copies:
        copy.refresh_from_db()
    if outage < sender.GIVE_UP_AFTER:
        assert {copy.state for copy in copies} == {"SENT"}
        assert len(server.taken) == 2
    else:
        assert {copy.state for copy in copies} == {"FAILED"}
        assert all(copy.answer.startswith("We tried for five days.") for copy in copies)
        assert Event.objects.filter(kind="mail.refused").count() == 2
