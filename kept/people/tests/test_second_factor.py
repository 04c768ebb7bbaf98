from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people import actions
from kept.people.sign_in import FactorAdapter
from kept.people.tests.make import (
    body,
    browser,
    code_now,
    faults,
    give_app,
    give_recovery_codes,
    is_signed_in,
    prove_again,
    sign_in,
)
from tests.cast import NOON, PASSWORD, make_manager, make_member, make_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Time stands still, or a code could run out between two lines."""
    with time_machine.travel(NOON, tick=False):
        yield


def half_way_in(email: str) -> Client:
    """A browser that has given the password and still owes the second proof."""
    client = Client()
    assert sign_in(client, email)["Location"] == "/sign-in/code/"
    return client


def test_whoever_has_an_app_is_asked_for_its_code():
    ada = make_member("ada")
    give_app(ada)
    client = half_way_in(ada.email)

    assert not is_signed_in(client)
    assert client.post("/sign-in/code/", {"code": code_now()})["Location"] == "/today/"
    assert is_signed_in(client)


def test_a_code_works_once():
    ada = make_member("ada")
    give_app(ada)
    code = code_now()
    half_way_in(ada.email).post("/sign-in/code/", {"code": code})
    again = half_way_in(ada.email)

    answer = again.post("/sign-in/code/", {"code": code})

    assert answer.status_code == 422
    assert not is_signed_in(again)


def test_a_recovery_code_works_once():
    ada = make_member("ada")
    give_app(ada)
    code = give_recovery_codes(ada)[0]
    first, second = half_way_in(ada.email), half_way_in(ada.email)
    first.post("/sign-in/code/", {"code": code})
    second.post("/sign-in/code/", {"code": code})

    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_codes_cannot_be_guessed_at_length():
    ada = make_member("ada")
    give_app(ada)
    client = half_way_in(ada.email)
    for number in range(5):
        client.post("/sign-in/code/", {"code": f"00000{number}"})

    answer = client.post("/sign-in/code/", {"code": code_now()})

    assert "too often" in faults(answer)
    assert not is_signed_in(client)


def test_the_second_step_cannot_be_reached_without_the_first():
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"
    assert Client().post("/sign-in/code/", {"code": "123456"})["Location"] == "/sign-in/"


def test_half_way_in_opens_no_page_of_ours():
    ada = make_member("ada")
    give_app(ada)
    client = half_way_in(ada.email)

    for address in ("/today/", "/me/", "/me/security/", "/me/recovery/", "/settings/"):
        assert client.get(address)["Location"].startswith("/sign-in/"), address


def test_an_app_is_set_up_after_the_password_is_given_once_more():
    ada = make_member("ada")
    client = browser(ada)

    assert client.get("/me/app/on/")["Location"] == "/me/again/?next=%2Fme%2Fapp%2Fon%2F"
    prove_again(client)
    page = body(client.get("/me/app/on/"))
    assert 'src="data:image/svg+xml;base64,' in page
    assert " style=" not in page
    assert client.post("/me/app/on/", {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()

    key = client.session["mfa.totp.secret"]
    answer = client.post("/me/app/on/", {"code": code_now(key)})

    assert answer["Location"] == "/me/recovery/"
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert "10 of 10 are left" in body(client.get("/me/recovery/"))


def test_switching_the_app_off_asks_for_a_proof_first():
    ada = make_member("ada")
    give_app(ada)
    client = Client()
    client.force_login(ada)

    client.post("/me/app/off/")
    assert Authenticator.objects.count() == 1
    prove_again(client)
    client.post("/me/app/off/")

    assert not Authenticator.objects.exists()


def test_a_wrong_password_is_no_proof():
    client = browser(make_member("ada"))

    answer = client.post("/me/again/", {"password": "not this"})

    assert "That is not your password" in faults(answer)
    assert client.get("/me/app/on/").status_code == 302


def test_recovery_codes_are_hidden_until_there_is_a_proof():
    ada = make_member("ada")
    give_app(ada)
    codes = give_recovery_codes(ada)
    client = Client()
    client.force_login(ada)

    assert codes[0] not in body(client.get("/me/recovery/"))
    assert client.get("/me/recovery/download/")["Location"].startswith("/me/again/")
    prove_again(client)
    assert codes[0] in body(client.get("/me/recovery/"))
    assert codes[0] in client.get("/me/recovery/download/").content.decode()


def test_secrets_of_second_proofs_can_be_sealed(settings):
    settings.MFA_ADAPTER = "kept.people.sign_in.FactorAdapter"
    ada = make_member("ada")
    give_app(ada)
    stored = Authenticator.objects.get().data["secret"]

    assert "JBSWY3DPEHPK3PXP" not in stored
    assert FactorAdapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"
    assert half_way_in(ada.email).post("/sign-in/code/", {"code": code_now()}).status_code == 302


def test_an_owner_takes_off_a_lost_proof_and_the_sessions_end_with_it():
    odo, ada = make_owner(), make_member("ada")
    client = browser(ada)
    give_app(ada)
    give_recovery_codes(ada)

    actions.take_off_factors(ada, by=odo, now=NOON)

    assert not Authenticator.objects.exists()
    assert not is_signed_in(client)
    assert sign_in(Client(), ada.email)["Location"] == "/today/"
    assert Event.objects.get().kind == "factors.taken_off"


@pytest.mark.parametrize("who", ["lou", "ada", "odo"])
def test_nobody_else_takes_it_off_nor_an_owner_their_own(who: str):
    people = {"odo": make_owner(), "lou": make_manager(), "ada": make_member("ada")}
    target = people["odo"] if who == "odo" else people["ada"]
    give_app(target)

    with pytest.raises(NotAllowed):
        actions.take_off_factors(target, by=people[who], now=NOON)

    assert Authenticator.objects.count() == 1
    assert Event.objects.count() == 0


def test_taking_off_asks_the_owner_for_a_proof_and_then_goes_on():
    odo, ada = make_owner(), make_member("ada")
    give_app(ada)
    client = browser(odo)
    address = f"/settings/people/{ada.pk}/factors/"

    asked = client.post(address)
    assert asked["Location"].startswith("/me/again/")
    assert Authenticator.objects.count() == 1
    answer = client.post(asked["Location"], {"password": PASSWORD})

    assert answer["Location"] == f"/settings/people/{ada.pk}/"
    assert not Authenticator.objects.exists()


def test_passkey_pages_carry_no_inline_script():
    client = browser(make_member("ada"))
    prove_again(client)
    for page in (client.get("/me/passkeys/add/"), Client().get("/sign-in/")):
        assert page.status_code == 200
        text = body(page)
        for tag in text.split("<script")[1:]:
            opening, _, content = tag.partition(">")
            inside = content.partition("</script>")[0].strip()
            assert "src=" in opening or 'type="application/json"' in opening, opening
            assert not inside or 'type="application/json"' in opening


def test_a_stranger_gets_options_for_a_passkey_and_nothing_of_who_has_one():
    answer = Client().get("/sign-in/passkey/", headers={"accept": "application/json"})

    options = answer.json()["request_options"]["publicKey"]
    assert options["challenge"]
    assert not options.get("allowCredentials")
