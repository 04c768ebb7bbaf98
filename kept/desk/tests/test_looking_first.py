"""What is typed in the settings of macros, fields and views is looked at before it is saved."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.fields.actions import FieldSettings, make_field
from kept.fields.models import Field
from kept.ledger.models import Event
from kept.macros.models import Macro
from kept.people.models import Member
from kept.search.models import SavedView
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lou(client: Client) -> Member:
    lou = make_manager("lou")
    make_desk("Orders", make_member("ada"), lou)
    client.force_login(lou, backend=BACKEND)
    return lou


def looked(client: Client, address: str, **typed: object) -> str:
    answer = client.post(address, {"look": "1", **typed}, **HTMX)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<html" not in page
    return page


def test_a_macro_is_shown_in_each_language_and_with_what_it_changes(client: Client, lou: Member):
    customer = make_customer("cy")
    customer.language = "de"
    customer.save()
    talk = make_conversation(customer=customer)
    team = make_team("Second line", lou)
    make_desk("Orders").teams.add(team)
    order = make_field(FieldSettings(label="Order", kind="NUMBER"), by=lou, now=NOON)
    before = Event.objects.count()

    page = looked(
        client,
        "/settings/macros/make/",
        name="Sorry",
        text="Dear {{customer.first_name}}, {{oops}}",
        text_de="Hallo {{customer.first_name}}",
        status="CLOSED",
        assign=f"team-{team.pk}",
        **{f"field_{order.pk}": "12.50", "with": f"k-{talk.pk}"},
    )

    assert page.index("Hallo Cy") < page.index("Dear Cy")
    assert '<p class="small"><b>German</b> <span class="muted">this customer gets' in page
    assert "No variable: {{oops}}" in page
    assert '<dt>Looked after by</dt><dd dir="auto">Second line</dd>' in page
    assert '<dt>Order</dt><dd dir="auto">12.5</dd>' in page
    assert not Macro.objects.exists()
    assert Event.objects.count() == before


def test_what_a_macro_cannot_set_is_said_before_it_is_saved(client: Client, lou: Member):
    make_conversation()
    billing = make_desk("Billing", lou)
    bill = make_field(FieldSettings(label="Bill", kind="NUMBER", desk=billing), by=lou, now=NOON)

    page = looked(client, "/settings/macros/make/", name="X", **{f"field_{bill.pk}": "seven"})
    assert "Write a number, such as 12.5." in page
    page = looked(client, "/settings/macros/make/", name="X", **{f"field_{bill.pk}": "7"})
    assert "It is a field of Billing alone." in page
    refused = client.post("/settings/macros/make/", {"name": "X", f"field_{bill.pk}": "7"})
    assert refused.status_code == 422
    assert "Bill is a field of Billing alone." in refused.content.decode()
    assert not Macro.objects.exists()


def test_a_conversation_one_cannot_see_is_no_example(client: Client, lou: Member):
    hidden = make_conversation(desk=make_desk("Secret", make_member("bea")))

    page = looked(
        client, "/settings/macros/make/", text="{{customer.name}}", **{"with": str(hidden.pk)}
    )
    assert "You see no conversation of that number." in page
    page = looked(client, "/settings/macros/make/", text="{{customer.name}}")
    assert "With made-up values" in page
    assert "Ines Valdorra" in page


def test_a_field_stands_there_as_it_will_and_can_be_tried(client: Client, lou: Member):
    page = looked(
        client, "/settings/fields/make/", label="Damage", kind="CHOICE", more="Crack\nScratch"
    )
    assert '<option value="-2">Scratch</option>' in page
    assert '<code dir="ltr">damage:…</code>' in page

    tried = {"label": "Order", "kind": "CODE", "pattern": "NM-9999"}
    page = looked(client, "/settings/fields/make/", **tried, **{"try": "4711"})
    assert "It looks like NM-9999" in page
    page = looked(client, "/settings/fields/make/", **tried, **{"try": "NM-4711"})
    assert "It will read: NM-4711" in page
    assert not Field.objects.exists()


def test_a_field_without_a_name_shows_nothing_and_without_htmx_the_whole_page_comes(
    client: Client, lou: Member
):
    assert "Give it a name" in looked(client, "/settings/fields/make/", kind="TEXT")
    assert "Give it a name" in looked(client, "/settings/fields/make/", label="X", kind="NONE")

    answer = client.post("/settings/fields/make/", {"look": "1", "label": "Order", "kind": "TEXT"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="try"' in page
    assert 'value="Order"' in page


def test_a_view_shows_the_first_that_fit_and_how_many(client: Client, lou: Member):
    make_conversation(subject="Blue lamp")
    make_conversation(subject="Hidden", desk=make_desk("Secret", make_member("bea")))

    page = looked(client, "/views/save/", name="Open", q="is:open")
    assert "Blue lamp" in page
    assert "Hidden" not in page
    assert "One conversation:" in page
    assert "cannot be read" in looked(client, "/views/save/", q="is:nonsense")
    assert "Nothing at the moment" in looked(client, "/views/save/", q="is:closed")
    assert not SavedView.objects.exists()


def test_looking_asks_no_more_than_a_page_may(
    client: Client, lou: Member, django_assert_max_num_queries
):
    make_conversation()
    for address, typed in (
        ("/views/save/", {"q": "is:open", "name": "Open"}),
        ("/settings/fields/make/", {"label": "Order", "kind": "TEXT"}),
        ("/settings/macros/make/", {"name": "X", "text": "{{customer.name}}"}),
    ):
        looked(client, address, **typed)
        with django_assert_max_num_queries(12):
            looked(client, address, **typed)
