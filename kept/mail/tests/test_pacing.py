"""Not more at once to one house than it likes, and patience where it asks for it."""

from datetime import timedelta

import pytest

from kept.mail import posts
from kept.mail.models import DomainPace, Outgoing
from kept.mail.outbox import queue
from kept.mail.rules import pause_after, refusal_in_words
from kept.mail.sender import send_due
from kept.mail.tests.make import Script, smtp_server
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 3.0)


def make_copies(count: int, domain: str = "valdorra.example") -> list[Outgoing]:
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    message = make_reply(
        conversation, by=ada, cc=[f"c{number}@{domain.title()}" for number in range(count)]
    )
    message.to = []
    message.save(update_fields=["to"])
    return queue(message, now=NOON)


def send(script: Script, settings, *, now=NOON) -> int:
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        return send_due(now=now, at_most=100)


def test_so_many_in_one_go_and_the_rest_after_a_while(settings):
    settings.DOMAIN_BURST = 3
    make_copies(7)
    other = make_copies(1, "other.example")[0]
    script = Script()

    assert send(script, settings) == 4
    other.refresh_from_db()
    assert other.state == "SENT"
    assert send(script, settings, now=NOON + 5 * SECOND) == 0
    assert send(script, settings, now=NOON + 12 * SECOND) == 3
    assert send(script, settings, now=NOON + 25 * SECOND) == 1
    assert len(script.taken) == 8


def test_without_a_limit_all_leave_at_once(settings):
    settings.DOMAIN_BURST = 0
    make_copies(25)

    assert send(Script(), settings) == 25


@pytest.mark.parametrize("answer", ["450 4.2.1 too fast", "421 4.7.0 try later"])
def test_a_domain_that_asks_for_patience_gets_nothing_for_a_while(settings, answer):
    make_copies(3)
    other = make_copies(1, "other.example")[0]
    script = Script({"rcpt": [answer]})

    assert send(script, settings) == 2
    states = list(Outgoing.objects.order_by("pk").values_list("state", "domain"))
    assert states == [
        ("RETRY", "valdorra.example"), ("READY", "valdorra.example"),
        ("READY", "valdorra.example"), ("SENT", "other.example"),
    ]  # fmt: skip
    assert DomainPace.objects.get(domain="valdorra.example").rests_until > NOON + 119 * SECOND
    assert send(script, settings, now=NOON + 60 * SECOND) == 0
    assert send(script, settings, now=NOON + 125 * SECOND) == 3
    other.refresh_from_db()
    assert len(script.taken) == 4


def test_another_refusal_for_now_concerns_one_letter_alone(settings):
    make_copies(2)

    assert send(Script({"rcpt": ["451 greylisted"]}), settings) == 2
    assert list(Outgoing.objects.order_by("pk").values_list("state", flat=True)) == [
        "RETRY",
        "SENT",
    ]


def test_letters_put_off_together_do_not_come_back_together():
    pauses = {pause_after(3, spread=pk) for pk in range(1, 50)}

    assert len(pauses) > 30
    assert min(pauses) >= timedelta(minutes=10)
    assert max(pauses) <= timedelta(minutes=12)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("5.7.26 unauthenticated mail", "SPF, DKIM and DMARC"),
        ("Message failed DMARC policy", "SPF, DKIM and DMARC"),
        ("Your host is listed at Spamhaus", "list of senders of spam"),
        ("5.7.1 rejected", "for its own rules"),
        ("5.2.2 over quota", "Their mailbox is full"),
        ("5.3.4 too big", "too large"),
    ],
)
def test_a_refusal_says_what_to_do(said, words):
    assert words in refusal_in_words(550, said)
