"""Who hears that a conversation is theirs, is no longer, or is on its way to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.conversations.actions import assign
from kept.handoffs import actions as handoffs
from kept.handoffs.actions import Pack
from kept.notices.models import Notice
from kept.notices.tests.make import hear, told, told_by_the_ledger
from tests.cast import NOON, make_conversation, make_desk, make_member, make_team

pytestmark = told_by_the_ledger


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def bea():
    return make_member("bea")


@pytest.fixture
def lamp(ada, bea):
    return make_conversation(desk=make_desk("Orders", ada, bea))


def test_whoever_takes_over_tells_the_former_and_nobody_of_their_own_deed(ada, bea, lamp, client):
    assign(lamp, to=ada, by=ada, now=NOON)
    hear()
    assert told() == []

    assign(lamp, to=bea, by=bea, now=NOON)
    hear()

    assert told() == [("Ada", "TAKEN")]
    client.force_login(ada)
    page = client.get("/notices/").content.decode()
    assert "Bea looks after it now" in page
    assert "A cracked lamp" in page


def test_whoever_is_given_something_hears_of_it(ada, bea, lamp):
    assign(lamp, to=bea, by=ada, now=NOON)
    hear()

    assert told() == [("Bea", "GIVEN")]


def test_a_handoff_is_told_to_both_and_what_is_answered_asks_no_more(ada, bea, lamp):
    handoff = handoffs.offer(lamp, Pack(to=bea, summary="Cracked."), by=ada, now=NOON)
    hear()
    assert told() == [("Bea", "HANDED")]

    handoffs.remind_due(now=NOON + timedelta(hours=4))
    hear()
    assert told()[1:] == [("Ada", "REMINDED"), ("Bea", "REMINDED")]

    handoffs.ask_back(handoff, question="Which?", by=bea, now=NOON + timedelta(hours=5))
    hear()
    assert told(ada)[-1] == ("Ada", "ASKED")
    assert not Notice.objects.filter(seen_at=None).exclude(kind="ASKED").exists()

    handoffs.offer_again(handoff, Pack(to=bea, summary="The blue one."), by=ada, now=NOON)
    handoffs.accept(handoff, by=bea, now=NOON + timedelta(hours=6))
    hear()
    assert told(ada) == [("Ada", "REMINDED"), ("Ada", "ASKED"), ("Ada", "ACCEPTED")]


def test_a_handoff_to_a_team_is_told_to_all_in_it_who_see_it(ada, bea, lamp):
    cleo, mia = make_member("cleo"), make_member("mia", sees_only_assigned=True)
    lamps = make_team("Lamps", ada, bea, cleo, mia)
    lamp.desk.teams.add(lamps)

    handoffs.offer(lamp, Pack(to=lamps, summary="Cracked."), by=ada, now=NOON)
    hear()

    assert told() == [("Bea", "HANDED"), ("Cleo", "HANDED")]
