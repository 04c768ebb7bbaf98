"""What a thread shows of a letter besides its words, from the bytes on."""

import re

import pytest
from django.test import Client

from kept.conversations.models import Attachment, Message
from kept.mail.tests.make import file_now, make_raw
from tests.cast import make_desk, make_member

pytestmark = pytest.mark.django_db

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:1@valdorra.example
DTSTART:20270112T140000Z
DTEND:20270112T150000Z
SUMMARY:Look at the lamp <together>
LOCATION:Harbour 5\\, Valdorra
ORGANIZER:mailto:cy@valdorra.example
ATTENDEE;PARTSTAT={answer}:mailto:orders@northmoor.example
END:VEVENT
END:VCALENDAR"""
WITHIN = """Content-Type: multipart/mixed; boundary=b

--b

Please read what the carrier says.
--b
Content-Type: message/rfc822

From: Carrier <hello@carrier.example>
Date: Thu, 26 Nov 2026 09:00:00 +0100
Subject: Your parcel 4711
Content-Type: multipart/mixed; boundary=c

--c

It was <b>damaged</b> with us.
--c
Content-Type: message/rfc822

From: depot@carrier.example
Subject: Damage

Fell off the belt.
--c--
--b--"""


def shown(raw: bytes, **member: str) -> str:
    ada = make_member("ada", **{"zone": "Europe/Berlin", **member})
    make_desk("Orders", ada)
    assert file_now(raw).state == "FILED"
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    pk = Message.objects.get().conversation_id
    page = client.get(f"/desk/unassigned/{pk}/").content.decode()
    return page[page.index('<article class="letter') : page.index("</article>")]


def mixed(text: str) -> bytes:
    head, _, body = text.partition("\n\n")
    return make_raw(body, more=f"MIME-Version: 1.0\n{head}")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("method", "answer", "meaning"),
    [
        ("REQUEST", "NEEDS-ACTION", "They invite you"),
        ("CANCEL", "NEEDS-ACTION", "They call it off"),
        ("REPLY", "DECLINED", "They decline the invitation"),
        ("PUBLISH", "NEEDS-ACTION", "They send a date for the calendar"),
    ],
)
def test_an_invitation_says_what_it_means_when_in_our_zone_and_where(method, answer, meaning):
    calendar = CALENDAR.format(method=method, answer=answer).replace("\n", "\r\n")
    letter = shown(mixed(f"Content-Type: text/calendar; method={method}\n\n{calendar}"))

    assert f"<b>{meaning}</b>: Look at the lamp &lt;together&gt;" in letter
    assert "15:00" in words(letter)
    assert "14:00" not in words(letter)
    assert "Harbour 5, Valdorra" in letter
    assert "Organised by cy@valdorra.example" in letter


def test_letters_within_can_be_read_in_place_one_in_the_other():
    letter = shown(mixed(WITHIN))

    assert "Please read what the carrier says." in letter
    assert "Letter within: Your parcel 4711, from Carrier" in letter
    assert "It was &lt;b&gt;damaged&lt;/b&gt; with us." in letter
    assert letter.index("Your parcel 4711") < letter.index("Fell off the belt.")
    assert [file.name for file in Attachment.objects.all()] == ["Your parcel 4711.eml"]


def test_a_repaired_charset_is_told():
    raw = make_raw("Grüße aus Valdorra.", more="Content-Type: text/plain; charset=iso-8859-1")
    letter = shown(raw)

    assert "Grüße aus Valdorra." in letter
    assert "The text says iso-8859-1 but is UTF-8." in letter


GERMAN = "Die Lampe ist leider kaputt und ich brauche bitte eine neue. Können Sie mir helfen?"


def test_a_letter_in_another_language_bears_its_name():
    letter = shown(make_raw(GERMAN, more="Content-Type: text/plain; charset=utf-8"))

    assert 'title="Written in German"' in letter
    assert "letter__problem" not in letter


def test_a_letter_in_the_members_own_language_bears_no_mark():
    raw = make_raw(GERMAN, more="Content-Type: text/plain; charset=utf-8")

    assert "letter__language" not in shown(raw, language="de")


def test_an_ordinary_letter_has_nothing_beside_it():
    letter = shown(make_raw())

    assert Message.objects.get().beside == {}
    assert "letter__problem" not in letter
    assert "invite" not in letter


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("start", ["00010101T000000Z", "99991231T235959Z", "00010101T000000"])
def test_an_invitation_to_the_end_of_time_leaves_the_page_standing(start, zone):
    calendar = CALENDAR.format(method="REQUEST", answer="NEEDS-ACTION").replace("\n", "\r\n")
    calendar = calendar.replace("20270112T140000Z", start)
    letter = shown(mixed(f"Content-Type: text/calendar; method=REQUEST\n\n{calendar}"), zone=zone)

    assert "<b>They invite you</b>" in letter
    assert "Harbour 5, Valdorra" in letter


@pytest.mark.parametrize("date", ["Mon, 1 Jan 0001 00:00:00 +1400", "31 Dec 9999 23:59:59 -1200"])
def test_a_letter_within_from_the_end_of_time_leaves_the_page_standing(date):
    letter = shown(mixed(WITHIN.replace("Thu, 26 Nov 2026 09:00:00 +0100", date)))

    assert "Letter within: Your parcel 4711, from Carrier" in letter
