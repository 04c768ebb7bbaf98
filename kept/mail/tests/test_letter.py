"""Reading one mail: who, what, when, and what came with it."""

import base64
import struct
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.mail.letter import Person
from kept.mail.letter.addresses import people
from kept.mail.letter.charsets import decode
from kept.mail.letter.dates import read_date
from kept.mail.letter.parameters import file_name, parameters
from kept.mail.letter.reading import read_letter
from kept.mail.letter.words import decode_words

KETTLE = b"""\
From: Mara Lind <mara@shop.example>
To: Desk <desk@kept.example>, "Lou, leader" <lou@kept.example>
Cc: team:ada@kept.example, cy@kept.example;
Subject: =?utf-8?q?Blauer_?= =?utf-8?q?Kessel?=
Message-ID: <k2@shop.example>
In-Reply-To: <k1@kept.example>
References: <k0@kept.example>
 <k1@kept.example>
Date: Tue, 4 Mar 2031 09:05:00 +0100

Friday suits me.

Mara

On 3 March 2031 at 10:00 Ada <ada@kept.example> wrote:
> Friday?
"""


def with_parts(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    head = b"From: mara@shop.example\nContent-Type: multipart/" + kind + b"; boundary=b\n\n"
    return head + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\n"


def test_a_sound_mail_is_read_whole():
    letter = read_letter(KETTLE)

    assert letter.sender == Person("Mara Lind", "mara@shop.example")
    assert letter.to == (
        Person("Desk", "desk@kept.example"),
        Person("Lou, leader", "lou@kept.example"),
    )
    assert letter.cc == (Person(None, "ada@kept.example"), Person(None, "cy@kept.example"))
    assert letter.subject == "Blauer Kessel"
    assert letter.message_id == "k2@shop.example"
    assert letter.answers == ("k1@kept.example", "k0@kept.example")
    assert letter.date == datetime(2031, 3, 4, 9, 5, tzinfo=timezone(timedelta(hours=1)))
    assert letter.reply == "Friday suits me."
    assert letter.signature == "Mara"
    assert letter.quoted.startswith("On 3 March 2031")
    assert letter.problems == ()


def test_a_mail_without_anything_is_still_a_letter():
    letter = read_letter(b"")

    assert letter.sender is None
    assert letter.text == ""
    assert letter.problems == ("The mail does not say who sent it.",)


def test_a_broken_from_is_repaired_from_the_other_headers():
    letter = read_letter(b"From: nobody at all <>\nReply-To: mara@shop.example\n\nHello")

    assert letter.sender == Person("nobody at all", "mara@shop.example")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("mara@shop.example", [(None, "mara@shop.example")]),
        ("Lind, Mara <mara@shop.example>", [("Lind, Mara", "mara@shop.example")]),
        ("mara@shop.example (Mara (the first))", [("Mara (the first)", "mara@shop.example")]),
        ("<mailto:mara@shop.example>", [(None, "mara@shop.example")]),
        ("<@relay.example:mara@shop.example>", [(None, "mara@shop.example")]),
        ("undisclosed-recipients:;", []),
        ("a@x.example; b@x.example", [(None, "a@x.example"), (None, "b@x.example")]),
        ("=?utf-8?q?M=C3=A4ra?= <m@x.example>", [("Mära", "m@x.example")]),
        ("'Mara' <m@x.example>", [("Mara", "m@x.example")]),
        ("Mara <m@x.example", [("Mara", "m@x.example")]),
        ("", []),
    ],
)
def test_address_lists_are_read_as_people_write_them(header, expected):
    assert [(one.name, one.address) for one in people(header)] == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Tue, 4 Mar 2031 09:05:00 +0100", "2031-03-04T09:05:00+01:00"),
        ("4 Mar 31 09:05 EST", "2031-03-04T09:05:00-05:00"),
        ("Tue Mar  4 09:05:00 2031", "2031-03-04T09:05:00+00:00"),
        ("2031-03-04T09:05:00Z", "2031-03-04T09:05:00+00:00"),
        ("Tue, 4 Mar 2031 09:05:00 -0000 (a clock)", "2031-03-04T09:05:00+00:00"),
        ("31 Feb 2031 09:05:00 +0000", None),
        ("soon", None),
    ],
)
def test_dates_keep_the_offset_the_sender_wrote(header, expected):
    found = read_date(header)

    assert (found.isoformat() if found else None) == expected


