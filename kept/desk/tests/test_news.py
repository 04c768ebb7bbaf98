"""An answer written to less than stands there now waits once, for a look."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations import actions as conversations
from kept.conversations.models import Departure, Message
from kept.desk.news import Seen, news_since
from kept.ledger.models import Event
from tests.cast import make_conversation, make_desk, make_member, make_message, make_reply

pytestmark = pytest.mark.django_db

WORDS = "Dear Cy, the lamp leaves today."


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def bea():
    return make_member("bea")


@pytest.fixture
def conversation(ada, bea):
    return make_conversation(desk=make_desk("Orders", ada, bea), now=timezone.now())


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened(client, conversation) -> str:
    """What the form says of how far its writer has read."""
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    found = re.search(r'name="seen" value="([\d.]+)"', page)
    assert found, page
    return found[1]


def send(client, conversation, seen, **more):
    letter = {"text": WORDS, "to": "cy@valdorra.example", "submit_id": str(uuid4()), "seen": seen}
    return client.post(f"/c/{conversation.pk}/reply/", letter | more)


def sent() -> list[str]:
    return [*Message.objects.filter(way="OUT", text=WORDS).values_list("text", flat=True)]


@pytest.mark.parametrize(
    ("come", "said"),
    [
        (lambda at, bea: make_reply(at, by=bea, now=timezone.now(), text="I sent one."), "bea"),
        (
            lambda at, bea: conversations.note(
                at, text="I sent one.", submit_id=uuid4(), by=bea, now=timezone.now()
            ),
            "bea noted",
        ),
        (lambda at, bea: make_message("I sent one.", conversation=at, now=timezone.now()), "wrote"),
    ],
    ids=["answer", "note", "letter"],
)
def test_what_came_meanwhile_holds_the_answer_once(client, bea, conversation, come, said):
    seen = opened(client, conversation)
    come(conversation, bea)
    before = Event.objects.count()

    held = send(client, conversation, seen)

    page = unescape(held.content.decode())
    assert held.status_code == 409
    assert "Nothing is sent yet: something came while you wrote." in page
    assert "I sent one." in page.partition('class="news"')[2]
    assert said.lower() in page.partition('class="news"')[2].lower()
    assert f">{WORDS}</textarea>" in page
    assert sent() == []
    assert Event.objects.count() == before

    # They have looked, and send it all the same.
    looked = re.search(r'name="seen" value="([\d.]+)"', page)
    assert looked
    assert send(client, conversation, looked[1]).status_code == 302
    assert sent() == [WORDS] or Departure.objects.get().text == WORDS


def test_what_one_wrote_oneself_in_another_window_holds_nothing(client, ada, conversation):
    seen = opened(client, conversation)
    conversations.note(
        conversation, text="I call them.", submit_id=uuid4(), by=ada, now=timezone.now()
    )

    assert send(client, conversation, seen).status_code == 302


def test_what_a_machine_writes_holds_nobody_up(client, conversation):
    seen = opened(client, conversation)
    away = make_message("I am away.", conversation=conversation, now=timezone.now())
    Message.objects.filter(pk=away.pk).update(automatic="out_of_office")

    assert send(client, conversation, seen).status_code == 302


def test_a_letter_of_another_that_rests_holds_it_and_one_for_another_day_does_not(
    ada, bea, conversation
):
    now = timezone.now()
    for text, later in (("In a moment", False), ("Next week", True)):
        Departure.objects.create(
            conversation=conversation,
            member=bea,
            text=text,
            to=["cy@valdorra.example"],
            written_at=now,
            leaves_at=now + timedelta(days=7 if later else 0, seconds=10),
            is_scheduled=later,
            submit_id=uuid4(),
        )

    news = news_since(Seen(letter=10**9), conversation, by=ada)

    assert [(one.kind, one.who, one.text) for one in news] == [("LEAVING", bea.name, "In a moment")]
    assert news_since(Seen(letter=10**9), conversation, by=bea) == []


def test_another_refusal_does_not_count_as_a_look(client, bea, conversation):
    seen = opened(client, conversation)
    make_reply(conversation, by=bea, now=timezone.now(), text="I sent one.")

    refused = send(client, conversation, seen, to="nobody")

    assert refused.status_code == 422
    assert f'name="seen" value="{seen}"' in refused.content.decode()
    assert send(client, conversation, seen).status_code == 409
    assert sent() == []


def test_sent_twice_it_is_one_letter_whatever_came_between(client, ada, bea, conversation):
    ada.rest_seconds = 0
    ada.save(update_fields=["rest_seconds"])
    seen, submit_id = opened(client, conversation), str(uuid4())
    assert send(client, conversation, seen, submit_id=submit_id).status_code == 302
    make_reply(conversation, by=bea, now=timezone.now(), text="I sent one.")

    assert send(client, conversation, seen, submit_id=submit_id).status_code == 302
    assert sent() == [WORDS]


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4"])
def test_what_no_form_of_ours_says_is_nothing(text):
    assert Seen.read(text) is None


def test_what_is_no_id_was_not_seen():
    assert Seen.read(f"1.x.{'9' * 19}") == Seen(1, 0, 0)


def test_how_far_somebody_has_read_comes_back_as_it_went():
    assert Seen.read(str(Seen(7, 8, 9))) == Seen(7, 8, 9)


def test_no_more_than_five_are_shown_the_oldest_first(ada, bea, conversation):
    now = timezone.now()
    for n in range(7):
        conversations.note(
            conversation, text=f"{n}", submit_id=uuid4(), by=bea, now=now + timedelta(seconds=n)
        )

    shown = Message.objects.get(conversation=conversation).pk

    news = news_since(Seen(letter=shown), conversation, by=ada)

    assert [one.text for one in news] == ["0", "1", "2", "3", "4"]
