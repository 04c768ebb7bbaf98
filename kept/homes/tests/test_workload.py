"""How the work of a desk is shared, as whoever leads it sees it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kept.conversations.models import Conversation
from kept.people.models import Member
from kept.routing.actions import settle_own
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_promise,
)

pytestmark = pytest.mark.django_db


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def bea() -> Member:
    return make_member("bea")


@pytest.fixture
def lou(ada, bea) -> Member:
    """Leads Orders, which Ada and Bea serve. Billing is not theirs."""
    lou = make_manager()
    make_desk("Orders", ada, bea, lou)
    make_desk("Billing", make_member("eve"))
    return lou


@pytest.fixture
def held(ada, lou) -> list[Conversation]:
    desk = make_desk("Orders")
    return [
        make_conversation(desk=desk, customer=make_customer(f"c{n}"), assignee=ada)
        for n in range(3)
    ]


def test_a_manager_sees_what_each_holds_by_name(
    ada, bea, lou, held, django_assert_max_num_queries, ledger_end_known
):
    settle_own(own=4, takes=True, skills=[], languages=[], by=ada, now=NOON)
    make_promise(held[0], keeper=ada)
    client = browser(lou)
    client.get("/workload/")

    with django_assert_max_num_queries(12):
        page = client.get("/workload/?desk=orders").content.decode()

    assert "3 of 4" in page
    assert "0 of 12" in page
    names = re.findall('<th scope="row">([A-Z][a-z]+)', page)
    assert names == ["Ada", "Bea", "Lou"]
    assert "Everything open has somebody." in page
    assert "Billing" not in page
    assert browser(ada).get("/workload/").status_code == 403


def test_some_is_moved_to_another_and_can_be_undone(ada, bea, lou, held):
    client = browser(lou)
    desk = make_desk("Orders")
    page = client.get(f"/workload/{desk.pk}/{ada.pk}/").content.decode()
    assert all(f'value="{one.pk}"' in page for one in held)
    assert f'value="assign:{bea.pk}"' in page

    moved = [held[0].pk, held[1].pk]
    answer = client.post("/bulk/", {"do": f"assign:{bea.pk}", "ids": moved, "place": "at-orders"})

    holders = dict(Conversation.objects.values_list("pk", "assignee"))
    assert [holders[one.pk] for one in held] == [bea.pk, bea.pk, ada.pk]
    client.post(answer["Location"].split("?")[0] + "undo/")
    assert set(Conversation.objects.values_list("assignee", flat=True)) == {ada.pk}


def test_nobody_looks_into_a_desk_that_is_not_theirs(ada, lou, held):
    billing = make_desk("Billing")
    eve = make_member("eve")
    for address in (f"/workload/{billing.pk}/{eve.pk}/", f"/workload/{billing.pk}/{ada.pk}/"):
        assert browser(lou).get(address).status_code == 404
    orders = make_desk("Orders")
    assert browser(lou).get(f"/workload/{orders.pk}/{eve.pk}/").status_code == 404
    assert browser(ada).get(f"/workload/{orders.pk}/{ada.pk}/").status_code == 403


def test_today_tells_quietly_how_much_of_ones_limit_is_open(ada, lou, held):
    page = browser(ada).get("/today/").content.decode()

    assert "3 of 12 open" in page


def test_who_sees_only_what_is_theirs_sees_nobodys_load():
    ada, mia = make_member("ada"), make_member("mia", role="MANAGER", sees_only_assigned=True)
    desk = make_desk("Orders", ada, mia)
    make_conversation(desk=desk, assignee=ada)

    page = browser(mia).get("/workload/")

    assert page.status_code == 200
    assert "of 12" not in page.content.decode()
    assert browser(mia).get(f"/workload/{desk.pk}/{ada.pk}/").status_code == 404
