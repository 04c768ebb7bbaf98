from datetime import timedelta

import pytest

from kept.conversations.actions import assign
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.access import keepers_of, may_keep
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

    with pytest.raises(actions.CannotKeep):
        promise_of(bea, conversation, by=ada)

    assert not Promise.objects.exists()


def promise_of(keeper, conversation, *, by):
    return actions.make(
        conversation,
        words="I'll call",
        due_at=NOON + timedelta(days=1),
        keeper=keeper,
        by=by,
        now=NOON,
    )


def test_who_sees_only_what_is_assigned_keeps_no_promise_they_cannot_see():
    ada, bea = make_member("ada"), make_member("bea", sees_only_assigned=True)
    conversation = make_conversation(desk=make_desk("Orders", ada, bea))
    before = Event.objects.count()

    with pytest.raises(actions.CannotKeep):
        promise_of(bea, conversation, by=ada)

    assert not Promise.objects.exists()
    assert Event.objects.count() == before


def test_the_assignee_keeps_a_promise_though_they_see_nothing_else():
    ada, bea = make_member("ada"), make_member("bea", sees_only_assigned=True)
    conversation = make_conversation(desk=make_desk("Orders", ada, bea))
    conversation = assign(conversation, to=bea, by=ada, now=NOON)

    promise = promise_of(bea, conversation, by=ada)

    assert list(Promise.objects.visible_to(bea)) == [promise]


@pytest.mark.parametrize("assigned", ["cleo", "dee", ""])
def test_as_keepers_those_are_offered_whom_the_rule_accepts(assigned):
    ada, odo = make_member("ada"), make_member("odo", role="OWNER", sees_only_assigned=True)
    cleo, dee = (make_member(name, sees_only_assigned=True) for name in ("cleo", "dee"))
    gone = make_member("gone", is_active=False)
    serving = [ada, cleo, dee, odo, gone]
    conversation = make_conversation(desk=make_desk("Orders", *serving))
    make_desk("Billing", make_member("zoe"))
    if assigned:
        assign(conversation, to=make_member(assigned), by=ada, now=NOON)
        conversation.refresh_from_db()

    offered = list(keepers_of(conversation))

    assert [one.name for one in offered] == ["Ada", *filter(None, [assigned.title()]), "Odo"]
    assert offered == [member for member in serving if may_keep(member, conversation)]
