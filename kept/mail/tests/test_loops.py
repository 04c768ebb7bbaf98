"""What may leave by itself, and how often: judged by the letter's own mark, at the one way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kept.ledger.models import Event
from kept.mail import loops, seals
from kept.mail.models import AutomaticMail, HeldMail
from kept.mail.rendering import OutgoingLetter, render
from kept.mail.sender import How, open_post
from kept.mail.tests.make import ORDERS, file_now, make_raw
from tests.cast import NOON, make_desk, make_member

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRANGER = "robot@valdorra.example"


@dataclass(frozen=True)
class Parcel:
    recipient: str = STRANGER
    label: str = "notice-000001"
    envelope_from: str = "notices@northmoor.example"


LETTER = OutgoingLetter(
    message_id="n1.x@northmoor.example",
    sender_name="Kept",
    sender="notices@northmoor.example",
    reply_to="",
    to=(STRANGER,),
    cc=(),
    subject="Due soon",
    at=NOON,
    text="Call Cy.",
    is_automatic=True,
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.SMTP_URL = f"file://{tmp_path}/sent"
    return tmp_path / "sent"


def send(
    to: str = STRANGER, label: str = "notice-000001", *, now: datetime = NOON, **more: object
) -> How:
    parcel = Parcel(recipient=to, label=label)
    raw = render(replace(LETTER, to=(to,), **more))
    return open_post(now=now).send(parcel, raw, lambda: True).how


def test_whoever_asked_for_nothing_gets_one_automatic_mail_a_day(folder):
    assert send(label="a") == How.SENT
    assert send(label="b", now=NOON + HOUR) == How.HELD
    assert send(label="c", now=NOON + DAY) == How.SENT
    assert send(label="d", now=NOON + DAY + HOUR) == How.HELD

    assert len(list(folder.iterdir())) == 2
    assert [(held.label, held.why) for held in HeldMail.objects.order_by("pk")] == [
        ("b", "NOBODY"),
        ("d", "NOBODY"),
    ]


def test_the_address_counts_however_it_is_written():
    assert send("Robot@Valdorra.example", label="a") == How.SENT
    assert send("robot@valdorra.EXAMPLE", label="b") == How.HELD


def test_a_letter_that_is_tried_again_has_had_its_turn():
    assert [send(now=NOON + n * HOUR) for n in range(3)] == [How.SENT] * 3
    assert AutomaticMail.objects.get().taken == 1


def test_one_that_was_held_is_written_down_once():
    send(label="a")
    assert [send(label="b") for _ in range(3)] == [How.HELD] * 3

    held = HeldMail.objects.get()
    assert Event.objects.get(kind="mail.held").facts == {"held": held.pk, "why": "NOBODY"}


def test_what_a_person_wrote_is_no_matter_of_this():
    for label in "abc":
        assert send(label=label, is_automatic=False) == How.SENT
    assert not AutomaticMail.objects.exists()


def test_a_member_who_signs_in_gets_their_notices_up_to_a_ceiling(monkeypatch):
    monkeypatch.setattr(loops, "MOST_A_DAY", 3)
    ada = make_member("ada").email

    assert [send(ada, label) for label in "abcd"] == [How.SENT] * 3 + [How.HELD]
    assert HeldMail.objects.get().why == "MANY"
    assert send(ada, "e", now=NOON + DAY) == How.SENT


@pytest.mark.parametrize(
    "more", [{"last_login": None}, {"last_login": NOON - 46 * DAY}, {"is_active": False}]
)
def test_one_who_never_does_gets_one(more):
    bea = make_member("bea", **more).email

    assert [send(bea, label) for label in "ab"] == [How.SENT, How.HELD]


def test_our_own_desk_gets_one_unless_somebody_works_by_its_address():
    make_desk("Orders")

    assert [send(ORDERS, label) for label in "ab"] == [How.SENT, How.HELD]
    assert HeldMail.objects.get().why == "OURS"
    make_member("orders")
    assert send(ORDERS, "c") == How.SENT


@pytest.mark.parametrize("to", ["mailer-daemon@valdorra.example", "postmaster@valdorra.example"])
def test_a_mail_server_is_never_written_to(to):
    assert send(to) == How.HELD
    assert HeldMail.objects.get().why == "MACHINE"


@pytest.mark.parametrize(
    ("mark", "how"), [("Auto-Submitted: auto-replied", How.HELD), ("X-Note: none", How.SENT)]
)
def test_nothing_answers_what_a_machine_wrote(mark, how):
    make_desk("Orders")
    file_now(make_raw(sender=STRANGER, message_id="away-1@valdorra.example", more=mark))

    assert send(in_reply_to="away-1@valdorra.example") == how


def test_a_member_gets_no_second_answer_a_day_either():
    ada = make_member("ada").email
    answers = {"in_reply_to": "some@valdorra.example"}

    assert [send(ada, label, **answers) for label in "ab"] == [How.SENT, How.HELD]


def test_a_test_that_somebody_asked_for_always_leaves():
    make_desk("Orders")
    for trip in (1, 2, 3):
        assert send(ORDERS, f"test-{trip}", message_id=seals.trip_id(trip)) == How.SENT


def test_nobodys_address_stays_for_having_been_written_to():
    send(label="a")
    send(label="b")

    loops.tidy(now=NOON + 29 * DAY)
    assert HeldMail.objects.exists()
    assert not AutomaticMail.objects.exists()
    loops.tidy(now=NOON + 31 * DAY)
    assert not HeldMail.objects.exists()
