"""Sending a reply and noting what was promised in it: one act."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kept.conversations import actions as conversations
from kept.conversations.models import Departure, Message, Note
from kept.desk import actions, composing
from kept.desk.actions import TimeMoved, answer
from kept.ledger.models import Event
from kept.promises import actions as promises
from kept.promises.models import Offer, Promise
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member

pytestmark = pytest.mark.django_db

TEXT = "Dear Cy, I'll call you tomorrow morning."
WORDS = "I'll call you tomorrow morning"
TOMORROW = NOON + timedelta(days=1)


def send(conversation, *, by, text=TEXT, submit_id=None, now=NOON):
    return answer(
        conversation,
        text=text,
        to=["cy@valdorra.example"],
        cc=[],
        submit_id=submit_id or uuid4(),
        then="WAITING",
        by=by,
        now=now,
    )


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada))


def accept(conversation, ada, due_at=TOMORROW):
    promises.accept_offer(conversation, words=WORDS, due_from=None, due_at=due_at, by=ada, now=NOON)


def test_an_accepted_offer_becomes_a_promise_when_the_reply_is_sent(ada, conversation):
    accept(conversation, ada)

    message = send(conversation, by=ada)

    promise = Promise.objects.get()
    assert (promise.words, promise.due_at, promise.keeper) == (WORDS, TOMORROW, ada)
    assert promise.made_in == message
    assert not Offer.objects.exists()


def test_unanswered_nothing_is_noted(ada, conversation):
    send(conversation, by=ada)

    assert not Promise.objects.exists()


def test_a_dismissed_offer_is_not_noted_either(ada, conversation):
    promises.dismiss_offer(conversation, words=WORDS, by=ada, now=NOON)

    send(conversation, by=ada)

    assert not Promise.objects.exists()


def test_words_that_were_taken_out_again_are_no_promise(ada, conversation):
    accept(conversation, ada)

    send(conversation, by=ada, text="Dear Cy, thank you.")

    assert not Promise.objects.exists()


def test_sent_twice_it_is_promised_once(ada, conversation):
    accept(conversation, ada)
    submit_id = uuid4()

    first = send(conversation, by=ada, submit_id=submit_id)
    second = send(conversation, by=ada, submit_id=submit_id)

    assert first == second
    assert Promise.objects.count() == 1


def agree(conversation, text, *, by, now=NOON):
    composing.answer(conversation, accept="*", dismiss="", undo="", text=text, by=by, now=now)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("I'll call you by 13:00 today.", timedelta(hours=2)),
        ("I'll call you by 13:00.", timedelta(hours=2)),
        ("I'll call you tomorrow.", timedelta(hours=22)),
        ("I'll call you in two hours.", timedelta(minutes=16)),
    ],
)
def test_a_yes_to_another_time_is_asked_for_again_before_anything_is_sent(
    ada, conversation, text, later
):
    agree(conversation, text, by=ada)
    before = Event.objects.count()

    with pytest.raises(TimeMoved):
        send(conversation, by=ada, text=text, now=NOON + later)

    assert not Message.objects.filter(way="OUT").exists()
    assert not Promise.objects.exists()
    assert not Offer.objects.exists()
    assert Event.objects.count() == before
    conversation.refresh_from_db()
    assert conversation.assignee is None

    # Asked and unanswered, the letter goes and nothing is noted.
    send(conversation, by=ada, text=text, now=NOON + later)
    assert Message.objects.filter(way="OUT").count() == 1
    assert not Promise.objects.exists()


def test_what_was_agreed_is_what_shows_and_what_is_noted(ada, conversation):
    text = "I'll call you in two hours."
    agree(conversation, text, by=ada)
    later = NOON + timedelta(minutes=10)

    (shown,) = composing.spotted(conversation, text, by=ada, now=later)
    send(conversation, by=ada, text=text, now=later)

    assert (shown.answer, shown.due_at) == ("ACCEPTED", NOON + timedelta(hours=2))
    assert Promise.objects.get().due_at == NOON + timedelta(hours=2)


def test_a_yes_that_no_longer_holds_shows_as_unanswered(ada, conversation):
    text = "I'll call you tomorrow."
    agree(conversation, text, by=ada)
    wednesday = NOON + timedelta(hours=22)

    (shown,) = composing.spotted(conversation, text, by=ada, now=wednesday)
    assert (shown.answer, shown.due_at) == ("", NOON + timedelta(days=2, hours=5))

    agree(conversation, text, by=ada, now=wednesday)
    send(conversation, by=ada, text=text, now=wednesday)
    assert Promise.objects.get().due_at == NOON + timedelta(days=2, hours=5)


def test_whoever_answers_first_looks_after_it(ada, conversation):
    send(conversation, by=ada)

    conversation.refresh_from_db()
    assert conversation.assignee == ada


def test_what_somebody_has_just_taken_stays_theirs(ada, conversation):
    bea = make_member("bea")
    make_desk("Orders", bea)
    conversations.assign(conversation, to=bea, by=bea, now=NOON)

    # The page Ada answers from was read before: on it nobody looks after the conversation.
    assert conversation.assignee_id is None
    send(conversation, by=ada)

    conversation.refresh_from_db()
    assert conversation.assignee == bea
    assert Event.objects.filter(kind="conversation.assigned").count() == 1


def test_by_the_hour_we_close_is_still_within_our_hours(ada, conversation):
    (friday,) = composing.spotted(conversation, "We'll replace it by Friday.", by=ada, now=NOON)

    assert friday.due_at == NOON + timedelta(days=3, hours=5)
    assert friday.in_hours


def test_words_are_read_in_the_language_they_are_written_in(ada):
    ines = make_customer("ines")
    ines.language = "pt"
    conversation = make_conversation(desk=make_desk("Orders", ada), customer=ines)

    english = composing.spotted(conversation, "Olá, we'll replace it by Friday.", by=ada, now=NOON)
    german = composing.spotted(conversation, "Wir ersetzen sie bis Freitag.", by=ada, now=NOON)

    assert [offer.words for offer in english] == ["we'll replace it by Friday"]
    assert [offer.words for offer in german] == ["Wir ersetzen sie bis Freitag"]


def post(conversation, text, *, by):
    client = Client()
    client.force_login(by)
    values = {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())}
    return client.post(f"/c/{conversation.pk}/reply/", values)


def test_words_for_the_link_to_their_page_become_that_link(ada, conversation):
    post(conversation, "Dear Cy, look here: [link to your page]", by=ada)

    assert Message.objects.get(way="OUT").text == "Dear Cy, look here: {{page}}"


def test_words_for_the_link_with_one_changed_go_nowhere_and_stay_typed(ada, conversation):
    text = "Dear Cy, look here: [link to my page]"

    page = post(conversation, text, by=ada)

    assert page.status_code == 422
    assert text in page.content.decode()
    assert "would reach them just like that" in page.content.decode()
    assert not Message.objects.filter(way="OUT").exists()


def test_brackets_of_the_writers_own_are_theirs(ada, conversation):
    post(conversation, "Dear Cy, it is blue [see photo].", by=ada)

    assert Message.objects.get(way="OUT").text == "Dear Cy, it is blue [see photo]."


def test_one_form_posted_to_two_conversations_is_refused_by_the_second(ada, conversation):
    other = make_conversation(desk=conversation.desk, subject="A second lamp")
    client = Client()
    client.force_login(ada)
    once = str(uuid4())
    values = {"text": "On its way.", "to": "cy@valdorra.example", "submit_id": once}

    assert client.post(f"/c/{conversation.pk}/reply/", values).status_code == 302
    page = client.post(f"/c/{other.pk}/reply/", values)

    assert page.status_code == 409
    assert "this very form was sent before" in page.content.decode()
    assert "On its way." in page.content.decode()
    assert [message.conversation for message in Message.objects.filter(way="OUT")] == [conversation]
    # The form that came back is another one, so that it may be sent.
    (anew,) = re.findall(r'name="submit_id" value="([^"]+)"', page.content.decode())[:1]
    assert anew != once
    assert client.post(f"/c/{other.pk}/reply/", values | {"submit_id": anew}).status_code == 302


def test_nor_does_a_second_one_take_what_still_rests_in_the_first(ada, conversation):
    other = make_conversation(desk=conversation.desk, subject="A second lamp")
    once = uuid4()
    laid = {"then": "WAITING", "submit_id": once, "by": ada, "now": NOON}
    later = NOON + timedelta(hours=1)
    writing = conversations.Writing(text=TEXT, to=["cy@valdorra.example"], then="WAITING")
    conversations.lay(
        conversation, writing, leaves_at=later, is_scheduled=True, submit_id=once, by=ada, now=NOON
    )

    for act in (
        lambda: actions.send(other, writing, submit_id=once, by=ada, now=NOON),
        lambda: actions.answer(other, text=TEXT, to=["cy@valdorra.example"], cc=[], **laid),
    ):
        with pytest.raises(conversations.SubmittedElsewhere):
            act()
    assert Departure.objects.get().conversation == conversation
    assert not Message.objects.filter(way="OUT").exists()


def test_a_note_is_not_taken_to_a_second_conversation(ada, conversation):
    other = make_conversation(desk=conversation.desk, subject="A second lamp")
    client = Client()
    client.force_login(ada)
    values = {"text": "She called.", "submit_id": str(uuid4())}

    assert client.post(f"/c/{conversation.pk}/note/", values).status_code == 302
    assert client.post(f"/c/{other.pk}/note/", values).status_code == 409
    assert [note.conversation for note in Note.objects.all()] == [conversation]
