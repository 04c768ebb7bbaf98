"""A promise's own pages: what must be said is asked for, and what was typed stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from kept.conversations.models import Message
from kept.ledger.models import Event
from kept.promises.letters import first_name, offering, setting
from kept.promises.models import Promise
from tests.cast import NOON, make_member, make_promise

pytestmark = pytest.mark.django_db
WORDS = "we'll replace it by Friday."


@pytest.fixture
def promise() -> Promise:
    return make_promise(words=WORDS, due_at=NOON + timedelta(days=2))


@pytest.fixture
def ada(promise):
    client = Client()
    client.force_login(
        promise.keeper, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with time_machine.travel(NOON, tick=False):
        yield client


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("break", "Write what happened: they read it too."),
        ("release", "Write where and how they said it."),
    ],
)
def test_nobody_ends_a_promise_without_saying_why(ada, promise, way, words):
    before = Event.objects.count()

    answer = ada.post(f"/promises/{promise.pk}/{way}/", {"why": "  "})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    promise.refresh_from_db()
    assert (promise.outcome, Event.objects.count()) == ("OPEN", before)


def test_a_broken_promise_is_said_to_be_and_why(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/break/", {"why": "The kiln broke."}, follow=True)

    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_why) == ("BROKEN", "The kiln broke.")
    assert "Said to be broken. They can read why on their page." in answer.content.decode()


def given(**more: object) -> dict[str, object]:
    return {
        "how": "set",
        "due_at": "2026-11-30T12:00",
        "set_text": "Dear Cy, you have it by {{due}}.",
        "tells": "on",
        "submit_id": str(uuid4()),
    } | more


def test_the_letter_says_the_time_that_was_set(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", given(), follow=True)

    letter = Message.objects.latest("pk")
    assert letter.text == "Dear Cy, you have it by Monday 30 November, 12:00."
    promise.refresh_from_db()
    assert promise.due_at == datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert "Sent. Cy knows the new time." in answer.content.decode()


def test_an_empty_letter_is_not_sent_and_nothing_changes(ada, promise):
    before = (Event.objects.count(), Message.objects.count())

    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", given(set_text=" \n"))

    assert answer.status_code == 422
    assert "Write what you tell them, or do not send it." in answer.content.decode()
    assert (Event.objects.count(), Message.objects.count()) == before


def test_the_prepared_letters_read_well(promise):
    offer = offering(promise, writer="Ada", now=NOON)
    told = setting(promise, writer="Ada", now=NOON + timedelta(days=3))

    assert offer == (
        "Dear Cy,\n\n"
        "I promised you: “we'll replace it by Friday”, by Thursday 26 November, 12:00. I shall "
        "not manage it, and I want you to know before then.\n\n"
        "Which other time suits you? Choose one here, and I will hold to it:\n{{page}}\n\n"
        "Ada"
    )
    assert told.split("\n\n")[1:3] == [
        "I promised you: “we'll replace it by Friday”, by Thursday 26 November, 12:00. It was not "
        "done, and I did not tell you in time. I am sorry.",
        "You have it by {{due}}. Should that not suit you, choose another time here:\n{{page}}",
    ]


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ines Valdorra", "Ines"),
        ("Café Meridiem", "Café Meridiem"),
        ("Hartwell Ltd.", "Hartwell Ltd."),
        ("The Lamp Room", "The Lamp Room"),
        ("Bolt & Sons", "Bolt & Sons"),
        ("Studio 54", "Studio 54"),
        ("", ""),
    ],
)
def test_a_house_is_greeted_by_its_whole_name(name, greeted):
    assert first_name(name) == greeted


def test_who_only_followed_a_link_is_told_it_is_not_theirs(ada):
    make_member("lou")

    answer = ada.get("/settings/people/")

    assert answer.status_code == 403
    assert "This is not yours to open" in answer.content.decode()
    assert "Go to Today" in answer.content.decode()
