"""German from end to end: a member's pages, refusals, notices and calendar, a customer's page and
letters, and what was stored in English before anybody asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from icalendar import Calendar

from kept.conversations import actions as conversations
from kept.conversations.models import Message
from kept.conversations.speaking import language_of
from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.hours.regions import named_countries
from kept.mail import imap, posts
from kept.mail.rules import refusal_in_words
from kept.mail.sender import GAVE_UP
from kept.notices.feed import calendar_for
from kept.notices.tests.make import clock_goes, mails_in, told_by_the_ledger
from kept.people import actions as people
from kept.people.models import Member
from kept.people.names import forget_names
from kept.people.tests.make import browser
from kept.promises import letters
from kept.promises.models import Promise
from kept.ui.wording import exact, file_size, moment, retold, short
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_owner,
    make_promise,
)

HOUR = timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def post(settings, tmp_path: Path) -> Path:
    """A folder that takes what is mailed."""
    settings.SMTP_URL = f"file://{tmp_path}/sent"
    settings.BASE_URL = "https://kept.northmoor.example"
    settings.NOTICE_ADDRESS = "notices@northmoor.example"
    return tmp_path / "sent"


def shown(member: Member, path: str) -> str:
    return browser(member).get(path).content.decode()


def theirs(promise: Promise) -> str:
    return f"/for/{page_token(promise.customer, now=timezone.now())}/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/today/", "Nichts ist fällig. Auf Ihr Wort ist heute Verlass."),
        ("/desk/mine/", "Nichts wartet auf Sie"),
        ("/me/", "Kürzel mit einer einzigen Taste"),
        ("/absences/", "Wer nicht da ist, und wann."),
        ("/search/", "Was sich eingeben lässt"),
        ("/settings/", "Erst Ihre, dann die des Hauses."),
    ],
)
def test_a_members_pages_are_in_their_language(path: str, said: str):
    ada = make_member("ada", language="de")
    make_desk("Orders", ada)

    answer = browser(ada).get(path, headers={"accept-language": "en"})
    page = answer.content.decode()

    assert answer["Content-Language"] == "de"
    assert '<html lang="de" dir="ltr"' in page
    assert said in page


@pytest.mark.django_db
def test_they_choose_it_in_their_profile():
    ada = make_member("ada")
    client = browser(ada)
    assert '<option value="de">Deutsch</option>' in client.get("/me/").content.decode()

    typed = {"name": "Ada", "zone": "UTC", "language": "de", "theme": "AUTO"}
    assert client.post("/me/", typed).status_code == 302

    assert "Profil · Kept</title>" in client.get("/me/").content.decode()


@pytest.mark.django_db
def test_whoever_joins_has_the_language_of_the_page_they_joined_on():
    _invitation, secret = people.invite(
        email="gil@northmoor.example",
        name="Gil",
        role="MEMBER",
        teams=[],
        by=make_owner(),
        now=timezone.now(),
    )
    client = Client(headers={"accept-language": "de-AT,de;q=0.9"})
    assert "Willkommen" in client.get(f"/join/{secret}/").content.decode()

    client.post(f"/join/{secret}/", {"name": "Gil", "password": "a word that nobody guesses"})

    assert Member.objects.get(email="gil@northmoor.example").language == "de"


@pytest.mark.django_db
def test_a_refusal_is_said_in_german():
    ada = make_member("ada", language="de")
    promise = make_promise(keeper=ada)
    client = browser(ada)
    client.post(f"/promises/{promise.pk}/keep/")

    again = client.post(f"/promises/{promise.pk}/keep/", headers={"accept": "application/json"})

    assert again.status_code == 409
    assert again.json() == {
        "code": "promise_already_settled",
        "message": "Dieses Versprechen ist schon abgeschlossen.",
    }


@told_by_the_ledger
def test_a_notice_is_mailed_in_german(post: Path):
    promise = make_promise(keeper=make_member("ada", language="de"), due_at=TOMORROW)

    clock_goes(now=promise.warn_at)

    (letter,) = mails_in(post)
    assert letter["From"] == "Kept bei Our house <notices@northmoor.example>"
    assert letter["Subject"] == "Fällig in 3 h: I'll call you tomorrow."
    assert letter.get_content() == (
        "Fällig in 3 h.\n"
        "\n"
        "„I'll call you tomorrow.“\n"
        "Heute, bis 12:00 · für Cy\n"
        "\n"
        "Halten Sie es, oder sagen Sie jetzt, dass es sich verschiebt.\n"
        f"https://kept.northmoor.example/promises/{promise.pk}/\n"
        "\n"
        "Was Ihnen gemailt wird, und wann nicht:\n"
        "https://kept.northmoor.example/me/notices/\n"
    )


@pytest.mark.django_db
def test_a_members_calendar_is_in_german():
    ada = make_member("ada", language="de")
    make_promise(keeper=ada)

    calendar = Calendar.from_ical(calendar_for(ada))

    assert calendar["X-WR-CALNAME"] == "Versprechen: Ada"
    (event,) = calendar.walk("VEVENT")
    assert str(event["DESCRIPTION"]).startswith("Für Cy\n")


@pytest.mark.django_db
def test_a_customers_page_is_in_their_language_whatever_their_browser_says():
    now = timezone.now()
    promise = make_promise(due_at=now + timedelta(days=1), now=now)
    Customer.objects.update(language="de-CH")
    client = Client(headers={"accept-language": "en"})

    answer = client.get(theirs(promise))
    page = answer.content.decode()

    assert answer["Content-Language"] == "de"
    assert '<html lang="de" dir="ltr"' in page
    assert "Guten Tag Cy, das haben wir Ihnen versprochen" in page
    # Nobody denies what nobody has declared: the refusal too is theirs to read.
    refused = client.post(f"{theirs(promise)}promises/{promise.pk}/dispute/").content.decode()
    assert "Niemand sagt, dass das erledigt ist" in refused


@pytest.mark.django_db
def test_where_nobody_told_us_their_last_letter_tells():
    ours = make_conversation(beside={"language": "de"})
    cy = ours.customer
    assert language_of(cy) == "de"

    # One we do not speak is as good as none: their browser decides.
    Message.objects.update(beside={"language": "pt"})
    assert language_of(cy) == ""

    cy.language = "en"
    assert language_of(cy) == "en"


@pytest.mark.django_db
def test_a_member_says_which_language_a_customer_speaks():
    ada = make_member("ada")
    cy = make_conversation(desk=make_desk("Orders", ada)).customer
    client = browser(ada)
    assert "As in their letters" in client.get(f"/customers/{cy.pk}/change/").content.decode()

    client.post(f"/customers/{cy.pk}/change/", {"name": "Cy", "language": "de"})

    cy.refresh_from_db()
    assert cy.language == "de"


@pytest.mark.django_db
def test_a_letter_begins_in_the_customers_language_and_not_in_the_writers():
    promise = make_promise(due_at=TOMORROW)
    promise.customer.language = "de"

    begun = letters.setting(promise, writer="Ada", now=NOON)

    assert begun == (
        "Guten Tag Cy,\n\n"
        "ich habe Ihnen versprochen: „I'll call you tomorrow“, bis Mittwoch, 25. November, 12:00. "
        "Das werde ich nicht schaffen, und ich möchte, dass Sie es vorher wissen.\n\n"
        "Sie haben es bis {{due}}. Sollte Ihnen das nicht passen, wählen Sie hier eine andere "
        "Zeit:\n{{page}}\n\nAda"
    )
    assert "bis Freitag, 27. November, 09:00." in letters.with_due(
        begun, NOON + timedelta(days=2, hours=21), promise
    )


def test_times_and_sizes_are_written_as_germans_write_them():
    with translation.override("de"):
        assert exact(NOON, zone="Europe/Berlin") == "Dienstag, 24. November 2026, 13:00 in Berlin"
        assert moment(TOMORROW, zone="UTC", now=NOON) == "morgen, 12:00"
        assert short(NOON, zone="UTC", today=NOON.date() + timedelta(days=30)) == "24. Nov."
        assert file_size(1_234_000) == "1,2 MB"
        assert named_countries()["CH"] == "Schweiz"
        assert [*named_countries()][:3] == ["AF", "EG", "AX"]  # Ägypten stands among the As


def test_what_was_stored_is_told_in_the_readers_language():
    gone = refusal_in_words(550, "5.1.1 no such user")
    late = GAVE_UP.format(last=posts.NOT_REACHED.format(error="refused"))
    helpless = imap.NO_HELP.format(error="It took too long to answer.")

    with translation.override("de"):
        assert retold(gone) == (
            "Diese Adresse gibt es nicht. Prüfen Sie die Schreibweise oder fragen Sie nach einer "
            "anderen. (550 5.1.1 no such user)"
        )
        assert retold(late) == (
            "Wir haben es fünf Tage lang versucht. Schreiben Sie auf anderem Weg. Unser Mailserver "
            "ist nicht zu erreichen: refused"
        )
        assert retold(helpless) == (
            "Der Anmeldedienst hilft nicht: Die Antwort hat zu lange gebraucht."
        )
        assert retold("Words of somebody else.") == "Words of somebody else."
        assert retold("") == ""
    with translation.override("en"):
        assert [retold(gone), retold(late), retold(helpless)] == [gone, late, helpless]


@pytest.mark.django_db
def test_the_thread_tells_who_did_what_in_whole_sentences():
    ada = make_member("ada", language="de")
    bea = make_member("bea")
    conversation = make_conversation(desk=make_desk("Orders", ada, bea))
    conversations.assign(conversation, to=ada, by=ada, now=NOON)
    conversations.assign(conversation, to=bea, by=bea, now=NOON + HOUR)
    forget_names()  # those of another test, which a process remembers for half a minute

    page = shown(ada, f"/desk/all/{conversation.pk}/")

    assert "<b>Von Ihnen</b> übernommen" in page
    assert "<b>Von Bea</b> übernommen" in page
