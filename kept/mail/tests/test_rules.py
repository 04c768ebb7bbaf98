"""Pure decisions: sameness, addresses, pauses, and words for what servers say."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from kept.kit.domains import as_sent
from kept.mail import rules

AT = datetime(2026, 11, 24, 11, 59, tzinfo=UTC)


def digest(**more: object) -> str:
    values: dict[str, object] = {
        "message_id": "a@x",
        "sender": "Cy@X.example",
        "date": AT,
        "subject": "s",
        "body": "one\ntwo",
        "files": ("f",),
    }
    return rules.content_digest(**(values | more))  # type: ignore[arg-type]


def test_the_road_makes_no_other_letter():
    assert digest() == digest(sender="<cy@x.example>", body="one  \r\ntwo\n\n")


@pytest.mark.parametrize(
    "more",
    [
        {"message_id": None},
        {"sender": "b@x.example"},
        {"date": AT + timedelta(seconds=1)},
        {"subject": "S"},
        {"body": "one\n\ntwo"},
        {"files": ()},
        {"files": ("f", "g")},
        {"subject": "sone", "body": "\ntwo"},
    ],
    ids=str,
)
def test_anything_a_reader_sees_makes_another_letter(more):
    assert digest(**more) != digest()


def test_tags_come_and_go():
    assert rules.with_tag("reply@x.example", "1.2.abc") == "reply+1.2.abc@x.example"
    assert rules.tag_of("<Reply+1.2.ABC@x.example>") == "1.2.abc"
    assert rules.without_tag("Orders+lamp+2@X.example") == "orders@x.example"
    assert rules.tag_of("orders@x.example") == ""


@pytest.mark.parametrize(
    "address", ["a@b", "a.b+c@d.example", "x'y@d.co", "1@2.example", "a@bücher.example"]
)
def test_ordinary_addresses_may_be_written_to(address: str):
    assert rules.is_deliverable(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "@b", "a@", "a b@c", "a@b c", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "a@b>", "a,b@c",
        '"a b"@c', "a@b@c", "ü@b.example", "a@-b.example", "a@b..c", "a@b\n", "a@[127.0.0.1]",
        "x" * 65 + "@b.example", "a@" + "b" * 300, "a@" + "ü" * 300, "a@ü b.example", "a@☃.example",
        "a@ü.example\r\nRCPT TO:<x@y>", "a@ü.example>", "ü@ü.example", "a@＜ü.example",
        # Else one mailbox had many addresses, each with an answer a day.
        "x@ｎorthmoor.example", "x@north\u00admoor.example", "x@ⓝorthmoor.example",
        "root@ｌocalhost", "x@１２７.０.０.１", "x@bu\u0308cher.example",
    ],
)  # fmt: skip
def test_what_could_break_out_of_a_command_may_not(address: str):
    assert not rules.is_deliverable(address)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("cy@valdorra.example", "cy@valdorra.example"),
        ("Cy+1@Bücher.example", "Cy+1@xn--bcher-kva.example"),
        ("cy@xn--bcher-kva.example", "cy@xn--bcher-kva.example"),
        ("cy@例え.テスト", "cy@xn--r8jz45g.xn--zckzah"),
        ("cy@faß.example", "cy@xn--fa-hia.example"),
        ("cy@☃.example", "cy@☃.example"),
        ("cy@例え。テスト", "cy@例え。テスト"),
        ("cy@ｎorthmoor.example", "cy@ｎorthmoor.example"),
        ("", ""),
    ],
)
def test_a_domain_in_other_letters_has_one_form_in_dns_in_those_of_dns(address: str, sent: str):
    assert as_sent(address) == sent


def test_pauses_grow_and_stay():
    minutes = [rules.pause_after(n).total_seconds() / 60 for n in range(10)]
    assert minutes == [1, 1, 3, 10, 30, 60, 120, 240, 240, 240]


@pytest.mark.parametrize(
    ("code", "said", "begins"),
    [
        (550, "5.1.1 no such user", "There is no such address."),
        (550, "User unknown in virtual mailbox table", "There is no such address."),
        (552, "5.2.2 over quota", "Their mailbox is full"),
        (550, "5.7.1 blocked", "Their server refuses the letter for its own rules."),
        (554, "no", "Their server refuses the letter for its own rules."),
        (552, "5.3.4 too big", "The letter is too large for their server."),
        (550, "", "Their server refuses the letter for good."),
    ],
)
def test_a_refusal_is_said_in_plain_words(code: int, said: str, begins: str):
    words = rules.refusal_in_words(code, said)

    assert words.startswith(begins)
    assert str(code) in words


def test_foreign_words_stay_on_one_line_and_obey_nobody():
    assert rules.one_line("a\r\nBcc: x\x1b[31m\u2028y\t z") == "a Bcc: x [31m y z"
    assert "\n" not in rules.refusal_in_words(550, "a\nb\r\nc")


def test_ids_are_quoted_only_when_they_cannot_do_anything():
    assert rules.is_quotable_id("a.b+c@d.example")
    for bad in ("a b", "a>b", "<a", "a\r\nb", "ü@x", "", "x" * 251, "sha256:" + "0" * 64):
        assert not rules.is_quotable_id(bad)


@pytest.mark.parametrize(
    "function",
    [
        rules.bare_address, rules.without_tag, rules.tag_of, rules.is_deliverable, as_sent,
        rules.id_key, rules.is_quotable_id, rules.storable, rules.one_line,
        lambda text: rules.refusal_in_words(550, text),
    ],
)  # fmt: skip
@pytest.mark.parametrize("piece", ["a", "@", ".", "-", "+", "<", " ", "\0", "a.", "a-", "\ud800"])
def test_no_rule_is_slow_on_what_is_made_to_be(function, piece: str):
    text = piece * (200_000 // len(piece))
    began = time.process_time()

    function(text)
    function(f"a@{text}")

    assert time.process_time() - began < 0.5
