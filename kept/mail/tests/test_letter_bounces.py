"""Bounces: who was not reached, why, and whether it is for good. And other mails of machines."""

import pytest

from kept.mail.letter import Failed
from kept.mail.letter.diagnosis import diagnose
from kept.mail.letter.reading import read_letter


def report(*fields: bytes, text: bytes = b"Sorry") -> bytes:
    return (
        b"From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        + text
        + b"\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        + b"\n\n".join(fields)
        + b"\n--b--\n"
    )


def test_each_failed_recipient_of_a_report_is_named_in_order():
    letter = read_letter(
        report(
            b"Final-Recipient: rfc822; gone@shop.example\nAction: failed\nStatus: 5.1.1\n"
            b"Diagnostic-Code: smtp; 550 5.1.1 User unknown",
            b"Final-Recipient: rfc822; full@shop.example\nAction: failed\nStatus: 5.2.2\n"
            b"Diagnostic-Code: smtp; 552 5.2.2 Mailbox\n is full",
            b"Final-Recipient: rfc822; fine@shop.example\nAction: delivered\nStatus: 2.0.0",
        )
    )

    assert letter.automatic.kind == "bounce"
    assert letter.bounce is not None
    assert letter.bounce.recipients == (
        Failed("gone@shop.example", "5.1.1", "hard", "address_dead"),
        Failed("full@shop.example", "5.2.2", "soft", "full"),
    )


def test_a_report_that_all_was_delivered_is_a_receipt_of_no_failure():
    letter = read_letter(
        report(b"Final-Recipient: rfc822; a@shop.example\nAction: delivered\nStatus: 2.0.0")
    )

    assert letter.bounce is None


def test_a_bounce_in_plain_words_is_read_too():
    letter = read_letter(
        b"From: Mail Delivery System <Mailer-Daemon@mx.example>\n"
        b"X-Failed-Recipients: gone@shop.example\nSubject: Mail delivery failed\n\n"
        b"This message was created automatically.\n\n  gone@shop.example\n"
        b"    host mx.shop.example [192.0.2.7]: 550 5.1.1 No such user here\n\n"
        b"------ This is a copy of the message ------\n\nTo: other@shop.example\n"
    )

    assert letter.bounce is not None
    assert letter.bounce.recipients == (
        Failed("gone@shop.example", "5.1.1", "hard", "address_dead"),
    )


@pytest.mark.parametrize(
    ("words", "status", "kind", "reason"),
    [
        ("550 5.1.1 User unknown", None, "hard", "address_dead"),
        ("550 No such recipient here", None, "hard", "address_dead"),
        ("Host or domain name not found", None, "hard", "address_dead"),
        ("556 5.1.10 Domain does not accept mail (nullMX)", "5.1.10", "hard", "address_dead"),
        ("550 This account has been disabled", None, "soft", "address_dead"),
        ("552 5.2.2 Over quota", None, "soft", "full"),
        ("550 You have reached your daily relay quota", None, "soft", "policy"),
        ("554 5.7.1 Blocked, listed at a block list", None, "soft", "policy"),
        ("550 5.7.26 Unauthenticated mail fails DMARC", None, "soft", "policy"),
        ("552 Message size exceeds fixed limit", None, "soft", "policy"),
        ("554 Relay access denied", None, "soft", "policy"),
        ("550 Sender address rejected: Domain not found", None, "soft", "policy"),
        ("connect to mx.shop.example: Connection timed out", None, "soft", "temporary"),
        ("retry timeout exceeded", None, "soft", "temporary"),
        ("450 4.2.0 Greylisted, try again", None, "soft", "temporary"),
        ("User unknown (in reply to end of DATA command)", None, "soft", "address_dead"),
        ("", "5.4.7", "soft", "temporary"),
        ("", None, "soft", "other"),
    ],
)
def test_a_refusal_has_a_reason_and_is_final_only_where_nobody_lives(words, status, kind, reason):
    assert diagnose(words, status) == (kind, reason)


@pytest.mark.parametrize(
    ("headers", "is_automatic", "kind"),
    [
        (b"Subject: Kettle", False, None),
        (b"Auto-Submitted: auto-replied", True, "auto_reply"),
        (b"Auto-Submitted: auto-replied\nSubject: Out of office", True, "out_of_office"),
        (b"Auto-Submitted: no", False, None),
        (b"Subject: Automatic reply: I am out of the office", True, "out_of_office"),
        ("Subject: Réponse automatique".encode(), True, "auto_reply"),
        (b"X-Auto-Response-Suppress: All", True, "auto_reply"),
        (b"X-Auto-Response-Suppress: OOF, AutoReply", False, None),
        (b"List-Id: <list.example>", False, "list"),
        (b"Precedence: bulk", False, "bulk"),
        (b"From: desk@kept.example", True, "own"),
        (
            b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
            True,
            "receipt",
        ),
        (
            b"Content-Type: multipart/report; report-type=feedback-report; boundary=b",
            True,
            "complaint",
        ),
    ],
)
def test_mails_of_machines_are_told_from_those_of_people(headers, is_automatic, kind):
    raw = headers + b"\nFrom: mara@shop.example\n\nText"
    found = read_letter(raw, own=["Desk@kept.example"]).automatic

    assert (found.is_automatic, found.kind) == (is_automatic, kind)


def test_a_person_who_writes_about_a_failure_is_no_bounce():
    letter = read_letter(
        b"From: mara@shop.example\nSubject: Mail delivery failed?\n\n"
        b"I wrote to ada@kept.example and got 550 5.1.1 User unknown."
    )

    assert letter.bounce is None
    assert not letter.automatic.is_automatic
