from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client

from kept.people import actions
from kept.people.tests.make import body, browser, faults, is_signed_in, sign_in
from tests.cast import NOON, PASSWORD, make_member, make_owner

pytestmark = pytest.mark.django_db


def test_a_member_signs_in_and_comes_to_their_day():
    ada = make_member("ada")
    client = Client()

    answer = sign_in(client, ada.email)

    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert is_signed_in(client)


def test_the_address_is_known_in_any_case():
    make_member("ada")

    assert sign_in(Client(), " ADA@Northmoor.example ").status_code == 302


def test_the_page_says_nothing_of_success():
    client = browser(make_member("ada"))

    assert "uccessful" not in client.get("/me/").content.decode()


def test_a_wrong_password_an_unknown_address_and_a_closed_account_answer_alike():
    make_member("ada")
    make_member("gus", is_active=False)
    pages = {
        body(sign_in(Client(), f"{name}@northmoor.example", password)).replace(name, "…")
        for name, password in [("ada", "not this"), ("zoe", "not this"), ("gus", PASSWORD)]
    }

    assert len(pages) == 1
    assert "do not go together" in pages.pop()


def test_a_wrong_password_comes_back_as_422_with_the_address_still_there():
    make_member("ada")

    answer = sign_in(Client(), "ada@northmoor.example", "not this")

    assert answer.status_code == 422
    assert 'value="ada@northmoor.example"' in body(answer)
    assert "not this" not in body(answer)


def test_every_kind_of_refused_sign_in_costs_one_hash(monkeypatch):
    make_member("ada")
    make_member("gus", is_active=False)
    hasher = type(hashers.get_hasher())
    costs = []
    encode = hasher.encode

    def counted(self, *args, **options):
        costs.append(1)
        return encode(self, *args, **options)

    monkeypatch.setattr(hasher, "encode", counted)
    spent = []
    for name in ("ada", "gus", "nobody"):
        costs.clear()
        sign_in(Client(), f"{name}@northmoor.example", "not this")
        spent.append(len(costs))

    assert spent == [1, 1, 1]


def test_five_wrong_passwords_close_an_address_for_five_minutes():
    make_member("ada")
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            assert "go together" in faults(sign_in(Client(), "ada@northmoor.example", "no"))
            clock.shift(10)

        assert "too often" in faults(sign_in(Client(), "ada@northmoor.example"))
        clock.shift(301)
        assert sign_in(Client(), "ada@northmoor.example").status_code == 302


def test_the_limit_is_the_same_for_an_address_nobody_has():
    for _ in range(5):
        sign_in(Client(), "nobody@northmoor.example", "no")

    assert "too often" in faults(sign_in(Client(), "nobody@northmoor.example", "no"))


def test_another_host_name_gives_no_more_tries(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_member("ada")
    for number in range(5):
        sign_in(Client(HTTP_HOST=f"h{number}.example"), "ada@northmoor.example", "no")

    answer = sign_in(Client(HTTP_HOST="h9.example"), "ada@northmoor.example")

    assert "too often" in faults(answer)


def test_a_right_password_of_a_closed_account_counts_as_a_failure():
    make_member("gus", is_active=False)
    for _ in range(5):
        sign_in(Client(), "gus@northmoor.example")

    assert "too often" in faults(sign_in(Client(), "gus@northmoor.example"))


def test_one_place_cannot_try_many_addresses():
    make_member("ada")
    for number in range(10):
        sign_in(Client(), f"n{number}@northmoor.example", "no")

    assert "too often" in faults(sign_in(Client(), "ada@northmoor.example"))


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "https://localhost/me/",
        "http://testserver/me/",
        "\t//evil.example",
    ],
)
def test_sign_in_leads_to_paths_of_ours_only(next_page: str):
    make_member("ada")

    answer = sign_in(Client(), "ada@northmoor.example", next=next_page)

    assert answer["Location"] == "/today/"


def test_sign_in_leads_on_to_where_one_was_going():
    make_member("ada")
    client = Client()
    door = client.get("/me/?x=1")

    assert door["Location"] == "/sign-in/?next=/me/%3Fx%3D1"
    assert 'name="next" value="/me/?x=1"' in body(client.get(door["Location"]))
    assert sign_in(client, "ada@northmoor.example", next="/me/?x=1")["Location"] == "/me/?x=1"


def test_a_session_gets_a_new_key_at_sign_in():
    make_member("ada")
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["kept"] = planted

    sign_in(client, "ada@northmoor.example")

    assert client.cookies["kept"].value != planted
    assert is_signed_in(client)
    other = Client()
    other.cookies["kept"] = planted
    assert not is_signed_in(other)


def test_signing_out_takes_a_post():
    client = browser(make_member("ada"))

    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/sign-out/").status_code == 302
    assert not is_signed_in(client)


def test_nobody_can_sign_up():
    assert Client().get("/sign-up/").status_code == 404
    assert Client().post("/sign-up/", {"email": "x@y.example"}).status_code == 405


def test_the_forgotten_page_says_to_ask_an_owner():
    answer = Client().get("/forgotten/")

    assert answer.status_code == 200
    assert "Ask an owner" in body(answer)


def test_zone_and_language_of_a_member_hold_for_their_pages():
    ada = make_member("ada", zone="Asia/Tokyo", language="de")
    answer = browser(ada).get("/me/")

    assert '<html lang="de"' in body(answer)


def test_the_first_member_founds_the_house_and_only_the_first():
    odo = actions.found_house(
        email="Odo@Northmoor.example", name="Odo", password=PASSWORD, now=NOON
    )

    assert (odo.email, odo.role) == ("odo@northmoor.example", "OWNER")
    assert sign_in(Client(), odo.email).status_code == 302
    with pytest.raises(actions.HouseFounded):
        actions.found_house(email="eve@x.example", name="Eve", password=PASSWORD, now=NOON)


def test_a_member_is_added_once_in_any_case():
    odo = make_owner()
    with pytest.raises(actions.KnownAddress):
        actions.add_member(
            email="ODO@northmoor.example", name="Odo", password=PASSWORD, by=odo, now=NOON
        )
