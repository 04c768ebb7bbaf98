"""Macros through the composer and the settings."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.models import Conversation, Draft, Message
from kept.ledger.models import Event
from kept.macros.actions import MacroSettings, make_macro, retire_macro
from kept.macros.models import Macro
from tests.cast import make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
TYPED = {"text": "My own words.", "to": "cy@valdorra.example", "given_to": "", "place": "all"}


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def client(ada) -> Client:
    return signed_in(ada)


@pytest.fixture
def conversation(ada, lou):
    return make_conversation(desk=make_desk("Orders", ada, lou), now=timezone.now())


@pytest.fixture
def macro(lou, conversation) -> Macro:
    chosen = MacroSettings(
        name="Sorry", text="Dear {{customer.first_name}}, sorry.", status="CLOSED", priority="HIGH"
    )
    return make_macro(chosen, by=lou, now=timezone.now())


def words(page: str) -> str:
    return re.search(r'id="write".*?>(.*?)</textarea>', page, re.DOTALL)[1]


def test_with_scripts_the_words_go_where_the_cursor_stood(client, conversation, macro):
    menu = client.get(f"/c/{conversation.pk}/macros/", **HTMX).content.decode()
    assert "Dear Cy, sorry." in menu
    assert f'hx-post="/c/{conversation.pk}/macros/{macro.pk}/"' in menu
    assert "<html" not in menu

    answer = client.post(f"/c/{conversation.pk}/macros/{macro.pk}/", TYPED | {"caret": "0"}, **HTMX)

    page = answer.content.decode()
    assert words(page) == "Dear Cy, sorry.\n\nMy own words."
    assert "Put in: Sorry." in page
    assert "autofocus" in page
    assert 'value="CLOSED" data-send>Send and close' in page
    assert Conversation.objects.get(pk=conversation.pk).priority == "HIGH"
    assert Conversation.objects.get(pk=conversation.pk).status == "OPEN"


def test_without_scripts_what_was_typed_is_kept_on_the_way(client, ada, conversation, macro):
    answer = client.post(f"/c/{conversation.pk}/macros/", TYPED)
    assert answer["Location"] == f"/c/{conversation.pk}/macros/?place=all"
    page = client.get(answer["Location"]).content.decode()
    assert f'formaction="/c/{conversation.pk}/macros/{macro.pk}/"' in page

    answer = client.post(f"/c/{conversation.pk}/macros/{macro.pk}/", {"place": "all"})

    assert answer["Location"] == f"/desk/all/{conversation.pk}/?write=reply#write"
    draft = Draft.objects.get(member=ada)
    assert draft.text == "My own words.\n\nDear Cy, sorry."
    assert draft.head == {"to": "cy@valdorra.example", "after": "CLOSED"}


def test_the_status_it_wants_survives_saving_and_comes_with_the_letter(client, conversation, macro):
    client.post(f"/c/{conversation.pk}/macros/{macro.pk}/", TYPED, **HTMX)
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert '<input type="hidden" name="after" value="CLOSED">' in page
    submit = re.search(r'name="submit_id" value="([^"]+)"', page)[1]
    client.post(
        f"/c/{conversation.pk}/draft/",
        TYPED | {"kind": "REPLY", "after": "CLOSED", "given_after": "", "text": "Dear Cy."},
    )
    assert Draft.objects.get().head["after"] == "CLOSED"

    client.post(
        f"/c/{conversation.pk}/reply/",
        TYPED | {"text": "Dear Cy.", "submit_id": submit, "then": "CLOSED", "after": "CLOSED"},
    )

    assert Message.objects.filter(way="OUT").count() == 1
    assert Conversation.objects.get(pk=conversation.pk).status == "CLOSED"


def test_a_refusal_keeps_what_was_typed(client, ada, lou, conversation, macro):
    retire_macro(macro, by=lou, now=timezone.now())

    answer = client.post(f"/c/{conversation.pk}/macros/{macro.pk}/", TYPED, **HTMX)

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#announce")
    assert Draft.objects.get(member=ada).text == "My own words."
    assert not Event.objects.filter(kind="macro.used").exists()


def test_a_status_that_is_none_breaks_no_page(client, conversation):
    values = {"text": "", "to": "cy@valdorra.example", "after": "<X>", "submit_id": "x"}

    answer = client.post(f"/c/{conversation.pk}/reply/", values)

    assert answer.status_code == 422


def test_macros_are_searched_by_name_and_words(client, lou, conversation, macro):
    make_macro(MacroSettings(name="Dimmer", text="Which one?"), by=lou, now=timezone.now())

    def found(asked: str) -> list[str]:
        page = client.get(f"/c/{conversation.pk}/macros/", {"q": asked}).content.decode()
        return re.findall(r"data-pick><b>(.*?)</b>", page)

    assert found("") == ["Dimmer", "Sorry"]
    assert found("which DIM") == ["Dimmer"]
    assert found("cy sorry") == ["Sorry"]
    assert found("nothing such") == []


@pytest.mark.parametrize("address", ["/c/{}/macros/", "/c/{}/macros/{}/"])
def test_of_another_desk_nothing_is_found(conversation, macro, address):
    make_desk("Billing", make_member("bea"))
    bea = signed_in(make_member("bea"))

    answer = bea.post(address.format(conversation.pk, macro.pk), TYPED)

    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_a_manager_makes_one_and_looks_at_it_first(lou, conversation):
    client = signed_in(lou)
    values = {
        "name": "Hello",
        "text": "Dear {{customer.first_name}} of {{customer.organisation}}!",
        "text_de": "Guten Tag",
        "assign": "ME",
        "with": conversation.reference,
    }

    look = client.post("/settings/macros/make/", values | {"look": "1"}, **HTMX).content.decode()
    assert "Dear Cy of !" in look
    assert "Nothing is known here for {{customer.organisation}}." in look
    assert not Macro.objects.exists()

    plain = client.post("/settings/macros/make/", values | {"look": "1"})
    assert plain.status_code == 200
    assert 'value="Hello"' in plain.content.decode()
    assert not Macro.objects.exists()

    assert client.post("/settings/macros/make/", values).status_code == 302
    macro = Macro.objects.get()
    assert (macro.assign, macro.texts.get().text) == ("ME", "Guten Tag")
    assert "Hello" in client.get("/settings/macros/").content.decode()


def test_an_unknown_variable_is_told_and_what_was_typed_stays(lou, conversation):
    client = signed_in(lou)

    answer = client.post(
        "/settings/macros/make/", {"name": "Hi", "text": "{{customer.pin}}", "assign": "LEAVE"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{{customer.pin}} is no variable. There are: {{customer.first_name}}" in page
    assert ">\n{{customer.pin}}</textarea>" in page
    assert not Macro.objects.exists()


def test_a_manager_changes_retires_and_offers_again(lou, ada, conversation, macro):
    client = signed_in(lou)
    address = f"/settings/macros/{macro.pk}/"
    page = client.get(address).content.decode()
    assert "Dear Cy, sorry." in page

    values = {
        "name": "Sorry",
        "text": "So sorry.",
        "assign": str(ada.pk),
        "desk": conversation.desk_id,
    }
    assert client.post(address, values).status_code == 302
    macro.refresh_from_db()
    assert (macro.text, macro.assignee, macro.desk, macro.status) == (
        "So sorry.",
        ada,
        conversation.desk,
        "",
    )
    client.post(f"{address}retire/")
    assert Macro.objects.get().retired_at is not None
    client.post(f"{address}retire/", {"back": "1"})
    assert Macro.objects.get().retired_at is None


def test_a_conversation_of_another_desk_is_no_example(lou, conversation):
    secret = make_conversation(desk=make_desk("Billing"), text="CANARY", subject="CANARY")

    page = (
        signed_in(lou)
        .post(
            "/settings/macros/make/",
            {"look": "1", "text": "{{conversation.subject}}", "with": secret.reference},
        )
        .content.decode()
    )

    assert "CANARY" not in page
    assert "You see no conversation of that number." in page


@pytest.mark.parametrize("place", ["", "a/b", "view-9"])
def test_from_a_place_that_never_was_they_are_found_too(client, conversation, macro, place):
    answer = client.get(f"/c/{conversation.pk}/macros/", {"place": place})

    assert answer.status_code == 200
    assert f'href="/desk/all/{conversation.pk}/?write=reply#write"' in answer.content.decode()
