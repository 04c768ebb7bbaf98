"""The pages on which a limit and a way are chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.people.models import Member
from kept.routing.models import Capacity, DeskRouting
from tests.cast import make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_member_sets_their_own_limit():
    ada = make_member("ada")
    client = browser(ada)
    assert "0 of 12 open now." in client.get("/me/load/").content.decode()

    answer = client.post(
        "/me/load/", {"own": "4", "skills": "Refunds, glass", "languages": "de en"}
    )

    row = Capacity.objects.get()
    assert answer["Location"] == "/me/load/"
    assert (row.own, row.takes, row.skills, row.languages) == (
        4, False, ["refunds", "glass"], ["de", "en"]
    )  # fmt: skip
    assert "nothing new comes to you" in client.get("/me/load/").content.decode()


def test_what_is_too_much_is_refused_and_what_was_typed_stays():
    ada, lou = make_member("ada"), make_manager()
    make_desk("Orders", ada, lou)
    address = f"/settings/routing/people/{ada.pk}/"
    assert browser(lou).post(address, {"most": "5"}).status_code == 302

    refused = browser(ada).post("/me/load/", {"own": "9", "skills": "glass"})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Your manager has set a lower limit" in page
    assert 'value="9"' in page
    assert 'value="glass"' in page
    assert Capacity.objects.get().own is None
    assert browser(ada).post("/me/load/", {"own": "0"}).status_code == 422


def test_a_manager_says_how_their_desks_route_and_no_other():
    ada, lou = make_member("ada"), make_manager()
    orders, billing = make_desk("Orders", ada, lou), make_desk("Billing", make_member("bea"))
    client = browser(lou)
    listed = client.get("/settings/routing/").content.decode()
    assert "Orders" in listed
    assert "Billing" not in listed
    assert "By hand: whoever wants it takes it" in listed

    typed = {"way": "LEAST", "prefers_last": "on", "needs_if_tagged": "Refunds"}
    assert client.post(f"/settings/routing/{orders.pk}/", typed).status_code == 302
    assert client.post(f"/settings/routing/{billing.pk}/", typed).status_code == 404
    assert browser(ada).post(f"/settings/routing/{orders.pk}/", typed).status_code == 403
    assert client.post(f"/settings/routing/{orders.pk}/", {"way": "X"}).status_code == 422

    row = DeskRouting.objects.get()
    assert (row.desk, row.way, row.prefers_last) == (orders, "LEAST", True)
    assert (row.by_language, row.needs_if_tagged) == (False, ["refunds"])
