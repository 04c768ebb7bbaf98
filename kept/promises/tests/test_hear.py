"""What a letter of the customer does to what they were promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.actions.hear import hear
from kept.promises.rules.replies import Said, said_of_promises
from tests.cast import NOON, make_message, make_promise

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
IN_TIME = NOON + timedelta(hours=2)
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture
def promise():
    return make_promise(due_at=NOON + timedelta(days=2))


def letter(promise, text: str, **more: object):
    message = make_message(text, conversation=promise.conversation, now=LATER, **more)
    hear(message)
    promise.refresh_from_db()
    return message


def test_thanks_ends_nothing(promise):
    letter(promise, "Thanks!")

    assert (promise.outcome, promise.chased_at, promise.eased_at) == ("OPEN", None, None)
    assert promise.due_at == NOON + timedelta(days=2)
    assert [e.kind for e in Event.objects.filter(kind__startswith="promise.")] == ["promise.made"]


def test_whoever_had_to_ask_was_not_told_early(promise):
    message = letter(promise, "Is there any news about the lamp?")

    moved = actions.renegotiate(promise, due_at=NEXT_WEEK, by=promise.keeper, now=IN_TIME)

    assert promise.chased_at == LATER
    assert Event.objects.get(kind="promise.chased").facts["message"] == message.pk
    version = moved.versions.get()
    assert (version.was_early, version.chased_at) == (False, LATER)
    assert moved.chased_at is None


def test_no_hurry_does_not_let_us_off(promise):
    letter(promise, "No hurry with that, take your time.")

    assert (promise.outcome, promise.eased_at) == ("OPEN", LATER)
    assert Event.objects.filter(kind="promise.eased").count() == 1


def test_hearing_a_letter_twice_notes_it_once(promise):
    message = letter(promise, "Any news?")
    hear(message)

    assert Event.objects.filter(kind="promise.chased").count() == 1


@pytest.mark.parametrize("more", [{"automatic": "reply"}, {"is_verified": False}])
def test_a_robot_and_a_stranger_ask_for_nothing(promise, more):
    letter(promise, "Any news?", **more)

    assert promise.chased_at is None
    assert Event.objects.filter(kind="promise.chased").count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thank you so much!", None),
        ("Thanks, that's perfect. See you on Tuesday.", None),
        ("I am waiting for the rain to stop.", None),
        ("When I was young we had no lamps.", None),
        ("Any update on my order?", Said.CHASED),
        ("I still haven't received the invoice.", Said.CHASED),
        ("You said you would call me this morning.", Said.CHASED),
        ("When will the lamp arrive?", Said.CHASED),
        ("Gibt es schon etwas Neues?", Said.CHASED),
        ("Ich warte noch auf Ihren Anruf.", Said.CHASED),
        ("Avez-vous des nouvelles ?", Said.CHASED),
        ("¿Alguna novedad?", Said.CHASED),
        ("Is er al iets bekend?", Said.CHASED),
        ("No rush at all.", Said.EASED),
        ("It's not urgent.", Said.EASED),
        ("Es eilt nicht.", Said.EASED),
        ("Prenez votre temps.", Said.EASED),
        ("No hay prisa.", Said.EASED),
        ("Er is geen haast bij.", Said.EASED),
        ("No hurry, but is there any news?", Said.CHASED),
    ],
)
def test_whole_phrases_are_read_and_nothing_else(text, said):
    assert said_of_promises(text) is said
