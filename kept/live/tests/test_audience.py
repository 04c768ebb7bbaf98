"""A stream names a thing only to those who could open it: both gates answer alike."""

from __future__ import annotations

from itertools import product

import pytest

from kept.conversations import actions as conversations
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Conversation, Desk
from kept.ledger.models import Event
from kept.live.audience import Told, reach
from kept.live.following import nudges_after
from kept.people.models import Member
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_team,
)

pytestmark = pytest.mark.django_db


def told(kind: str = "message.received", *mentions: str, **facts: int) -> Told:
    return Told((0, 1), kind, facts, mentions)


@pytest.fixture
def a_busy_house() -> list[Member]:
    """Every role, limited or not, active or not, on no desk, one or two."""
    make_desk("Orders")
    make_desk("Billing")
    members = []
    for number, (role, limited, active, desks) in enumerate(
        product(
            Member.Role.values,
            [False, True],
            [True, False],
            [[], ["Orders"], ["Orders", "Billing"]],
        )
    ):
        member = make_member(f"m{number}", role=role, sees_only_assigned=limited, is_active=active)
        for desk in desks:
            make_team(f"{desk} team", member)
        members.append(member)
    for name in ("Orders", "Billing"):
        Desk.objects.get(name=name).teams.add(make_team(f"{name} team"))
    limited = [m for m in members if m.sees_only_assigned]
    for number, desk in enumerate(["Orders", "Orders", "Billing", "Orders", "Billing"]):
        conversation = make_message(
            desk=Desk.objects.get(name=desk), customer=make_customer(f"c{number % 3}")
        ).conversation
        # Assigned to whoever, even without right to it: the gate must decide then too.
        assignee = [None, *limited][number % (len(limited) + 1)]
        Conversation.objects.filter(pk=conversation.pk).update(assignee=assignee)
    return members


def test_conversations_are_named_to_exactly_those_who_see_them(a_busy_house):
    for conversation in Conversation.objects.all():
        name = f"conversation:{conversation.pk}"
        (told_to,) = reach([told("message.received", name)])
        for member in a_busy_house:
            sees = Conversation.objects.visible_to(member).filter(pk=conversation.pk).exists()
            assert (member.pk in told_to[name]) == sees, (conversation, vars(member))
            assert (member.pk in told_to[f"desk:{conversation.desk_id}"]) == sees


def test_customers_are_named_to_exactly_those_who_see_them(a_busy_house):
    for number in range(3):
        customer = make_customer(f"c{number}")
        name = f"customer:{customer.pk}"
        (told_to,) = reach([told("customer.changed", name)])
        for member in a_busy_house:
            sees = customers_visible_to(member).filter(pk=customer.pk).exists()
            assert (member.pk in told_to[name]) == sees, (customer, vars(member))


def test_a_member_hears_of_themselves():
    assert reach([told("member.changed", "member:5")]) == [{"member:5": frozenset({5})}]


def test_what_no_room_knows_is_named_to_nobody():
    assert reach([told("mail.tray", "delivery:5", "promise:1")]) == [{}]


def test_what_is_gone_is_named_to_nobody():
    make_owner()
    assert reach([told("message.received", "conversation:999")]) == [{}]
    assert reach([told("customer.met", "customer:999")]) == [{"customer:999": frozenset()}]


def test_who_loses_a_conversation_hears_it_about_themselves_alone():
    ada = make_member("ada", sees_only_assigned=True)
    bea = make_member("bea")
    desk = make_desk("Orders", ada, bea)
    conversation = make_conversation(desk=desk, assignee=None)
    conversations.assign(conversation, to=ada, by=bea, now=NOON)
    before = Event.objects.latest("pk")

    conversations.assign(conversation, to=None, by=bea, now=NOON)

    event = Event.objects.latest("pk")
    assert event.pk > before.pk
    (told_to,) = reach(
        [
            Told(
                (0, event.pk),
                event.kind,
                event.facts,
                tuple(event.mentions.values_list("name", flat=True)),
            )
        ]
    )
    hears = {topic for topic, members in told_to.items() if ada.pk in members}
    assert hears == {f"member:{ada.pk}"}


def test_many_events_are_asked_about_in_few_questions(django_assert_max_num_queries):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    for _ in range(20):
        make_message(conversation=conversation)
    if Event.objects.filter(transaction__gt=0).exists():
        pytest.skip("PostgreSQL lets nobody read events of a transaction that is still open")

    with django_assert_max_num_queries(8):
        nudges = nudges_after((0, 0))

    assert len(nudges) > 20
    assert nudges[-1].topics[ada.pk] == tuple(
        sorted(
            [
                f"conversation:{conversation.pk}",
                f"customer:{conversation.customer_id}",
                f"desk:{conversation.desk_id}",
            ]
        )
    )
