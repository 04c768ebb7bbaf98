from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kept.kit import tokens
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people import actions
from kept.people.tests.make import body, browser, is_signed_in, prove_again, sign_in
from tests.cast import NOON, PASSWORD, make_manager, make_member, make_owner

pytestmark = pytest.mark.django_db
NEW = "quite another word"


def test_a_link_sets_a_new_password_and_ends_every_session():
    odo, ada = make_owner(), make_member("ada")
    client = browser(ada)
    token = actions.offer_reset(ada, by=odo, now=NOON)

    actions.reset_password(token, new=NEW, now=NOON)

    assert not is_signed_in(client)
    assert sign_in(Client(), ada.email).status_code == 422
    assert sign_in(Client(), ada.email, NEW).status_code == 302
    assert [event.kind for event in Event.objects.order_by("pk")] == [
        "password.reset_offered",
        "password.changed",
    ]


def test_a_link_works_once_also_beside_a_second_one():
    odo, ada = make_owner(), make_member("ada")
    first = actions.offer_reset(ada, by=odo, now=NOON)
    second = actions.offer_reset(ada, by=odo, now=NOON)
    actions.reset_password(second, new=NEW, now=NOON)

    for token in (first, second):
        with pytest.raises(actions.DeadReset):
            actions.reset_password(token, new=PASSWORD, now=NOON)


def test_a_link_is_good_for_a_day():
    token = actions.offer_reset(make_member("ada"), by=make_owner(), now=NOON)

    assert actions.resetting(token, now=NOON + timedelta(hours=23, minutes=59))
    with pytest.raises(actions.DeadReset):
        actions.resetting(token, now=NOON + timedelta(hours=24))


def test_a_link_dies_with_a_change_of_its_member_or_of_its_giver():
    odo, ola, ada = make_owner(), make_owner("ola"), make_member("ada")
    by_odo = actions.offer_reset(ada, by=odo, now=NOON)
    by_ola = actions.offer_reset(ada, by=ola, now=NOON)
    values = {"role": "MEMBER", "teams": [], "sees_only_assigned": False}

    actions.change_member(ola, **values, is_active=True, by=odo, now=NOON)  # type: ignore[arg-type]
    with pytest.raises(actions.DeadReset):
        actions.resetting(by_ola, now=NOON)
    assert actions.resetting(by_odo, now=NOON)
    actions.change_member(ada, **values, is_active=False, by=odo, now=NOON)  # type: ignore[arg-type]
    with pytest.raises(actions.DeadReset):
        actions.resetting(by_odo, now=NOON)


def test_a_link_for_something_else_opens_nothing():
    ada, odo = make_member("ada"), make_owner()
    payload = {"member": ada.pk, "epoch": ada.epoch, "by": odo.pk}
    other = tokens.sign("customer-page", payload, expires_at=NOON + timedelta(days=1))

    for token in (other, "", "x", "x.y", "é.é", other[:-1]):
        with pytest.raises(actions.DeadReset):
            actions.resetting(token, now=NOON)


@pytest.mark.parametrize("who", ["lou", "ada", "odo"])
def test_only_an_owner_offers_a_link_and_never_for_themselves(who: str):
    people = {"odo": make_owner(), "lou": make_manager(), "ada": make_member("ada")}
    target = people["odo"] if who == "odo" else people["ada"]

    with pytest.raises(NotAllowed):
        actions.offer_reset(target, by=people[who], now=NOON)

    assert Event.objects.count() == 0


def test_the_owner_proves_who_they_are_gets_the_link_and_it_opens_once():
    odo, ada = make_owner(), make_member("ada")
    with time_machine.travel(NOON):
        client = browser(odo)
        address = f"/settings/people/{ada.pk}/reset/"
        assert client.post(address)["Location"].startswith("/me/again/")
        assert Event.objects.count() == 0
        prove_again(client)
        page = body(client.post(address))
        token = re.search(r"/reset/([^/\"]+)/", page)
        assert token
        link = f"/reset/{token[1]}/"

        assert ada.email in body(Client().get(link))
        assert Client().post(link, {"new": "short"}).status_code == 422
        assert Client().post(link, {"new": NEW})["Location"] == "/sign-in/"
        dead = Client().post(link, {"new": NEW})

    assert dead.status_code == 404
    assert "does not open any more" in body(dead)
