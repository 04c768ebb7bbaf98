"""Who else has a conversation before them, and who writes in it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.conversations import actions as conversations
from kept.conversations.models import Presence
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation():
    return make_conversation(desk=make_desk("Orders", make_member("ada"), make_member("bea")))


def look(name: str, conversation, *, seconds: int = 0) -> str:
    """What the page of this member is told when it says that it lies open."""
    client = Client()
    member = Member.objects.get(email=f"{name}@northmoor.example")
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(f"/c/{conversation.pk}/here/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_looks_is_seen_by_the_others_and_not_by_themselves(conversation):
    before = Event.objects.count()

    assert "is here too" not in look("ada", conversation)
    assert "Ada is here too" in look("bea", conversation, seconds=5)
    assert "Bea is here too" in look("ada", conversation, seconds=10)
    assert Event.objects.count() == before


def test_whoever_writes_is_said_to_write_until_a_minute_after(conversation):
    ada = Member.objects.get(email="ada@northmoor.example")
    look("ada", conversation)
    conversations.save_draft(conversation, kind="REPLY", text="Dear Cy", head={}, by=ada, now=NOON)

    assert "Ada is writing" in look("bea", conversation, seconds=30)

    look("ada", conversation, seconds=55)
    told = look("bea", conversation, seconds=65)
    assert "Ada is here too" in told
    assert "is writing" not in told


def test_a_page_that_is_silent_for_a_while_is_no_longer_there(conversation):
    look("ada", conversation)

    assert "Ada is here too" in look("bea", conversation, seconds=40)
    assert "Ada" not in look("bea", conversation, seconds=41)


def test_one_is_in_one_place(conversation):
    other = make_conversation(desk=conversation.desk)
    look("ada", conversation)
    look("ada", other, seconds=5)

    assert "Ada" not in look("bea", conversation, seconds=6)
    assert Presence.objects.get(member__email="ada@northmoor.example").conversation == other


def test_a_stranger_is_nowhere(conversation):
    zoe = make_member("zoe")
    make_desk("Billing", zoe)
    client = Client()
    client.force_login(zoe, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(f"/c/{conversation.pk}/here/").status_code == 404
    assert not Presence.objects.exists()
