"""Mails made to cost time or memory: each shape in the size that hurts, or smaller for the tests.

    bombs(size)   name -> mail; `size` 1.0 is the whole bomb

Most are the shapes that have brought down mail readers; none holds anybody's words.
"""

from __future__ import annotations

import base64
import random

HEAD = b"From: a@x.example\nSubject: x\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
MIXED = HEAD + b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
ENDED = b"\n--b--\n"
DAEMON = b"Return-Path: <>\nFrom: mailer-daemon@x.example\nSubject: Undelivered\n"


def bombs(size: float = 1.0, seed: int = 1) -> dict[str, bytes]:
    def many(piece: bytes, times: int) -> bytes:
        return piece * max(1, int(times * size))

    def numbered(shape: bytes, times: int) -> bytes:
        return b"".join(shape.replace(b"%", b"%d" % n) for n in range(max(1, int(times * size))))

    chance = random.Random(seed)  # noqa: S311  the same noise each time
    noise = chance.randbytes(max(1, int(1_000_000 * size)))
    return (
        in_headers(many, numbered)
        | in_structure(many, numbered)
        | in_text(many, numbered, noise)
        | in_html(many, numbered)
        | in_files(many, noise)
        | in_reports(many, numbered)
    )


def in_headers(many, numbered):
    return {
        "open comments": b"From: " + many(b"(", 300) + b"\n\nx",
        "open comments, long": b"From: " + many(b"(", 400_000) + b"\n\nx",
        "many recipients": b"To: " + many(b"a, ", 10_000) + b"\n\n",
        "many addresses": b"To: " + numbered(b"a%@x.example, ", 10_000) + b"\n\n",
        "many groups": b"To: " + many(b"g:a@x.example;", 10_000) + b"\n\n",
        "open literals": b"To: " + many(b"[", 100_000) + b"\n\n",
        "open quotes": b"To: " + many(b'"\\"', 40_000) + b"\n\n",
        "open angles in To": b"To: " + many(b"<a", 60_000) + b"\n\n",
        "many To headers": many(b"To: a@x.example\n", 60_000) + b"\nx",
        "many parameters": HEAD + b"Content-Type: text/plain" + many(b"; a=b", 24_000) + b"\n\nx",
        "parameters in pieces": HEAD
        + b"Content-Type: text/plain"
        + numbered(b"; name*%*=a", 24_000)
        + b"\n\nx",
        "file name in pieces": HEAD
        + b"Content-Disposition: attachment"
        + numbered(b"; filename*%*=%41", 24_000)
        + b"\n\nx",
        "open parameters": HEAD + b"Content-Type: text/plain; " + many(b'a="', 60_000) + b"\n\nx",
        "long subject": b"Subject: " + many(b"a ", 500_000) + b"\n\n",
        "folded subject": b"Subject: a" + many(b"\n b", 300_000) + b"\n\n",
        "long references": b"References: " + many(b"<a@x.example> ", 70_000) + b"\n\n",
        "open references": b"References: " + many(b"<a", 300_000) + b"\n\n",
        "many encoded words": b"Subject: " + many(b"=?utf-8?q?a?= ", 70_000) + b"\n\n",
        "encoded words in To": b"To: " + many(b"=?utf-8?q?a?= <a@x.example>, ", 4000) + b"\n\n",
        "open encoded words": b"Subject: " + many(b"=?utf-8?q?", 100_000) + b"\n\n",
        "words in words": b"Subject: " + many(b"=?utf-8?q?=3D?=", 60_000) + b"\n\n",
        "many headers": numbered(b"X-%: y\n", 100_000) + b"\nx",
        "one long header name": many(b"x", 2_000_000) + b": y\n\nx",
        "colons": many(b"a:b:c:d:e:", 300_000) + b"\n\nx",
        "dates": b"Date: " + many(b"(1 Jan ", 100_000) + b"\n\nx",
        "authentication": many(b"Authentication-Results: a; " + b"dkim=pass (x) " * 400, 60) + b"x",
        "bare letters": b"Subject: " + many(b"\xe4\xb6", 500_000) + b"\n\nx",
        "received": many(b"Received: from a by b;\n for c\n", 60_000) + b"\nx",
    }


