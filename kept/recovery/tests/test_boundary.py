"""The ladder of a boundary: no end without a warning that was sent, and another looks at it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kept.conversations.models import Conversation, Message
from kept.kit.refusals import NotAllowed
from kept.promises.models import Promise
from kept.recovery import actions
from kept.recovery.models import Appeal, Boundary, Break
from kept.recovery.tests.make import LATER, ended, kinds, lamp, opened, warned
from kept.routing.resting import resting
from tests.cast import NOON, make_manager, make_member, make_owner

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def test_noted_warned_ended_and_looked_at_by_another():
    ada, lou = make_member(), make_manager()
    boundary = warned()
    assert Message.objects.get(pk=boundary.warning_id).text == "Not again, please."

    boundary = ended(boundary)

    assert boundary.level == "ENDED"
    assert (boundary.reviewer, boundary.review.keeper, boundary.review.to_member) == (lou, lou, ada)
    assert boundary.review.due_at == NOON + timedelta(days=2, hours=1)
    assert "{{page}}" in Message.objects.get(pk=boundary.ending_id).text
    assert Conversation.objects.get().status == "CLOSED"
    with pytest.raises(NotAllowed):
        actions.review_boundary(boundary, state="UPHELD", words="Fine", by=ada, now=LATER)

    done = actions.review_boundary(boundary, state="UPHELD", words="Right.", by=lou, now=LATER)

    assert (done.review_state, Promise.objects.get().outcome) == ("UPHELD", "KEPT")
    with pytest.raises(actions.AlreadyAnswered):
        actions.review_boundary(boundary, state="CHANGED", words="No.", by=lou, now=LATER)
    assert kinds() == [
        "boundary.noted",
        "boundary.warned",
        "boundary.ended",
        "boundary.reviewed",
    ]


def test_never_ended_without_a_warning_that_was_sent():
    ada = make_member()
    noted = actions.note_boundary(lamp(), words="He called me names.", by=ada, now=NOON)
    with pytest.raises(actions.NotWarned):
        ended(noted)
    for text, check, refusal in (
        ("Stop.", "", actions.NotChecked),
        ("Stop.", "CARED", actions.NotChecked),
        (" ", "NO_SIGN", actions.NeedsWords),
    ):
        with pytest.raises(refusal):
            actions.warn(noted, check=check, text=text, submit_id=uuid4(), by=ada, now=NOON)
    assert not Message.objects.filter(way="OUT").exists()
    assert kinds() == ["boundary.noted"]

    # Nor by any code that forgets to ask: the database itself refuses.
    letter = Message.objects.get()
    how = {"level": "ENDED", "ended_at": LATER, "ended_by": ada, "end_why": "x"}
    how |= {"ending": letter, "end_check": "NO_SIGN"}
    rows = Boundary.objects.filter(pk=noted.pk)
    for more in ({}, {"ended_at": None, "ending": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**(how | more))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(level="WARNED")


def test_an_end_needs_its_own_check_and_somebody_to_look_at_it():
    boundary = warned()
    with pytest.raises(actions.NotChecked):
        ended(boundary, check="CARED")
    make_manager().teams.clear()
    with pytest.raises(actions.NobodyJudges):
        ended(boundary)
    boundary.refresh_from_db()
    assert (boundary.level, boundary.ended_at) == ("WARNED", None)

    odo = make_owner()
    done = ended(boundary, check="CARED", check_words="Gave the number of the helpline.")
    assert done.reviewer == odo


def test_the_customer_appeals_and_another_manager_lifts_it():
    lou, lea = make_manager(), make_manager("lea")
    boundary = warned(lamp(lea))
    with pytest.raises(actions.NotItsTurn):
        actions.appeal_boundary(boundary, words="Unfair", now=LATER)
    boundary = ended(boundary, by=lou)

    appeal = actions.appeal_boundary(boundary, words="I was ill.", now=LATER)

    assert (appeal.decider, appeal.judge, appeal.promise.keeper) == (lou, lea, lea)
    assert appeal.promise.kind == "RECONSIDER"
    with pytest.raises(actions.AlreadyAppealed):
        actions.appeal_boundary(boundary, words="Again", now=LATER)
    with pytest.raises(NotAllowed):
        actions.answer_appeal(
            appeal, state="CHANGED", words="x", submit_id=uuid4(), by=lou, now=LATER
        )
    done = actions.answer_appeal(
        appeal, state="CHANGED", words="We go on.", submit_id=uuid4(), by=lea, now=LATER
    )
    boundary.refresh_from_db()
    assert (done.state, boundary.level) == ("CHANGED", "LIFTED")
    assert Promise.objects.get(pk=appeal.promise_id).outcome == "KEPT"
    assert kinds()[-4:] == [
        *("appeal.made", "appeal.answered", "boundary.reviewed", "boundary.lifted")
    ]
    # Nobody needs to look at an end that holds no more.
    assert (boundary.reviewed_by, boundary.review_state) == (lea, "CHANGED")
    assert Promise.objects.get(pk=boundary.review_id).outcome == "KEPT"
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(judge=lou)


def test_a_break_is_offered_and_routing_lets_them_rest():
    ada = make_member()
    warned()
    offered = Break.objects.get()
    with pytest.raises(NotAllowed):
        actions.take_break(offered, minutes=15, by=make_manager(), now=NOON)
    with pytest.raises(actions.NoBreak):
        actions.take_break(offered, minutes=600, by=ada, now=NOON)
    actions.take_break(offered, minutes=30, by=ada, now=NOON)

    assert resting([ada], now=NOON + timedelta(minutes=29)) == {ada.pk}
    assert resting([ada], now=NOON + timedelta(minutes=30)) == set()
    with pytest.raises(actions.NoBreak):
        actions.decline_break(offered, by=ada)


def test_a_decision_is_told_with_its_appeal_and_judged_by_another():
    ada, lou = make_member(), make_manager()
    recovery = opened()
    submit = uuid4()
    told = actions.decide(
        recovery, words="No refund: it was used.", submit_id=submit, by=ada, now=NOON
    )
    same = actions.decide(recovery, words="No", submit_id=submit, by=ada, now=NOON)
    assert same == told
    letter = Message.objects.get(pk=told.message_id).text
    assert "No refund: it was used." in letter
    assert "{{page}}" in letter

    appeal = actions.appeal_decision(told, words="I never used it.", now=NOON)

    assert (appeal.judge, appeal.promise.keeper) == (lou, lou)
    assert appeal.promise.due_at == NOON + timedelta(days=7)
    done = actions.answer_appeal(
        appeal, state="UPHELD", words="It stays.", submit_id=uuid4(), by=lou, now=LATER
    )
    assert done.promise.outcome == "OPEN"  # as it was read; the row is kept
    assert Promise.objects.get().outcome == "KEPT"


def test_we_see_it_differently_acts_now_and_looks_again_by_a_day():
    ada = make_member()
    recovery = opened()
    how = {"words": "It was not us.", "submit_id": uuid4(), "by": ada, "now": NOON}
    due = NOON + timedelta(days=3)
    with pytest.raises(actions.NeedsWords):
        actions.see_it_differently(recovery, immediate=" ", due_at=due, **how)
    assert not Promise.objects.exists()

    told = actions.see_it_differently(recovery, immediate="A loan lamp", due_at=due, **how)

    assert (told.promise.kind, told.promise.due_at, told.state) == ("RECONSIDER", due, "WAITING")
    with pytest.raises(NotAllowed):
        actions.reconsider(
            told, state="CHANGED", words="x", submit_id=uuid4(), by=make_member("bea"), now=LATER
        )
    again = actions.reconsider(
        told, state="CHANGED", words="You were right.", submit_id=uuid4(), by=ada, now=LATER
    )
    assert (again.state, Promise.objects.get().outcome) == ("CHANGED", "KEPT")
    with pytest.raises(actions.AlreadyAnswered):
        actions.reconsider(told, state="UPHELD", words="x", submit_id=uuid4(), by=ada, now=LATER)
