from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kept.conversations.actions.desk import (
    DeskSettings,
    SameStatusTwice,
    TakenByDesk,
    change_desk,
    make_desk,
    rename_statuses,
)
from kept.conversations.models import Desk, StatusLabel
from kept.conversations.queries.labels import status_labels
from kept.hours.models import Calendar
from kept.hours.tests.make import make_calendar
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_manager, make_member, make_owner, make_team
from tests.cast import make_desk as given_desk

pytestmark = pytest.mark.django_db


def lisbon() -> Calendar:
    return make_calendar("Lisbon", zone="Europe/Lisbon")


def chosen(**more: Any) -> DeskSettings:
    values: dict[str, Any] = {
        "name": "Billing",
        "slug": "billing",
        "icon": "bill",
        "calendar": lisbon(),
        "sender_name": "Northmoor Lamps",
        "signature": "{{name}}",
        "addresses": ["billing@northmoor.example", "Money@northmoor.example"],
        "teams": [],
    }
    return DeskSettings(**(values | more))


def typed(**more: Any) -> dict[str, Any]:
    return {
        "name": "Billing",
        "slug": "billing",
        "icon": "bill",
        "calendar": lisbon().pk,
        "addresses": "billing@northmoor.example\nmoney@northmoor.example",
    } | more


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_a_desk_is_made_with_its_addresses_in_the_order_written():
    odo, team = make_owner(), make_team("Money")

    desk = make_desk(chosen(teams=[team]), by=odo, now=NOON)

    assert [address.value for address in desk.addresses.all()] == [
        "billing@northmoor.example",
        "money@northmoor.example",
    ]
    assert list(desk.teams.all()) == [team]
    assert (desk.calendar, desk.zone, desk.hours.zone) == (lisbon(), *["Europe/Lisbon"] * 2)
    event = Event.objects.get()
    assert (event.kind, event.facts) == ("desk.made", {"desk": desk.pk})


def test_a_desk_is_changed_and_another_address_becomes_the_first():
    odo = make_owner()
    desk = make_desk(chosen(), by=odo, now=NOON)

    new = chosen(name="Money", addresses=["money@northmoor.example", "new@northmoor.example"])
    change_desk(desk, new, by=odo, now=NOON)

    desk.refresh_from_db()
    assert desk.name == "Money"
    assert [address.value for address in desk.addresses.all()] == [
        "money@northmoor.example",
        "new@northmoor.example",
    ]
    assert [event.kind for event in Event.objects.order_by("pk")] == ["desk.made", "desk.changed"]


@pytest.mark.parametrize(
    "taken",
    [
        {"name": "ORDERS"},
        {"slug": "orders"},
        {"addresses": ["Orders@Northmoor.example"]},
    ],
)
def test_no_two_desks_share_a_name_a_short_name_or_an_address(taken: dict[str, Any]):
    given_desk("Orders")

    with pytest.raises(TakenByDesk):
        make_desk(chosen(**taken), by=make_owner(), now=NOON)

    assert Event.objects.count() == 0
    assert Desk.objects.count() == 1


@pytest.mark.parametrize("who", ["ada", "lou"])
def test_only_an_owner_settles_desks_and_statuses(who: str):
    member = make_manager() if who == "lou" else make_member("ada")
    desk = given_desk("Orders", member)

    for change in (
        lambda: make_desk(chosen(), by=member, now=NOON),
        lambda: change_desk(desk, chosen(), by=member, now=NOON),
        lambda: rename_statuses({"OPEN": "New"}, by=member, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            change()
    for address in ("", "make/", f"{desk.pk}/"):
        assert browser(member).get(f"/settings/desks/{address}").status_code == 403
    assert Event.objects.count() == 0


def test_the_page_makes_a_desk_and_shows_it_as_it_was_typed():
    client = browser(make_owner())

    assert client.post("/settings/desks/make/", typed())["Location"] == "/settings/desks/"

    desk = Desk.objects.get()
    assert desk.calendar == lisbon()
    page = client.get(f"/settings/desks/{desk.pk}/").content.decode()
    assert f'<option value="{lisbon().pk}" selected>Lisbon</option>' in page
    shop = make_calendar("Shop")
    assert client.post(f"/settings/desks/{desk.pk}/", typed(calendar=shop.pk)).status_code == 302
    desk.refresh_from_db()
    assert desk.calendar == shop


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"calendar": "999"}, "not one of the available choices"),
        ({"addresses": "not an address"}, "is no mail address"),
        ({"slug": "Bill ing"}, "slug"),
    ],
)
def test_what_cannot_be_comes_back_with_a_reason_and_all_that_was_typed(
    wrong: dict[str, str], words: str
):
    answer = browser(make_owner()).post(
        "/settings/desks/make/", typed(signature="With care,\nBilling", **wrong)
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "With care,\nBilling" in page
    for name, value in wrong.items():
        assert value in page or name == "calendar"
    assert not Desk.objects.exists()


def test_a_refused_desk_leads_to_the_field_at_fault():
    answer = browser(make_owner()).post("/settings/desks/make/", typed(addresses="not one"))

    page = answer.content.decode()
    assert page.count("Nothing is saved yet. One field needs another look:") == 1
    assert '<li><a href="#id_addresses">Mail addresses</a>: ' in page
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == ["addresses"]
    assert not Desk.objects.exists()


def test_statuses_get_names_and_an_empty_one_gives_ours_back():
    odo = make_owner()

    rename_statuses({"OPEN": "New", "CLOSED": "  "}, by=odo, now=NOON)
    assert (status_labels()["OPEN"], status_labels()["CLOSED"]) == ("New", "Closed")
    rename_statuses({"OPEN": ""}, by=odo, now=NOON)

    assert status_labels()["OPEN"] == "Open"
    assert not StatusLabel.objects.exists()


def test_two_statuses_cannot_have_the_same_name():
    client = browser(make_owner())

    with pytest.raises(SameStatusTwice):
        rename_statuses({"OPEN": "closed"}, by=Member.objects.get(), now=NOON)
    answer = client.post("/settings/statuses/", {"OPEN": "closed", "WAITING": "With them"})

    assert answer.status_code == 422
    assert 'value="With them"' in answer.content.decode()
    assert Event.objects.count() == 0
