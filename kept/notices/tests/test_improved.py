"""Who hears of a fresh start, of a request to decide, and that what they raised stays as it is."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kept.charter import actions as charter
from kept.improvement import actions as improvement
from kept.ledger.models import Event
from kept.notices.models import Notice
from kept.notices.tests.make import hear, told, told_by_the_ledger
from kept.recovery import actions as recovery
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = told_by_the_ledger


@pytest.fixture
def lou():
    return make_manager()


@pytest.fixture
def desk(lou):
    return make_desk("Orders", make_member("ada"), make_member("bea"), lou)


def test_a_fresh_start_is_told_to_the_new_owner_and_the_old_and_nothing_else_is(lou, desk, client):
    ada, bea = make_member("ada"), make_member("bea")
    talk = make_conversation(desk=desk, assignee=ada)
    found = recovery.open_recovery(talk, why="Twice.", by=ada, now=NOON)
    recovery.start_afresh(found, to=bea, words="They wished so.", by=lou, now=NOON)

    hear()

    assert told() == [("Bea", "FRESH"), ("Ada", "RELIEVED")]
    client.force_login(bea)
    assert "A fresh start: you put this right from now on" in page_of(client)
    client.force_login(ada)
    assert "A fresh start: Bea puts this right now" in page_of(client)


def test_whoever_takes_it_over_themselves_is_not_told_of_their_own_deed(desk):
    ada, bea = make_member("ada"), make_member("bea")
    talk = make_conversation(desk=desk, assignee=ada)
    found = recovery.open_recovery(talk, why="Twice.", by=ada, now=NOON)
    recovery.start_afresh(found, to=bea, words="They wished so.", by=bea, now=NOON)

    hear()

    assert told() == [("Ada", "RELIEVED")]


def test_a_request_to_decide_is_told_to_the_manager_who_hears_it(lou, desk, client):
    talk = make_conversation(desk=desk)
    charter.ask_for_authority(
        talk,
        kind="REFUND",
        wanted="Pay it back.",
        submit_id=uuid4(),
        by=make_member("ada"),
        now=NOON,
    )

    hear()

    assert told() == [("Lou", "WANTED")]
    client.force_login(lou)
    page = page_of(client)
    assert "Ada wants to decide more, and you hear it" in page
    assert 'href="/authority/grants/"' in page


def test_once_it_was_heard_the_notice_asks_for_nothing_more(lou, desk):
    asked = charter.ask_for_authority(
        make_conversation(desk=desk),
        kind="REFUND",
        wanted="Pay it back.",
        submit_id=uuid4(),
        by=make_member("ada"),
        now=NOON,
    )
    hear()
    charter.answer_request(asked, state="REFUSED", reason="Not yet.", by=lou, now=NOON)
    hear()

    assert Notice.objects.get(kind="WANTED").seen_at == NOON


def test_what_stays_as_it_is_is_told_to_its_raiser_and_those_who_joined_once(lou, desk, client):
    ada, bea = make_member("ada"), make_member("bea")
    terms = improvement.FrictionTerms("The hall is cold.", desk=desk)
    cold = improvement.raise_friction(terms, submit_id=uuid4(), by=ada, now=NOON)
    for one in (bea, lou):
        improvement.me_too(cold, by=one, now=NOON)
    improvement.decline(cold, reason="It is a hall.", by=lou, now=NOON)

    hear()
    hear()

    assert told() == [("Ada", "CHANGED"), ("Bea", "CHANGED")]
    fact = Event.objects.get(kind="notice.of_friction")
    assert fact.facts == {"friction": cold.pk, "members": [ada.pk, bea.pk]}
    client.force_login(ada)
    page = page_of(client)
    assert "What you raised stays as it was" in page
    assert f'href="/improvement/frictions/{cold.pk}/"' in page
    assert "Read why." in page


def test_other_steps_of_a_friction_are_told_to_nobody(lou, desk):
    terms = improvement.FrictionTerms("The hall is cold.", desk=desk)
    cold = improvement.raise_friction(terms, submit_id=uuid4(), by=make_member("ada"), now=NOON)
    improvement.list_for_huddle(cold, by=lou, now=NOON)

    hear()

    assert told() == []


def page_of(client) -> str:
    return client.get("/notices/").content.decode()