def test_a_date_without_a_zone_is_utc():
    found = read_date("4 Mar 2031 09:05")

    assert found is not None
    assert found.tzinfo == UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c"),
        ("=?utf-8?b?w6Q?=", "ä"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä"),
        ("=?iso-2022-jp?b?GyRCJDMbKEI=?=", "こ"),
        ("=?nowhere?q?a?=", "a"),
        ("=?utf-8?q?", "=?utf-8?q?"),
    ],
)
def test_encoded_words_are_decoded_and_joined(text, expected):
    assert decode_words(text) == expected


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("Größe".encode("latin-1"), "iso-8859-1", "Größe"),
        ("Größe".encode(), "us-ascii", "Größe"),
        ("Größe".encode("latin-1"), None, "Größe"),
        ("Größe".encode("latin-1"), "utf-8", "Größe"),
        ("„Größe“".encode("cp1252"), "iso-8859-1", "„Größe“"),
        ("это письмо".encode("koi8-r"), None, "это письмо"),
        ("转发企业服务水平".encode("gb2312"), "gb2312", "转发企业服务水平"),
        (b"plain", "unicode_escape", "plain"),
        (b"a\0b\r\nc", None, "ab\nc"),
    ],
)
def test_texts_are_read_in_the_charset_they_are_really_in(data, charset, expected):
    assert decode(data, charset)[0] == expected


def test_parameters_in_pieces_and_in_charsets_are_put_together():
    value = "attachment; filename*0*=utf-8''Rate%20; filename*1=2031.pdf; size=3"

    assert parameters(value) == ("attachment", {"filename": "Rate 2031.pdf", "size": "3"})


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("C:\\Users\\mara\\rates.pdf", "rates.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.txt", "ab.txt"),
        ("=?utf-8?q?=C3=A4.pdf?=", "ä.pdf"),
        ("", None),
    ],
)
def test_file_names_are_one_component_without_controls(given_name, expected):
    assert file_name(given_name) == expected


def test_html_beside_plain_text_is_one_body():
    letter = read_letter(
        with_parts(
            b"Content-Type: text/plain\n\nHello",
            b"Content-Type: text/html\n\n<p>Hello</p><script>x()</script>",
            kind=b"alternative",
        )
    )

    assert letter.text == "Hello"
    assert letter.html_safe == "<p>Hello</p>"
    assert letter.attachments == ()


def test_a_mail_of_html_alone_is_read_from_it():
    letter = read_letter(b"From: a@x.example\nContent-Type: text/html\n\n<p>One</p><p>Two</p>")

    assert letter.text == "One\n\nTwo"


def test_files_keep_their_bytes_and_pictures_their_place():
    picture = b"\x89PNG"
    letter = read_letter(
        with_parts(
            b'Content-Type: text/html\n\n<img src="cid:p@x">',
            b"Content-Type: image/png\nContent-ID: <p@x>\nContent-Transfer-Encoding: base64\n\n"
            + base64.b64encode(picture),
            b'Content-Type: text/plain\nContent-Disposition: attachment; filename="n.txt"\n\nnote',
        )
    )

    first, second = letter.attachments
    assert (first.data, first.inline, first.cid, first.name) == (picture, True, "p@x", None)
    assert (second.name, second.type, second.data) == ("n.txt", "text/plain", b"note")
    assert not second.inline
    assert "note" not in letter.text


def test_a_mail_within_is_an_attachment_named_by_its_subject_three_levels_deep():
    inner = b"From: cy@home.example\nSubject: Lid\n\nThe lid is loose."
    for number in range(4):
        inner = (
            b"From: x@y.example\nSubject: F%d\nContent-Type: message/rfc822\n\n" % number + inner
        )
    mail, depth = read_letter(inner), 0
    while mail.attachments and mail.attachments[0].mail:
        mail, depth = mail.attachments[0].mail, depth + 1

    assert depth == 3
    assert read_letter(inner).attachments[0].name == "F2.eml"


def test_a_uuencoded_file_is_taken_out_of_the_text():
    letter = read_letter(b"From: a@x.example\n\nSee:\nbegin 644 n.txt\n$;F]T90\n \nend\nBye\n")

    assert letter.text == "See:\nBye"
    assert [(file.name, file.data) for file in letter.attachments] == [("n.txt", b"note")]


