"""Nobody outside holds up a desk's line, and nothing goes to whoever could not see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.routing import actions
from kept.routing.models import Capacity, DeskRouting, Queued
from tests.cast import NOON, make_conversation, make_customer, make_desk, make_member, make_team

# A reader on PostgreSQL sees what is committed, and no more.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def desk(ada: Member) -> Desk:
    found = make_desk("Orders", ada)
    DeskRouting.objects.create(desk=found, way="TURN", by_language=True)
    Capacity.objects.create(member=ada, own=1, languages=["en"])
    return found


def letter(desk: Desk, name: str, language: str) -> Conversation:
    customer = make_customer(name)
    customer.language = language
    customer.save(update_fields=["language"])
    return make_conversation(desk=desk, customer=customer)


def read_the_ledger() -> None:
    for reader in ("conversations", "routing"):
        while catch_up(READERS[reader], now=NOON):
            pass


def holder(conversation: Conversation) -> Member | None:
    conversation.refresh_from_db()
    return conversation.assignee


def test_letters_that_nobody_can_answer_do_not_hold_up_the_line(ada: Member, desk: Desk):
    """More than end a round, in a language that nobody speaks: it takes a stranger a minute."""
    first = letter(desk, "first", "en")
    for n in range(30):
        letter(desk, f"flood{n}", "fi")
    last = letter(desk, "last", "en")
    read_the_ledger()
    assert (holder(first), holder(last), Queued.objects.count()) == (ada, None, 31)

    conversations.set_status(first, to="CLOSED", by=ada, now=NOON)
    read_the_ledger()

    assert holder(last) == ada
    assert Queued.objects.count() == 30


def test_what_has_come_to_ask_for_something_else_does_not_hold_up_its_like(ada: Member, desk: Desk):
    first = letter(desk, "first", "en")
    changed, last = letter(desk, "changed", "en"), letter(desk, "last", "en")
    read_the_ledger()
    changed.customer.language = "fi"
    changed.customer.save(update_fields=["language"])

    conversations.set_status(first, to="CLOSED", by=ada, now=NOON)
    read_the_ledger()

    assert (holder(changed), holder(last)) == (None, ada)


def test_whoever_learns_what_was_missing_gets_what_waited_for_it(ada: Member, desk: Desk):
    other, wanted = letter(desk, "other", "fi"), letter(desk, "wanted", "sv")
    read_the_ledger()

    values = {"takes": True, "skills": [], "languages": ["sv"]}
    actions.settle_own(own=2, **values, by=ada, now=NOON)
    read_the_ledger()

    assert (holder(other), holder(wanted)) == (None, ada)


def test_a_team_that_has_left_the_desk_gets_nothing_that_opens_again_there(ada: Member, desk: Desk):
    """They could not see it, and nobody else would: it would lie in their hands for good."""
    bea = make_member("bea")
    lamps = make_team("Lamps", bea)
    desk.teams.add(lamps)
    Capacity.objects.create(member=bea, languages=["en"])
    talk = letter(desk, "cy", "en")
    conversations.assign_team(talk, to=lamps, by=ada, now=NOON)
    conversations.set_status(talk, to="CLOSED", by=ada, now=NOON)
    desk.teams.remove(lamps)

    conversations.set_status(talk, to="OPEN", by=ada, now=NOON + timedelta(minutes=1))
    read_the_ledger()

    assert (holder(talk), talk.team) == (ada, None)


def test_a_team_is_asked_for_none_but_those_who_see_the_desk_now(ada: Member, desk: Desk):
    """The reader may come before the fact that the team has left."""
    bea = make_member("bea")
    lamps = make_team("Lamps", bea)
    desk.teams.add(lamps)
    talk = letter(desk, "cy", "en")
    conversations.assign_team(talk, to=lamps, by=ada, now=NOON)
    desk.teams.remove(lamps)

    decided = actions.route(talk, now=NOON)

    assert (holder(talk), decided.why) == (None, "NO_SKILL")