def in_structure(many, numbered):
    nested = numbered(b"Content-Type: multipart/mixed; boundary=b%\n\n--b%\n", 5000)
    return {
        "many parts": MIXED + many(b"--b\n\n", 50_000),
        "many parts with words": MIXED + many(b"--b\n\nx\n", 50_000) + ENDED,
        "many HTML parts": MIXED + many(b"--b\nContent-Type: text/html\n\n<p>x\n", 9000) + ENDED,
        "many files": MIXED
        + numbered(b"--b\nContent-Disposition: attachment; filename=a%\n\nx\n", 9000)
        + ENDED,
        "deep parts": HEAD + nested + b"\nhi",
        "deep mails": HEAD + many(b"Content-Type: message/rfc822\n\n", 20_000),
        "mails in mails": HEAD
        + many(b"Content-Type: message/rfc822\n\nFrom: a@x.example\n", 20_000)
        + b"\nx",
        "one border for all": HEAD
        + many(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", 5000)
        + b"\nx",
        "borders of nothing": MIXED + many(b"--c\n", 300_000),
        "almost borders": MIXED + many(b"--b-\n--bb\n-- b\n", 100_000),
        "long border": HEAD
        + b"Content-Type: multipart/mixed; boundary="
        + many(b"b", 100_000)
        + b"\n\nx",
        "alternatives in alternatives": HEAD
        + numbered(b"Content-Type: multipart/alternative; boundary=b%\n\n--b%\n", 190)
        + b"\nx",
        "digest": HEAD
        + b"Content-Type: multipart/digest; boundary=b\n\n"
        + many(b"--b\n\nFrom: a@x.example\nSubject: x\n\nx\n", 9000)
        + ENDED,
        "long lines": HEAD + b"\n" + many(b"a", 4_000_000),
        "carriage returns": HEAD + b"\n" + many(b"\r", 2_000_000),
        "nothing but NUL": many(b"\0", 3_000_000),
    }


def in_text(many, numbered, noise):
    return {
        "quote marks": HEAD + b"\n" + many(b">", 1_000_000),
        "quoted lines": HEAD + b"\nyes\n" + many(b"> a\n", 300_000),
        "quotes in turns": HEAD + b"\n" + many(b"> a\nb\n", 150_000),
        "spaced quote marks": HEAD + b"\n" + many(b"> > > > \n", 100_000) + b"x",
        "rules": HEAD + b"\n" + many(b"-----\n", 100_000),
        "almost intros": HEAD + b"\n" + many(b"On Mon 3 May 2031\n", 50_000),
        "an intro without end": HEAD + b"\n" + many(b"On Mon 3 May 2031 ", 60_000),
        "almost headers": HEAD + b"\n" + many(b"From: a\n", 100_000),
        "addresses without end": HEAD + b"\n" + many(b"<a@", 300_000),
        "almost sign-offs": HEAD + b"\nyes\n\n" + many(b"Kind regards\n", 60_000),
        "almost devices": HEAD + b"\nyes\n\n" + many(b"Sent from my iPhone,\n\n", 40_000),
        "dates and clocks": HEAD + b"\n" + many(b"3 May 2031 at 09:05 ", 60_000) + b":\n",
        "digits": HEAD + b"\n" + many(b"1", 1_000_000) + b":",
        "white space": HEAD + b"\n" + many(b" \t", 1_000_000) + b":",
        "flowed": HEAD
        + b"Content-Type: text/plain; format=flowed\n\n"
        + many(b"> > a \n", 150_000),
        "padding": HEAD + b"Content-Transfer-Encoding: base64\n\n" + many(b"A=", 500_000),
        "broken quoted-printable": HEAD
        + b"Content-Transfer-Encoding: quoted-printable\n\n"
        + many(b"=", 1_000_000),
        "noise": HEAD + b"\n" + noise,
        "noise as UTF-8": HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + noise,
        "noise in a queer charset": HEAD
        + b"Content-Type: text/plain; charset=iso-2022-jp\n\n"
        + noise,
        "UTF-7": HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + many(b"+AAA", 300_000),
        "combining marks": HEAD
        + b"Content-Type: text/plain; charset=utf-8\n\na"
        + many("\u0301\u0316".encode(), 300_000),
    }


def in_html(many, numbered):
    return {
        "deep html": HTML + many(b"<div>", 150_000),
        "deep quotes": HTML + many(b"<blockquote>", 60_000) + b"x",
        "deep tables": HTML + many(b"<table><tr><td>", 30_000) + b"x",
        "open formatting": HTML + numbered(b"<font size=%>", 9000) + many(b"<p>", 90_000),
        "many attributes": HTML + b"<a " + numbered(b"a%=1 ", 90_000) + b">",
        "open tags": HTML + many(b'<a b="', 100_000),
        "open angles": HTML + many(b"<", 500_000),
        "open comments in HTML": HTML + many(b"<!--", 200_000),
        "entities": HTML + many(b"&amp;&#x41;&bogus", 60_000),
        "styles": HTML + many(b'<p style="border-top:solid #e1e1e1;">x', 20_000),
        "one long style": HTML + b'<p style="' + many(b"a:b;", 200_000) + b'">x',
        "links": HTML + many(b'<a href="http://x.example/">x</a>', 25_000),
        "pictures": HTML + many(b'<img src="http://x.example/a">', 25_000),
        "misnested": HTML + many(b"<b><i><a><p></b></i></a>", 20_000),
    }


def in_files(many, noise):
    def packed(kind: bytes, content: bytes) -> bytes:
        return (
            MIXED
            + b"--b\n\nx\n--b\nContent-Transfer-Encoding: base64\nContent-Type: "
            + kind
            + b"\n\n"
            + base64.b64encode(content)
            + ENDED
        )

    events = b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:20310304T090500Z\r\nEND:VEVENT\r\n"
    return {
        "begins": HEAD + b"\n" + many(b"begin 644 a\n", 50_000),
        "many uuencoded files": HEAD + b"\n" + many(b"begin 644 a\n#86)C\n`\nend\n", 20_000),
        "uuencoded noise": HEAD + b"\nbegin 644 a\n" + noise.replace(b"\n", b"") + b"\nend\n",
        "winmail of noise": packed(b"application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00" + noise),
        "winmail of nothing": packed(
            b"application/ms-tnef", b"\x78\x9f\x3e\x22" + many(b"\x01\0\0\0\0\0\0\0\0\0\0", 90_000)
        ),
        "many events": packed(
            b"text/calendar",
            b"BEGIN:VCALENDAR\r\n" + many(events, 3000) + b"END:VCALENDAR\r\n",
        ),
        "deep calendar": packed(b"text/calendar", many(b"BEGIN:VCALENDAR\r\n", 12_000)),
        "a rule for ever": packed(
            b"text/calendar",
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20310304T090500Z\r\nRRULE:FREQ=SECONDLY"
            + many(b";BYSECOND=1", 9000)
            + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ),
    }


def in_reports(many, numbered):
    report = (
        DAEMON
        + b"Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b\n"
        + b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
    )
    group = b"Final-Recipient: rfc822; a%@x.example\nAction: failed\nStatus: 5.1.1\n\n"
    return {
        "many failed": b"From: mailer-daemon@x.example\nX-Failed-Recipients: "
        + many(b"a@b.example, ", 9000)
        + b"\n\n"
        + many(b"<a@b.example>: 550 no\n", 30_000),
        "a report on many": report + numbered(group, 30_000) + ENDED,
        "a long diagnosis": report
        + b"Final-Recipient: rfc822; a@x.example\nDiagnostic-Code: smtp; "
        + many(b"user mailbox over address ", 30_000)
        + ENDED,
        "almost a report": DAEMON + b"\n" + many(b"<a@b.example> user is over ", 40_000),
        "hosts": DAEMON + b"\n<a@b.example>: " + many(b"a.b.c.d.e.f.", 60_000),
    }
