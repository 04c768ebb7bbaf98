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
from kept.conversations.forms import DaysField, HoursField
from kept.conversations.models import Desk, StatusLabel
from kept.conversations.queries.labels import status_labels
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_manager, make_member, make_owner, make_team
from tests.cast import make_desk as given_desk

pytestmark = pytest.mark.django_db

WEEK = {
    "mon": [["09:00", "12:30"], ["13:30", "17:00"]],
    "tue": [],
    "wed": [],
    "thu": [],
    "fri": [],
    "sat": [],
    "sun": [["22:00", "00:00"]],
    "closed": ["2026-12-25"],
}


def chosen(**more: Any) -> DeskSettings:
    values: dict[str, Any] = {
        "name": "Billing",
        "slug": "billing",
        "icon": "bill",
        "zone": "Europe/Lisbon",
        "weekly_hours": WEEK,
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
        "zone": "Europe/Lisbon",
        "addresses": "billing@northmoor.example\nmoney@northmoor.example",
        "mon": "9:00-12:30, 13:30 – 17:00",
        "sun": "22:00-24:00",
        "closed": "2026-12-25",
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
    assert desk.hours.to_json() == {"zone": "Europe/Lisbon", **WEEK}
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
    assert desk.hours.to_json() == {"zone": "Europe/Lisbon", **WEEK}
    page = client.get(f"/settings/desks/{desk.pk}/").content.decode()
    assert 'value="09:00-12:30, 13:30-17:00"' in page
    assert 'value="22:00-24:00"' in page
    assert "2026-12-25" in page
    assert client.post(f"/settings/desks/{desk.pk}/", typed(mon="10:00-11:00")).status_code == 302
    desk.refresh_from_db()
    assert desk.weekly_hours["mon"] == [["10:00", "11:00"]]
    assert desk.weekly_hours["closed"] == ["2026-12-25"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mon": "nine to five"}, "Write it like 09:00-12:30"),
        ({"mon": "17:00-09:00"}, "must end after it begins"),
        ({"mon": "09:00-12:00, 11:00-13:00"}, "must follow each other"),
        ({"mon": "25:00-26:00"}, "Write it like 09:00-12:30"),
        ({"mon": "", "sun": ""}, "never open could keep no promise"),
        ({"zone": "Europe/Nowhere"}, "no time zone we know"),
        ({"addresses": "not an address"}, "is no mail address"),
        ({"closed": "Christmas"}, "is no date"),
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
    for value in filter(None, wrong.values()):
        assert value in page
    assert not Desk.objects.exists()


def test_a_refused_desk_leads_to_the_field_at_fault():
    answer = browser(make_owner()).post("/settings/desks/make/", typed(sun="ten to four"))

    page = answer.content.decode()
    assert page.count("Nothing is saved yet. One field needs another look:") == 1
    assert '<li><a href="#id_sun">Sunday</a>: ' in page
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == ["sun"]
    assert not Desk.objects.exists()


def test_hours_may_run_through_a_whole_day():
    assert HoursField().clean("0:00-24:00") == [["00:00", "00:00"]]
    assert HoursField(required=False).clean("") == []


def test_closed_days_come_sorted_and_once():
    assert DaysField().clean("2027-01-01\n2026-12-25, 2026-12-25") == ["2026-12-25", "2027-01-01"]


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
