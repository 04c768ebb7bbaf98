"""Two conversations become one, of one customer or of two, and part again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.models import Message
from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.desk import actions as desk
from kept.recovery import actions
from kept.recovery.audit import findings
from kept.recovery.models import Appeal, Boundary, Recovery
from kept.recovery.tests.make import LATER, agreed, ended, hear, lamp, opened, warned
from tests.cast import NOON, make_conversation, make_customer, make_manager, make_member

pytestmark = pytest.mark.django_db


def page(customer: Customer, recovery: Recovery) -> int:
    token = page_token(customer, now=timezone.now())
    return Client().get(f"/for/{token}/recoveries/{recovery.pk}/").status_code


def test_what_is_put_right_stays_whose_it_is_when_two_customers_are_merged():
    cy, dee = make_customer("cy"), make_customer("dee")
    there = lamp()
    recovery = agreed(opened(there))
    other = make_conversation(
        desk=there.desk, customer=dee, assignee=make_member(), subject="Dee's own affair",
        from_address="dee@valdorra.example",
    )  # fmt: skip
    tie = desk.merge(there, into=other, by=make_member(), now=LATER)
    hear()

    recovery.refresh_from_db()
    assert (recovery.conversation, recovery.customer) == (other, cy)
    assert page(dee, recovery) == 404
    shown = Client().get(
        f"/for/{page_token(cy, now=timezone.now())}/recoveries/{recovery.pk}/"
    )  # fmt: skip
    assert shown.status_code == 200
    assert "affair" not in shown.content.decode()
    told = actions.decide(
        recovery, words="It is right so.", submit_id=uuid4(), by=make_member(), now=LATER
    )
    assert told.message.to == ["cy@valdorra.example"]
    assert told.message.text.startswith("Dear Cy,")
    appeal = actions.appeal_decision(told, words="But why?", now=LATER)
    assert (appeal.promise.conversation, appeal.promise.customer) == (other, cy)
    actions.fix(recovery, words="Sent.", by=make_member(), now=LATER)
    due = LATER + timedelta(days=3)
    asked = actions.plan_follow_up(
        recovery, words="I ask you again.", due_at=due, by=make_member(), now=LATER
    )
    assert asked.follow.customer == cy

    desk.part(tie, by=make_member(), now=LATER)
    recovery.refresh_from_db()
    assert recovery.conversation == there
    assert list(findings()) == []


def test_an_appeal_goes_along_and_is_answered_there():
    there = lamp(make_manager("lea"))
    decided = actions.decide(
        opened(there), words="No refund.", submit_id=uuid4(), by=make_member(), now=NOON
    )
    appeal = actions.appeal_decision(decided, words="But why?", now=NOON)
    other = make_conversation(desk=there.desk, assignee=make_member())
    desk.merge(there, into=other, by=make_member(), now=LATER)

    appeal = actions.answer_appeal(
        Appeal.objects.get(pk=appeal.pk),
        state="UPHELD",
        words="It stays.",
        submit_id=uuid4(),
        by=appeal.judge,
        now=LATER,
    )
    assert (appeal.state, appeal.conversation) == ("UPHELD", other)
    assert Message.objects.order_by("pk").last().conversation == other


def test_of_two_boundaries_the_graver_holds_and_none_is_left_where_nobody_can_reach_it():
    there = lamp(make_manager("lea"))
    other = make_conversation(desk=there.desk, assignee=make_member())
    over = ended(warned(there))
    noted = actions.note_boundary(other, words="Again.", by=make_member(), now=NOON)
    desk.merge(there, into=other, by=make_member(), now=LATER)

    levels = dict(Boundary.objects.values_list("pk", "level"))
    assert levels == {over.pk: "ENDED", noted.pk: "LIFTED"}
    assert set(Boundary.objects.values_list("conversation", flat=True)) == {other.pk}
    over.refresh_from_db()
    appeal = actions.appeal_boundary(over, words="I am sorry.", now=LATER)
    assert appeal.conversation == other
    assert list(findings()) == []
