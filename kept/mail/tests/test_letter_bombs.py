"""Mails made to cost time or memory. The bound is generous: what grows squared takes minutes."""

import time

import pytest

from kept.mail.letter import read_letter
from kept.mail.letter.tree import take_apart

HEAD = b"From: a@x.example\nSubject: x\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)
)
BOMBS = {
    "open comments": b"From: " + b"(" * 300 + b"\n\nx",
    "many recipients": b"To: " + b"a, " * 10_000 + b"\n\n",
    "many groups": b"To: " + b"g:a@x.example;" * 10_000 + b"\n\n",
    "open literals": b"To: " + b"[" * 100_000 + b"\n\n",
    "many parameters": HEAD + b"Content-Type: text/plain" + b"; a=b" * 24_000 + b"\n\nx",
    "parameters in pieces": HEAD
    + b"Content-Type: text/plain"
    + b"".join(b"; name*%d*=a" % n for n in range(24_000))
    + b"\n\nx",
    "long subject": b"Subject: " + b"a " * 500_000 + b"\n\n",
    "long references": b"References: " + b"<a@x.example> " * 70_000 + b"\n\n",
    "many encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\n",
    "open encoded words": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\n\n",
    "many parts": MIXED + b"--b\n\n" * 50_000,
    "deep parts": HEAD + NESTED + b"\nhi",
    "deep mails": HEAD + b"Content-Type: message/rfc822\n\n" * 20_000,
    "borders of nothing": MIXED + b"--c\n" * 300_000,
    "many headers": b"".join(b"X-%d: y\n" % n for n in range(100_000)) + b"\nx",
    "quote marks": HEAD + b"\n" + b">" * 1_000_000,
    "rules": HEAD + b"\n" + b"-----\n" * 100_000,
    "almost intros": HEAD + b"\n" + b"On Mon 3 May 2031\n" * 50_000,
    "almost headers": HEAD + b"\n" + b"From: a\n" * 100_000,
    "padding": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"A=" * 500_000,
    "begins": HEAD + b"\n" + b"begin 644 a\n" * 50_000,
    "deep html": HTML + b"<div>" * 150_000,
    "open formatting": HTML
    + b"".join(b"<font size=%d>" % n for n in range(9000))
    + b"<p>" * 90_000,
    "many attributes": HTML + b"<a " + b" ".join(b"a%d=1" % n for n in range(90_000)) + b">",
    "open tags": HTML + b'<a b="' * 100_000,
    "open angles": HTML + b"<" * 500_000,
    "many failed": b"From: mailer-daemon@x.example\nX-Failed-Recipients: "
    + b"a@b.example, " * 9000
    + b"\n\n"
    + b"<a@b.example>: 550 no\n" * 30_000,
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little_and_stays_a_letter(raw):
    before = time.process_time()
    letter = read_letter(raw)

    assert time.process_time() - before < 4
    assert len(letter.attachments) <= 10_000


def test_levels_and_parts_are_bounded_and_the_rest_is_named():
    deep = take_apart(HEAD + NESTED + b"\nhi")
    many = take_apart(MIXED + b"--b\n\nx\n" * 20_000)

    assert deep.problems[0].startswith("The mail is nested more than 200 levels deep")
    assert len(many.root.children) < 10_001
    assert many.problems[0].startswith("The mail has more than 10,000 parts")
