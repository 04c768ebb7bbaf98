"""Letters find somebody, wait in line, and are taken as soon as there is room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from kept.conversations import actions as conversations
from kept.conversations.actions import set_status, tag_by_names
from kept.conversations.models import Conversation, Desk
from kept.hours.actions import note_absence
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.routing import actions
from kept.routing.models import Capacity, Queued, Turn
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_team,
)

# A reader on PostgreSQL sees what is committed, and no more.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
EVENING = NOON.replace(hour=22)


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def bea() -> Member:
    return make_member("bea")


@pytest.fixture
def desk(ada: Member, bea: Member) -> Desk:
    return make_desk("Orders", ada, bea)


def settle(desk: Desk, way: str = "TURN", **more: object) -> None:
    lou = make_manager()
    lou.teams.set(desk.teams.all())
    lou.capacity = Capacity.objects.update_or_create(member=lou, defaults={"takes": False})[0]
    values = {"prefers_last": True, "by_language": False, "needs": [], "needs_if_tagged": []}
    actions.settle_routing(desk, way=way, **(values | more), by=lou, now=NOON)  # type: ignore[arg-type]


def limit(member: Member, own: int | None, **more: object) -> None:
    values = {"takes": True, "skills": [], "languages": []}
    actions.settle_own(own=own, **(values | more), by=member, now=NOON)  # type: ignore[arg-type]


def read_the_ledger() -> None:
    while catch_up(READERS["routing"], now=NOON):
        pass


def holder(conversation: Conversation) -> Member | None:
    conversation.refresh_from_db()
    return conversation.assignee


def letters(desk: Desk, count: int, **more: object) -> list[Conversation]:
    """One from each of so many customers."""
    return [
        make_conversation(desk=desk, customer=make_customer(f"c{n}"), **more) for n in range(count)
    ]


def test_letters_go_round_and_say_why(ada, bea, desk):
    settle(desk)
    first, second, third = letters(desk, 3)
    read_the_ledger()

    assert [holder(one) for one in (first, second, third)] == [ada, bea, ada]
    routed = Event.objects.filter(kind="conversation.routed").order_by("pk")
    assert [event.facts for event in routed] == [
        {"conversation": first.pk, "to": ada.pk, "why": "TURN", "open": 1, "limit": 12},
        {"conversation": second.pk, "to": bea.pk, "why": "TURN", "open": 1, "limit": 12},
        {"conversation": third.pk, "to": ada.pk, "why": "TURN", "open": 2, "limit": 12},
    ]
    assert Turn.objects.count() == 2


def test_a_desk_that_does_not_route_leaves_all_to_hands(desk):
    lamp = make_conversation(desk=desk)
    read_the_ledger()

    assert holder(lamp) is None
    assert not Event.objects.filter(by="system:routing").exists()


def test_whoever_served_the_customer_last_gets_the_next_one_too(ada, bea, desk):
    settle(desk)
    cy = make_customer("cy")
    make_conversation(desk=desk, customer=cy, assignee=bea)
    again = make_conversation(desk=desk, customer=cy, subject="Once more")
    read_the_ledger()

    assert holder(again) == bea
    assert Event.objects.get(kind="conversation.routed").facts["why"] == "LAST_SERVED"


def test_what_nobody_has_room_for_waits_and_is_taken_as_soon_as_one_is_closed(ada, bea, desk):
    settle(desk)
    limit(ada, 1)
    limit(bea, 1)
    first, _second, third, fourth = letters(desk, 4)
    read_the_ledger()
    assert (holder(third), holder(fourth)) == (None, None)
    assert [row.conversation_id for row in Queued.objects.order_by("since", "pk")] == [
        third.pk, fourth.pk
    ]  # fmt: skip
    waits = Event.objects.filter(kind="conversation.queued").order_by("pk")
    assert [event.facts["why"] for event in waits] == ["NO_ROOM", "NO_ROOM"]

    set_status(first, to="CLOSED", by=ada, now=NOON)
    read_the_ledger()

    assert (holder(third), holder(fourth)) == (ada, None)
    limit(bea, 2)
    read_the_ledger()
    assert holder(fourth) == bea
    assert not Queued.objects.exists()


def test_what_somebody_lays_back_goes_to_another_and_never_to_them_again(ada, bea, desk):
    settle(desk)
    (lamp,) = letters(desk, 1)
    read_the_ledger()
    assert holder(lamp) == ada

    conversations.assign(lamp, to=None, by=ada, now=NOON)
    read_the_ledger()
    assert holder(lamp) == bea

    limit(ada, 1)
    limit(bea, 1, takes=False)
    conversations.assign(lamp, to=None, by=ada, now=NOON)
    read_the_ledger()
    assert holder(lamp) == ada


def test_nobody_gets_anything_while_away_or_after_hours(ada, bea, desk):
    settle(desk)
    note_absence(
        ada, begins_at=NOON, ends_at=NOON + timedelta(days=2), kind="SICK", by=ada, now=NOON
    )
    (lamp,) = letters(desk, 1)
    read_the_ledger()
    assert holder(lamp) == bea

    late = make_message(desk=desk, customer=make_customer("dee"), now=EVENING).conversation
    read_the_ledger()
    assert holder(late) is None
    assert actions.fill_all(now=EVENING + timedelta(minutes=1)) == 0
    assert actions.fill_all(now=NOON + timedelta(days=1)) == 1
    assert holder(late) == bea


def test_skills_tags_and_languages_narrow_it(ada, bea, desk):
    settle(desk, needs_if_tagged=["refunds"], by_language=True)
    limit(bea, None, skills=["refunds"], languages=["en", "de"])
    limit(ada, None, languages=["en"])
    german = letters(desk, 1)[0]
    german.customer.language = "de"
    german.customer.save(update_fields=["language"])
    money = make_conversation(desk=desk, customer=make_customer("dee"), subject="My money")
    tag_by_names(money, ["Refunds"], by=ada, now=NOON)
    read_the_ledger()

    assert (holder(german), holder(money)) == (bea, bea)


def test_a_team_has_it_routed_within_the_team(ada, bea, desk):
    lamps = make_team("Lamps", bea)
    desk.teams.add(lamps)
    (lamp,) = letters(desk, 1)
    settle(desk, way="LEAST")
    conversations.assign_team(lamp, to=lamps, by=ada, now=NOON)
    read_the_ledger()

    assert (holder(lamp), lamp.team) == (bea, lamps)


def test_as_routing_begins_what_is_nobodys_gets_in_line_and_off_ends_it(ada, bea, desk):
    (lamp,) = letters(desk, 1)
    read_the_ledger()
    settle(desk)
    assert Queued.objects.get().conversation == lamp

    settle(desk, way="OFF")
    assert not Queued.objects.exists()

    settle(desk)
    assert actions.fill_all(now=NOON) == 1
    assert holder(lamp) in {ada, bea}


def test_spam_and_what_somebody_has_taken_is_left_alone(ada, bea, desk):
    settle(desk)
    spam, taken = letters(desk, 2)
    set_status(spam, to="SPAM", by=ada, now=NOON)
    conversations.assign(taken, to=bea, by=bea, now=NOON)
    read_the_ledger()

    assert (holder(spam), holder(taken)) == (None, bea)
    assert not Event.objects.filter(kind="conversation.routed").exists()


def test_a_reply_that_opens_what_was_nobodys_is_routed_too(ada, desk):
    (lamp,) = letters(desk, 1)
    set_status(lamp, to="CLOSED", by=ada, now=NOON)
    settle(desk)
    make_message("Still broken", conversation=lamp)
    read_the_ledger()

    assert holder(lamp) == ada
