from datetime import timedelta

import pytest

from kept.conversations.actions import CannotLookAfter
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db


def test_a_promise_keeps_the_exact_words_and_its_window():
    promise = make_promise(
        words="I'll call you tomorrow morning",
        due_from=NOON + timedelta(hours=20),
        due_at=NOON + timedelta(hours=24),
    )

    assert promise.words == "I'll call you tomorrow morning"
    assert promise.due_from == NOON + timedelta(hours=20)
    assert promise.outcome == Promise.Outcome.OPEN
    made = Event.objects.get(kind="promise.made")
    assert made.by == f"member:{promise.keeper_id}"
    assert made.facts["promise"] == promise.pk


def test_it_can_change_early_until_two_working_hours_before_it_is_due():
    promise = make_promise(due_at=NOON + timedelta(hours=4))

    assert promise.renegotiate_by == NOON + timedelta(hours=2)


def test_a_promise_of_the_past_is_refused():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    before = Event.objects.count()

    with pytest.raises(actions.BadWindow):
        make_promise(conversation, keeper=ada, due_at=NOON)

    assert not Promise.objects.exists()
    assert Event.objects.count() == before


def test_a_promise_without_words_is_refused():
    with pytest.raises(actions.EmptyPromise):
        make_promise(words="  \n ")

    assert not Promise.objects.exists()


def test_nobody_promises_at_a_desk_they_do_not_serve():
    ada, bea = make_member("ada"), make_member("bea")
    conversation = make_conversation(desk=make_desk("Orders", ada))

    with pytest.raises(NotAllowed):
        make_promise(conversation, keeper=bea)

    assert not Promise.objects.exists()


def test_the_keeper_must_serve_the_desk():
    ada, bea = make_member("ada"), make_member("bea")
    conversation = make_conversation(desk=make_desk("Orders", ada))

    with pytest.raises(CannotLookAfter):
        actions.make(
            conversation,
            words="I'll call",
            due_at=NOON + timedelta(days=1),
            keeper=bea,
            by=ada,
            now=NOON,
        )

    assert not Promise.objects.exists()
