"""Conversations laid aside: where they are found, and how they come back before their time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.people.models import Team
from kept.promises import actions
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db

NINE = NOON + timedelta(hours=21)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada):
    client = Client()
    client.force_login(ada)
    return client


def lay_aside(ada, *, even: bool = True) -> Promise:
    conversation = make_conversation(desk=make_desk("Orders", ada), assignee=ada)
    return actions.snooze(
        conversation, until=NINE, even_if_they_reply=even, words="Ask the maker", by=ada, now=NOON
    )


def test_what_is_laid_aside_is_listed_with_when_it_comes_back(client, ada):
    reminder = lay_aside(ada)
    page = client.get("/today/aside/").content.decode()

    assert f'id="aside-{reminder.pk}"' in page
    assert "comes back tomorrow, 09:00" in page
    assert "even if they reply" in page
    assert "Ask the maker" in page
    assert "A cracked lamp" in page
    assert 'href="/today/aside/"' in client.get("/desk/mine/").content.decode()


def test_today_names_whom_a_reminder_is_about(client, ada):
    reminder = lay_aside(ada, even=False)
    page = client.get("/today/").content.decode()

    row = page[page.index(f'id="due-{reminder.pk}"') :].partition("</div>")[0]
    assert "<b><bdi>Cy</bdi></b> · <bdi>A cracked lamp</bdi>" in row
    assert "comes back tomorrow, 09:00" in row
    assert "even if they reply" not in row


def test_what_one_sees_no_more_is_named_nowhere(client, ada):
    reminder = lay_aside(ada)
    Team.objects.get(name="Orders team").members.clear()

    today = client.get("/today/").content.decode()
    aside = client.get("/today/aside/").content.decode()

    assert f'id="due-{reminder.pk}"' in today
    assert "A cracked lamp" not in today + aside
    assert "Nothing is laid aside" in aside


def test_brought_back_it_is_open_and_the_reminder_is_done(client, ada):
    reminder = lay_aside(ada)

    answer = client.post(f"/promises/{reminder.pk}/bring-back/")

    reminder.refresh_from_db()
    assert answer["Location"] == f"/desk/all/{reminder.conversation_id}/"
    assert (reminder.outcome, reminder.settled_at) == ("KEPT", NOON)
    assert reminder.conversation.status == "OPEN"
    assert client.post(f"/promises/{reminder.pk}/bring-back/").status_code == 409


def test_only_what_was_laid_aside_comes_back_and_only_to_whom_it_is(ada):
    reminder, promise = lay_aside(ada), make_promise(keeper=ada)
    bea = make_member("bea")
    make_desk("Orders", bea)

    with pytest.raises(actions.NotLaidAside):
        actions.bring_back(promise, by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        actions.bring_back(reminder, by=bea, now=NOON)

    promise.refresh_from_db()
    reminder.refresh_from_db()
    assert (promise.outcome, reminder.outcome) == ("OPEN", "OPEN")
    assert reminder.conversation.status == "ON_HOLD"


def test_another_time_is_when_it_comes_back(client, ada):
    reminder = lay_aside(ada)

    client.post(
        f"/promises/{reminder.pk}/renegotiate/",
        {"due_at": "2026-11-27T10:00", "reason": "", "submit_id": str(reminder.submit_id or "")}
        | {"submit_id": "0b5c9f5e-8f2b-4a38-9b3f-3f6f6f9b1a11"},
    )

    reminder.refresh_from_db()
    at = NOON + timedelta(days=2, hours=22)
    assert (reminder.due_from, reminder.warn_at) == (at, at)
    assert reminder.due_at == at + timedelta(hours=7)
