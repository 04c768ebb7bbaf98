"""Who passes for somebody else is found out, and the letter says how."""

import base64

import pytest

from kept.conversations.models import Message
from kept.desk.trust import reasons_in_words
from kept.mail.tests.make import CY, file_now, make_raw
from tests.cast import make_customer, make_desk

pytestmark = pytest.mark.django_db


def newest() -> Message:
    return Message.objects.order_by("-pk")[0]


@pytest.fixture
def known():
    make_desk()
    return make_customer("cy")


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        ("Cy <cy@va1dorra.example>", ["LIKE_DOMAIN", "valdorra.example"]),
        ("Cy <cy@valdora.example>", ["LIKE_DOMAIN", "valdorra.example"]),
        ("Cy <billing@val-dorra.example>", ["LIKE_DOMAIN", "valdorra.example"]),
        ("Ada <ada@n0rthmoor.example>", ["LIKE_OURS", "n0rthmoor.example"]),
        ("Orders <orders@northrnoor.example>", ["LIKE_OURS", "northrnoor.example"]),
        ('"cy@valdorra.example" <x@evil.example>', ["NAMED_LIKE", CY]),
    ],
)
def test_a_borrowed_face_is_suspicious(known, sender, reason):
    file_now(make_raw("Please pay at once.", sender=sender))

    assert newest().standing == "SUSPICIOUS"
    assert newest().reasons == [reason]
    assert reason[1] in reasons_in_words(newest())[0]
    customer = newest().conversation.customer
    assert customer != known
    assert CY not in customer.name


def test_one_letter_off_within_a_house_is_told_too(known):
    make_customer("jill")
    file_now(make_raw("Hello.", sender="Jill <ji1l@valdorra.example>"))

    assert newest().reasons == [["LIKE_ADDRESS", "jill@valdorra.example"]]


def test_it_stays_suspicious_when_it_writes_again(known):
    for n in range(2):
        file_now(make_raw(f"Hello {n}", sender="Cy <cy@va1dorra.example>", message_id=f"{n}@x"))
        assert newest().standing == "SUSPICIOUS"
    file_now(make_raw("The real one.", message_id="r@x"))
    assert (newest().standing, newest().reasons) == ("KNOWN", [])


def test_answers_that_should_go_to_another_house(known):
    file_now(make_raw("Answer me.", more="Reply-To: cy@evil.example"))
    assert newest().reasons == [["ANSWERS_ELSEWHERE", "cy@evil.example"]]

    file_now(make_raw("Me here.", message_id="2@x", more="Reply-To: desk@mail.valdorra.example"))
    assert newest().standing == "KNOWN"

    file_now(make_raw("All of us.", message_id="3@x", more="Reply-To: orders@northmoor.example"))
    assert newest().standing == "KNOWN"


def test_whoever_is_vouched_for_may_have_answers_sent_elsewhere(known, settings):
    settings.MAIL_AUTHSERV = ["mx.northmoor.example"]
    told = "Authentication-Results: mx.northmoor.example; dmarc=pass header.from=valdorra.example"
    file_now(make_raw("Answer me.", more=f"{told}\nReply-To: cy@evil.example"))

    assert (newest().standing, newest().reasons) == ("KNOWN", [["VOUCHED", "valdorra.example"]])


def test_our_own_address_has_to_be_proven(known):
    file_now(make_raw("I am Ada, send me all.", sender="Ada <ada@northmoor.example>"))

    assert newest().standing == "UNVERIFIED"
    assert newest().reasons == [["OURS_UNPROVEN", "ada@northmoor.example"]]


def test_every_reason_has_words():
    codes = [
        "DISOWNED", "LIKE_OURS", "LIKE_DOMAIN", "LIKE_ADDRESS", "NAMED_LIKE", "ANSWERS_ELSEWHERE",
        "OURS_UNPROVEN", "OTHER_SENDER", "NOT_VOUCHED", "SEAL_SHARED", "REFERS", "VOUCHED",
        "SEALED",
    ]  # fmt: skip
    letter = Message(reasons=[[code, "x@y.example"] for code in codes])

    assert len(reasons_in_words(letter)) == len(codes)
    assert reasons_in_words(Message(reasons=["odd", ["OTHER"], ["NEW", "x"]])) == []


def test_no_name_or_subject_turns_round_what_we_say_beside_it():
    """A warning that reads backwards warns nobody."""
    make_desk("Orders")
    name = encoded("Cy \u202eknaB\u2028 \u2066of\x85\u2069 ours")

    file_now(make_raw(sender=f"{name} <{CY}>", subject=encoded("\u202ejpg.exe\u202c of a lamp")))

    message = Message.objects.get()
    assert message.from_name == "Cy knaB of ours"
    assert message.conversation.subject == "jpg.exe of a lamp"
    assert message.conversation.customer.name == "Cy knaB of ours"


def encoded(words: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(words.encode()).decode()}?="
