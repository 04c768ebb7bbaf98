"""What is sent twice happens once, also at the same time."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kept.conversations.actions import set_status
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member

HOUR = timedelta(hours=1)


def makers(ada, conversation, submit_id):
    """Each way to make a promise by hand, once with this submit."""
    common = {"words": "I'll call you.", "submit_id": submit_id, "by": ada, "now": NOON}
    window = (NOON + 2 * HOUR, NOON + 3 * HOUR)
    return {
        "make": lambda: actions.make(conversation, due_at=NOON + 24 * HOUR, keeper=ada, **common),
        "among us": lambda: actions.promise_among_us(
            due_at=NOON + 24 * HOUR, to_member=ada, **common
        ),
        "offer": lambda: actions.offer_callback(
            conversation, windows=[window], keeper=ada, **common
        ),
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["make", "among us", "offer"])
def test_a_promise_sent_twice_at_once_is_made_once(way):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    make = makers(ada, conversation, uuid4())[way]
    begin, made, wrong = threading.Barrier(4), [], []

    def send() -> None:
        try:
            begin.wait()
            made.append(make().pk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert wrong == []
    assert made == [Promise.objects.get().pk] * 4
    assert Event.objects.filter(kind="promise.made").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["make", "among us", "offer"])
def test_a_promise_sent_twice_is_made_once(way):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    make = makers(ada, conversation, uuid4())[way]

    assert make().pk == make().pk
    assert Event.objects.filter(kind="promise.made").count() == 1


@pytest.mark.django_db
def test_a_rest_sent_twice_does_not_lay_aside_what_was_opened_meanwhile():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    submit_id = uuid4()

    def rest():
        return actions.snooze(
            conversation,
            until=NOON + 24 * HOUR,
            even_if_they_reply=False,
            submit_id=submit_id,
            by=ada,
            now=NOON,
        )

    first = rest()
    set_status(conversation, to="OPEN", by=ada, now=NOON)
    before = Event.objects.count()

    assert rest() == first
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
    assert Event.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["make", "offer"])
def test_a_form_sent_in_two_conversations_promises_in_the_first_alone(way):
    ada, bea, once = make_member("ada"), make_member("bea"), uuid4()
    desk = make_desk("Orders", ada, bea)
    first, second = make_conversation(desk=desk), make_conversation(desk=desk, subject="Another")
    made = makers(ada, first, once)[way]()

    for member, conversation in ((ada, second), (bea, first)):
        with pytest.raises(actions.MadeElsewhere):
            makers(member, conversation, once)[way]()

    assert Promise.objects.get() == made
    assert Event.objects.filter(kind="promise.made").count() == 1
