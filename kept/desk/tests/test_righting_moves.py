"""What is put right goes with its conversation: merged, taken apart, split, and together again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from kept.charter import actions as charter
from kept.charter.models import Gesture
from kept.conversations.models import Conversation, Message
from kept.desk import actions
from kept.improvement.actions import FrictionTerms, raise_friction
from kept.improvement.models import Denial
from kept.improvement.tests.make import make_denial, make_house, make_talk
from kept.ledger.models import Event
from kept.promises.actions.sweep import break_due
from kept.promises.models import Promise
from kept.recovery import actions as recovery
from kept.recovery.audit import findings
from kept.recovery.models import Appeal, Boundary, Recovery
from kept.recovery.tests.make import LATER, TOMORROW, agreed, ended, hear, lamp, opened, warned
from tests.cast import (
    NOON,
    make_conversation,
    make_manager,
    make_member,
    make_message,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def another(there: Conversation) -> Conversation:
    return make_conversation(desk=there.desk, assignee=make_member())


def given(there: Conversation) -> Gesture:
    ada = make_member()
    terms = charter.GrantTerms(
        kind="CREDIT", situation="Late", member=ada, amount=5_000, currency="EUR"
    )
    grant = charter.agree(charter.propose(terms, by=make_manager(), now=NOON), by=ada, now=NOON)
    use = charter.Use(reason="It came broken.", due_at=TOMORROW, amount=1_200)
    return charter.use_grant(grant, there, use, submit_id=uuid4(), by=ada, now=NOON)


def stand() -> dict[str, list[Any]]:
    """Where everything stands, and how far it has come."""
    return {
        "recoveries": list(
            Recovery.objects.order_by("pk").values_list(
                "pk", "conversation", "outcome", "closed_at"
            )
        ),
        "boundaries": list(
            Boundary.objects.order_by("pk").values_list("pk", "conversation", "level", "lifted_at")
        ),
        "appeals": list(Appeal.objects.order_by("pk").values_list("pk", "conversation", "state")),
        "gestures": list(Gesture.objects.order_by("pk").values_list("pk", "conversation")),
        "promises": list(Promise.objects.order_by("pk").values_list("pk", "conversation")),
        "denials": list(Denial.objects.order_by("pk").values_list("pk", "conversation")),
    }


def test_all_of_it_goes_along_and_back():
    source = lamp(make_manager("lea"))
    target, ada = another(source), make_member()
    row = agreed(opened(source))
    gesture = given(source)
    hear()
    told = recovery.decide(row, words="No refund.", submit_id=uuid4(), by=ada, now=NOON)
    appeal = recovery.appeal_decision(told, words="Unfair.", now=NOON)
    bound = warned(source)
    before = stand()

    tie = actions.merge(source, into=target, by=ada, now=LATER)

    for model, one in (
        (Recovery, row), (Gesture, gesture), (Appeal, appeal), (Boundary, bound),
    ):  # fmt: skip
        assert model.objects.get(pk=one.pk).conversation == target
    assert {pk for _promise, pk in stand()["promises"]} == {target.pk}
    assert Recovery.objects.get().outcome == "OPEN"
    answered = recovery.answer_appeal(
        Appeal.objects.get(), state="UPHELD", words="It stays.", submit_id=uuid4(),
        by=make_manager(), now=LATER,
    )  # fmt: skip
    assert answered.conversation == target
    assert list(findings()) == []

    actions.part(tie, by=ada, now=LATER)

    after = stand()
    assert after.pop("appeals") == [(appeal.pk, source.pk, "UPHELD")]
    before.pop("appeals")
    assert after == before
    assert list(findings()) == []


def test_of_two_that_are_open_the_one_that_came_farther_goes_on_and_both_come_back():
    source = lamp()
    target, ada = another(source), make_member()
    far, near = agreed(opened(source)), opened(target, severity="SEVERE")
    before = stand()

    tie = actions.merge(source, into=target, by=ada, now=LATER)
    far.refresh_from_db()
    near.refresh_from_db()
    assert (far.outcome, far.severity, far.conversation) == ("OPEN", "SEVERE", target)
    assert (near.outcome, near.closed_at, near.conversation) == ("JOINED", LATER, target)
    assert list(Recovery.objects.of_customer(target.customer)) == [far]
    assert list(findings()) == []

    actions.part(tie, by=ada, now=LATER)

    assert stand() == before
    assert Event.objects.filter(kind="recovery.opened_again").count() == 1
    assert list(findings()) == []


@pytest.mark.parametrize("in_source", [True, False])
def test_of_two_boundaries_the_higher_holds_and_both_come_back(in_source):
    source = lamp(make_manager("lea"))
    target, ada = another(source), make_member()
    high, low = (source, target) if in_source else (target, source)
    over = ended(warned(high))
    noted = recovery.note_boundary(low, words="Rude.", by=ada, now=NOON)
    before = stand()

    tie = actions.merge(source, into=target, by=ada, now=LATER)
    over.refresh_from_db()
    noted.refresh_from_db()
    assert (over.level, over.conversation) == ("ENDED", target)
    assert (noted.level, noted.conversation) == ("LIFTED", target)
    assert list(findings()) == []

    actions.part(tie, by=ada, now=LATER)

    assert stand() == before
    assert list(findings()) == []


def test_where_contact_has_ended_in_both_nothing_is_merged():
    source = lamp(make_manager("lea"))
    target = another(source)
    ended(warned(source))
    ended(warned(target))
    before, events = stand(), Event.objects.count()

    with pytest.raises(recovery.BothEnded):
        actions.merge(source, into=target, by=make_member(), now=LATER)

    source.refresh_from_db()
    assert (stand(), Event.objects.count(), source.merged_into) == (before, events, None)


def test_an_old_fact_of_merging_moves_nothing_that_was_taken_apart_since():
    source = lamp()
    target, ada = another(source), make_member()
    row = opened(source)
    actions.part(actions.merge(source, into=target, by=ada, now=LATER), by=ada, now=LATER)

    hear(TOMORROW)

    row.refresh_from_db()
    assert (row.conversation, row.outcome) == (source, "OPEN")


def test_refusals_and_frictions_go_along_and_one_of_each_policy_stands_there():
    policy = make_house()
    source, target, ada = make_talk("cy"), make_talk("dee"), make_member("ada")
    other = charter.write_policy(
        None,
        charter.PolicyTerms("Gifts", "No gifts.", "", make_manager(), NOON.date(), source.desk),
        by=make_manager(),
        now=NOON,
    )
    both, alone = make_denial(policy, source), make_denial(other, source)
    make_denial(policy, target)
    friction = raise_friction(
        FrictionTerms(words="Odd."), conversation=source, submit_id=uuid4(), by=ada, now=NOON
    )
    before = stand()

    tie = actions.merge(source, into=target, by=ada, now=LATER)
    for one, where in ((alone, target), (friction, target), (both, source)):
        one.refresh_from_db()
        assert one.conversation == where

    actions.part(tie, by=ada, now=LATER)

    friction.refresh_from_db()
    assert (stand(), friction.conversation) == (before, source)


def written_twice(there: Conversation) -> list[int]:
    """Ids of the second letter and its answer."""
    ada = make_member()
    make_reply(there, "Which lamp?", by=ada)
    second = make_message("And the chair broke.", conversation=there, now=NOON)
    return [second.pk, make_reply(there, "I see to it.", by=ada, now=NOON).pk]


def test_split_off_what_is_put_right_goes_with_the_promise_that_was_broken():
    there, ada = lamp(), make_member()
    letters = written_twice(there)
    promise = make_promise(
        there,
        keeper=ada,
        words="see to it",
        due_at=LATER,
        made_in=Message.objects.get(pk=letters[1]),
    )
    break_due(now=TOMORROW)
    hear(TOMORROW)
    row = Recovery.objects.get()
    assert (row.promise, row.conversation) == (promise, there)

    new = actions.split(there, letters, by=ada, now=TOMORROW).conversation

    row.refresh_from_db()
    promise.refresh_from_db()
    assert (row.conversation, promise.conversation, row.outcome) == (new, new, "OPEN")
    assert list(findings()) == []


def test_split_off_it_stays_where_nobody_says_so_and_goes_where_somebody_does():
    there, ada = lamp(), make_member()
    letters = written_twice(there)
    row = agreed(opened(there))
    gesture = given(there)
    hear()
    row.refresh_from_db()
    assert row.gesture == gesture
    before = stand()

    new = actions.split(there, letters, with_righting=True, by=ada, now=LATER).conversation

    row.refresh_from_db()
    gesture.refresh_from_db()
    assert (row.conversation, gesture.conversation) == (new, new)
    assert {pk for _promise, pk in stand()["promises"]} == {new.pk}
    assert list(findings()) == []

    tie = actions.merge(new, into=there, by=ada, now=LATER)
    assert stand() == before

    actions.part(tie, by=ada, now=LATER)
    stays = actions.split(new, letters[:1], by=ada, now=LATER).conversation
    row.refresh_from_db()
    assert row.conversation == new != stays


def test_split_off_a_decision_takes_its_recovery_along_only_where_all_of_it_goes():
    there, ada = lamp(make_manager("lea")), make_member()
    row = opened(there)
    one, two = (
        recovery.decide(row, words=words, submit_id=uuid4(), by=ada, now=NOON)
        for words in ("No.", "Still no.")
    )
    appeal = recovery.appeal_decision(one, words="Unfair", now=NOON)

    first = actions.split(there, [one.message_id], by=ada, now=LATER).conversation
    row.refresh_from_db()
    assert row.conversation == there != first

    second = actions.split(
        there, [two.message_id], with_righting=True, by=ada, now=LATER
    ).conversation
    row.refresh_from_db()
    appeal.refresh_from_db()
    assert (row.conversation, appeal.conversation) == (second, second)
    assert appeal.promise.conversation_id == second.pk


def test_split_off_a_boundary_goes_with_the_letter_that_warned():
    there, ada = lamp(), make_member()
    bound = warned(there)

    new = actions.split(there, [bound.warning_id], by=ada, now=LATER).conversation

    bound.refresh_from_db()
    assert (bound.conversation, bound.level) == (new, "WARNED")
    assert list(findings()) == []


def test_the_page_asks_whether_what_is_put_right_goes_along():
    there = lamp()
    letters = written_twice(there)
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(make_member(), backend=backend)
    assert "with_righting" not in client.get(f"/c/{there.pk}/split/").content.decode()
    row = opened(there)
    assert "with_righting" in client.get(f"/c/{there.pk}/split/").content.decode()

    client.post(
        f"/c/{there.pk}/split/", {"letter": letters, "subject": "Chair", "with_righting": "on"}
    )

    row.refresh_from_db()
    assert row.conversation.subject == "Chair"
