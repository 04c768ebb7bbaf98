"""A conversation on paper."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.actions import note
from kept.conversations.models import Message, MessageHtml
from kept.desk import printing
from kept.mail.tests.test_showing import attach
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada", zone="Europe/Berlin")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conversation(ada):
    found = make_conversation(desk=make_desk("Orders", ada), text="First <b>words</b>")
    make_reply(found, "Second words", by=ada)
    last = make_message("Third words", conversation=found)
    attach(last, b"x", "bill\u202efdp.exe")
    MessageHtml.objects.create(
        message=last,
        html='<p onclick="x()">Third <a href="https://shop.example/">words</a></p><script>x</script>'
        '<img src="https://spy.example/a.png">',
    )
    Message.objects.filter(pk=last.pk).update(has_html=True)
    note(found, text="CANARY-note", submit_id=None, by=ada, now=timezone.now())
    return found


def test_letters_are_printed_whole_and_in_order(client, conversation):
    answer = client.get(f"/c/{conversation.pk}/print/")

    page = answer.content.decode()
    places = [page.index(words) for words in ("First &lt;b&gt;", "Second words", "Third words")]
    assert places == sorted(places)
    assert "CANARY-note" not in page
    assert "billfdp.exe" in page
    assert answer["Content-Security-Policy"] == (
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-modals; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def test_notes_are_printed_only_if_asked_and_the_paper_says_so(client, conversation):
    page = client.get(f"/c/{conversation.pk}/print/?notes=1").content.decode()

    assert "CANARY-note" in page
    assert "with our notes, only for us" in page


def test_letters_as_designed_are_clean_and_hold_no_remote_pictures(client, conversation):
    page = client.get(f"/c/{conversation.pk}/print/?designed=1").content.decode()

    assert '<p>Third <a href="https://shop.example/"' in page
    assert "First &lt;b&gt;words" in page
    assert "<script" not in page
    assert "onclick" not in page
    assert "spy.example" not in page
    assert "/mail/picture/" not in page


def test_a_long_conversation_goes_on_with_the_next_print(client, conversation, monkeypatch):
    monkeypatch.setattr(printing, "MOST_LETTERS", 2)

    first = client.get(f"/c/{conversation.pk}/print/?notes=1").content.decode()
    cut = Message.objects.get(text="Second words").pk
    second = client.get(f"/c/{conversation.pk}/print/?after={cut}&notes=1").content.decode()

    assert f"?after={cut}&amp;notes=1" in first
    assert "Third words" not in first
    assert "Third words" in second
    assert "Second words" not in second


def test_each_note_of_a_long_conversation_stands_on_one_print(client, ada, monkeypatch):
    monkeypatch.setattr(printing, "MOST_LETTERS", 2)
    found = make_conversation(desk=make_desk("Orders", ada), now=NOON)
    for hour in (1, 2, 3):
        make_message(f"Letter {hour}", conversation=found, now=NOON + timedelta(hours=hour))
    for minutes in (30, 90, 150, 240):
        at = NOON + timedelta(minutes=minutes)
        note(found, text=f"After {minutes} minutes", submit_id=uuid4(), by=ada, now=at)
    second = Message.objects.get(text="Letter 1").pk

    prints = [
        client.get(f"/c/{found.pk}/print/?notes=1{more}").content.decode()
        for more in ("", f"&after={second}")
    ]

    told = [re.findall(r"After (\d+) minutes", page) for page in prints]
    assert told == [["30", "90"], ["150", "240"]]


def test_it_costs_the_same_however_long_it_is(
    client, conversation, django_assert_max_num_queries, ledger_end_known
):
    for number in range(20):
        make_message(f"Letter {number}", conversation=conversation)

    with django_assert_max_num_queries(12):
        client.get(f"/c/{conversation.pk}/print/?designed=1&notes=1")


def test_a_member_of_another_desk_prints_nothing(conversation):
    bea = Client()
    bea.force_login(
        make_member("bea"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert bea.get(f"/c/{conversation.pk}/print/").status_code == 404
