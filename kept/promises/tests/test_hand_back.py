"""Work that somebody leaves behind is found by the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations.actions import assign, set_status
from kept.conversations.models import Conversation
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.actions import change_member
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_promise,
)

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ada():
    """She looks after one conversation and keeps a promise in it; another is closed."""
    ada = make_member("ada")
    desk = make_desk("Orders", ada, make_member("bea"))
    conversation = make_conversation(desk=desk)
    assign(conversation, to=ada, by=ada, now=NOON)
    make_promise(conversation, keeper=ada)
    return ada


def leave(member, **more: object) -> None:
    given = {"role": member.role, "teams": [], "sees_only_assigned": False, "is_active": False}
    change_member(member, **given | more, by=make_owner(), now=LATER)
    for reader in ("conversations", "promises"):
        catch_up(READERS[reader], now=LATER)


@pytest.mark.parametrize("more", [{}, {"is_active": True}], ids=["the house", "the team"])
def test_who_leaves_leaves_no_open_work_behind(ada, more):
    leave(ada, **more)

    assert Conversation.objects.get().assignee is None
    assert Promise.objects.get().keeper is None
    told = Event.objects.filter(at=LATER).order_by("pk").values_list("kind", "by")
    assert list(told) == [
        ("member.changed", f"member:{make_owner().pk}"),
        ("conversation.assigned", "system:conversations"),
        ("promise.handed_on", "system:promises"),
    ]


def test_who_only_gets_another_role_keeps_it_all(ada):
    leave(ada, role="LEADER", teams=list(ada.teams.all()), is_active=True)

    assert Conversation.objects.get().assignee == ada
    assert Promise.objects.get().keeper == ada


def test_a_letter_to_what_somebody_had_closed_waits_for_anybody(ada):
    conversation = Conversation.objects.get()
    set_status(conversation, to="CLOSED", by=ada, now=NOON)
    leave(ada)
    assert Conversation.objects.get().assignee == ada

    make_message("It cracked again.", conversation=conversation)

    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("OPEN", None)


def test_what_is_settled_stays_as_it_was(ada):
    Promise.objects.update(outcome="KEPT", settled_at=NOON)
    Conversation.objects.update(status="CLOSED", closed_at=NOON)

    leave(ada)

    assert Conversation.objects.get().assignee == ada
    assert Promise.objects.get().keeper == ada


def test_who_sees_only_what_is_assigned_from_now_on_leaves_the_rest_to_the_desk(ada):
    bea = make_member("bea")
    assign(Conversation.objects.get(), to=bea, by=bea, now=NOON)
    catch_up(READERS["promises"], now=NOON)
    assert Promise.objects.get().keeper == ada

    leave(ada, teams=list(ada.teams.all()), is_active=True, sees_only_assigned=True)

    assert Promise.objects.get().keeper is None
    assert Event.objects.filter(kind="promise.handed_on", at=LATER).count() == 1