def test_what_outlook_packs_into_winmail_dat_is_taken_out():
    def attribute(number: int, data: bytes) -> bytes:
        return (
            struct.pack("<BII", 2, number, len(data)) + data + struct.pack("<H", sum(data) % 65_536)
        )

    packed = struct.pack("<IH", 0x223E9F78, 1)
    packed += attribute(0x00069002, bytes(14))
    packed += attribute(0x00018010, b"..\\plan.txt\0")
    packed += attribute(0x0006800F, b"two lamps")
    letter = read_letter(
        b"From: cy@valdorra.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(packed)
    )

    assert [(file.name, file.data) for file in letter.attachments] == [("plan.txt", b"two lamps")]


def test_soft_line_breaks_are_joined():
    letter = read_letter(
        b"From: a@x.example\nContent-Type: text/plain; format=flowed\n\nOne \nline.\n> a \n> b\n"
    )

    assert letter.text == "One line.\n> a b"


def test_an_invitation_is_read_from_its_calendar_part():
    letter = read_letter(
        with_parts(
            b"Content-Type: text/plain\n\nPlease come",
            b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\n"
            b"BEGIN:VEVENT\nUID:u1\nSUMMARY:Tasting\nDTSTART:20310304T090000Z\n"
            b"ORGANIZER:mailto:mara@shop.example\nEND:VEVENT\nEND:VCALENDAR",
        )
    )

    assert letter.invite is not None
    assert letter.invite.summary == "Tasting"
    assert letter.invite.start == "2031-03-04T09:00:00+00:00"
    assert letter.invite.organizer == "mara@shop.example"
    assert [file.type for file in letter.attachments] == ["text/calendar"]


def test_a_missing_last_border_loses_nothing_and_is_told():
    letter = read_letter(with_parts(b"\nHello").removesuffix(b"--b--\n"))

    assert letter.text == "Hello"
    assert letter.problems == ("The last border of the parts is missing.",)


def test_a_multipart_without_borders_shows_its_words():
    letter = read_letter(b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\nHello")

    assert letter.text == "Hello"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Can you please tell me when the kettle will be here?", "en"),
        ("Können Sie mir bitte sagen, wann der Kessel kommt?", "de"),
        ("Pouvez-vous me dire quand la bouilloire est là pour nous?", "fr"),
        ("Скажите, пожалуйста, когда он придёт", "ru"),
        ("ok", None),
    ],
)
def test_the_language_is_told_where_it_is_sure(text, language):
    raw = b"From: a@x.example\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode()

    assert read_letter(raw).language == language


def test_what_we_sent_is_found_again_without_a_marker():
    ours = b"From: desk@kept.example\n\nYour kettle ships on Friday.\nIt arrives on Monday."
    answer = (
        b"From: mara@shop.example\n\nGood, thank you for that!\n\n"
        b"Your kettle ships on Friday.\nIt arrives on Monday."
    )

    assert read_letter(answer, sent=[ours]).reply == "Good, thank you for that!"
    assert "Friday" in read_letter(answer).reply


@given(st.binary(max_size=400))
def test_no_bytes_make_reading_fail(raw):
    assert isinstance(read_letter(raw).text, str)


PIECES = [
    piece + b"\n"
    for piece in (
        *(b"--b", b"--b--", b"", b"-- ", b"begin 644 a", b"end", b"=", b"Date: 1"),
        *(b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html"),
        *(b"Content-Type: message/rfc822", b"Content-Type: message/delivery-status"),
        *(b"Content-Transfer-Encoding: base64", b"Final-Recipient: rfc822; a@b.example"),
        b"On 1 May 2031 x wrote:",
    )
] + [
    *(b"From: ", b"To: ", b"<p>", b"<blockquote>", b">", b"=?utf-8?q?", b"?=", b'"', b"("),
    *(b"<", b":", b";", b",", b"a@b.example", b"\xe4", b"\x1b$B", b" "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_mix_of_mail_pieces_makes_reading_fail_or_lose_a_line(pieces):
    letter = read_letter(b"".join(pieces))
    parts = "".join((letter.reply, letter.quoted, letter.signature))

    assert sorted("".join(parts.split())) == sorted("".join(letter.text.split()))
