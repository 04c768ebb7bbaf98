"""The guide says how far the house is, from what is there alone."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.brand.models import Brand
from kept.brand.queries import forget_brands
from kept.conversations.models import Desk
from kept.first_steps import actions
from kept.first_steps.models import PutAway
from kept.first_steps.queries import is_wanted, progress
from kept.first_steps.rules import DONE, STEPS, Progress, after, current
from kept.hours.models import Calendar
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail.models import Mailbox
from kept.people.models import Member
from kept.people.tests.make import body
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_owner,
    make_reply,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brands_unknown():
    forget_brands()
    yield
    forget_brands()


def sign_in(client: Client, member: Member) -> None:
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")


def at(client: Client, step: str) -> str:
    answer = client.get(f"/first-steps/{step}/")
    assert answer.status_code == 200
    return body(answer)


def test_the_next_step_is_the_first_that_cannot_wait():
    assert current(Progress()) == "house"
    assert current(Progress(house=True)) == "desk"
    assert current(Progress(house=True, desk=True, mail=True)) == "letter"
    assert current(Progress(house=True, desk=True, mail=True, letter=True)) == "answer"
    assert current(Progress(answer=True)) == DONE
    assert [after(step) for step in STEPS] == [*STEPS[1:], DONE]


def test_an_empty_house_has_nothing_and_a_letter_answered_ends_it():
    odo = make_owner()
    assert progress(now=NOON) == Progress()
    assert is_wanted(odo)

    conversation = make_conversation(desk=make_desk())
    assert progress(now=NOON) == Progress(desk=True, mail=True, letter=True)

    make_reply(conversation, by=odo)
    assert progress(now=NOON).is_over
    assert not is_wanted(odo)


def test_a_mailbox_counts_once_it_may_be_read():
    make_owner()
    box = Mailbox.objects.create(
        desk=make_desk(), host="127.0.0.1", port=1, user="orders", provider="GOOGLE"
    )
    assert not progress(now=NOON).mail

    Mailbox.objects.filter(pk=box.pk).update(connected_at=NOON)
    assert progress(now=NOON).mail


def test_the_way_leads_from_an_empty_house_to_a_letter(client):
    odo = make_owner()
    sign_in(client, odo)
    assert client.get("/first-steps/")["Location"] == "/first-steps/house/"

    answer = client.post(
        "/first-steps/house/",
        {"name": "Northmoor Lamps", "zone": "Europe/Berlin", "language": "en"},
    )
    assert answer["Location"] == "/first-steps/desk/"
    odo.refresh_from_db()
    assert (Brand.objects.get().name, odo.zone) == ("Northmoor Lamps", "Europe/Berlin")

    answer = client.post(
        "/first-steps/desk/", {"name": "Orders", "address": "orders@northmoor.example"}
    )
    assert answer["Location"] == "/first-steps/mail/"
    desk = Desk.objects.get()
    assert (desk.slug, desk.zone) == ("orders", "Europe/Berlin")
    assert [team.name for team in desk.teams.all()] == ["Orders"]
    assert list(desk.teams.get().members.all()) == [odo]
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["brand.changed", "calendar.made", "team.changed", "desk.made"]

    page = at(client, "letter")
    assert "Waiting for a letter to orders@northmoor.example" in page
    assert "curl smtp://" in page

    make_message(desk=desk)
    page = at(client, "letter")
    assert "Cy has written" in page
    assert client.get("/first-steps/")["Location"] == "/first-steps/answer/"


def test_a_desk_that_is_there_is_not_made_twice_and_what_was_typed_stays(client):
    make_desk("Orders")
    sign_in(client, make_owner())

    answer = client.post(
        "/first-steps/desk/", {"name": "Orders", "address": "new@northmoor.example"}
    )

    assert answer.status_code == 422
    assert "new@northmoor.example" in body(answer)
    assert Desk.objects.count() == 1
    assert not Event.objects.exists()


def test_hours_of_the_same_zone_change_the_calendar_and_of_another_make_one(client):
    odo, desk = make_owner(), make_desk()
    sign_in(client, odo)
    house = desk.calendar
    typed = {"days": ["0", "1"], "opens": "08:00", "closes": "00:00", "seen": house.revision}

    answer = client.post("/first-steps/hours/", {**typed, "zone": "UTC"})

    assert answer["Location"] == "/first-steps/people/"
    windows = house.versions.last().windows.values_list("weekday", "opens", "closes")
    assert list(windows) == [(0, 480, 1440), (1, 480, 1440)]

    house.refresh_from_db()
    typed["seen"] = house.revision
    client.post("/first-steps/hours/", {**typed, "zone": "Europe/Lisbon"})
    desk.refresh_from_db()
    assert (desk.calendar.name, desk.zone) == ("Hours of Orders", "Europe/Lisbon")
    assert Calendar.objects.count() == 2
    assert progress(now=NOON).hours


def test_an_opening_that_ends_before_it_begins_is_said_to(client):
    desk = make_desk()
    sign_in(client, make_owner())

    answer = client.post(
        "/first-steps/hours/",
        {
            "days": ["0"],
            "opens": "17:00",
            "closes": "09:00",
            "zone": "UTC",
            "seen": desk.calendar.revision,
        },
    )

    assert answer.status_code == 422
    assert "An opening must end after it begins." in body(answer)
    assert not Event.objects.exists()


def test_whoever_waits_for_the_answer_goes_on_once_it_is_there(client):
    odo = make_owner()
    sign_in(client, odo)
    conversation = make_conversation(desk=make_desk())
    assert "Cy waits for your answer" in at(client, "answer")

    make_reply(conversation, by=odo)

    assert client.get("/first-steps/answer/")["Location"] == "/first-steps/done/"
    pane = client.get("/first-steps/answer/?pane", headers={"HX-Request": "true"})
    assert pane["HX-Redirect"] == "/first-steps/done/"
    assert "Cy has your answer" in at(client, "done")


def test_the_card_is_an_owners_until_they_put_it_away(client):
    odo = make_owner()
    sign_in(client, odo)
    assert "Go on with it" in body(client.get("/today/"))

    client.post("/first-steps/put-away/")
    client.post("/first-steps/put-away/")

    assert PutAway.objects.count() == 1
    assert "Go on with it" not in body(client.get("/today/"))
    assert client.get("/first-steps/house/").status_code == 200
    assert is_wanted(make_owner("ingrid"))
    assert not is_wanted(make_member())
    assert not is_wanted(make_manager())


def test_every_step_has_its_page_and_others_none(client):
    sign_in(client, make_owner())
    for step in (*STEPS, DONE):
        assert at(client, step)
    assert client.get("/first-steps/other/").status_code == 404


def test_a_guide_page_asks_little(client, django_assert_max_num_queries):
    sign_in(client, make_owner())
    make_conversation(desk=make_desk())
    for step in STEPS:
        with django_assert_max_num_queries(12):
            client.get(f"/first-steps/{step}/")


def test_only_an_owner_settles_the_house_by_it():
    lou = make_manager()
    with pytest.raises(NotAllowed):
        actions.open_desk(name="Orders", address="orders@northmoor.example", by=lou, now=NOON)
    with pytest.raises(NotAllowed):
        actions.settle_house(name="Ours", zone="UTC", language="en", by=lou, now=NOON)
    assert not Desk.objects.exists()
    assert not Event.objects.exists()
