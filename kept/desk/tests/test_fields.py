"""Fields through the pages of the desk: filled in beside a conversation, or as it is closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations import actions as conversations
from kept.conversations.actions import begin_bulk, carry_on
from kept.conversations.models import BulkItem, Conversation, Departure, Draft, Message
from kept.desk import actions as desk_actions
from kept.fields.actions import Change, FieldSettings, fill, make_field, retire_field
from kept.fields.models import Field, FieldValue
from kept.fields.queries import held_by
from kept.fields.rules import Value
from kept.ledger.models import Event
from kept.macros.actions import MacroSettings, make_macro
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
WANTED = "It is not closed yet. Still to be filled in: Order."


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conversation(ada, lou):
    return make_conversation(desk=make_desk("Orders", ada, lou))


@pytest.fixture
def order(lou) -> Field:
    chosen = FieldSettings("Order", kind="CODE", pattern="NM-9999", is_required=True)
    return make_field(chosen, by=lou, now=NOON)


def make(label: str, *, by, **chosen) -> Field:
    return make_field(FieldSettings(label, **chosen), by=by, now=NOON)


def typed(field: Field, text: object, *, given: str = "", version: int = 0) -> dict:
    pk = field.pk
    return {"fills": "1", f"f{pk}": text, f"g{pk}": given, f"v{pk}": version}


def value_of(conversation, field) -> Value:
    return {one.pk: one.value for one in held_by(conversation)}[field.pk]


def status_of(conversation) -> str:
    return Conversation.objects.get(pk=conversation.pk).status


def letter(**more) -> dict:
    return {
        "text": "Here it is.",
        "to": "cy@valdorra.example",
        "submit_id": str(uuid4()),
        "then": "CLOSED",
    } | more


def test_values_stand_beside_and_are_filled_in_without_scripts(client, lou, conversation, order):
    parts = make("Parts", kind="MANY", more=["Glass", "Cord"], by=lou)
    link = make("Ticket", kind="LINK", by=lou)
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "needed before closing" in page
    assert page.count(f'name="f{order.pk}"') == 2  # beside it, and in the fold of a phone

    glass, cord = parts.choices.values_list("pk", flat=True)
    answer = client.post(
        f"/c/{conversation.pk}/fields/",
        typed(order, "NM-2044")
        | typed(parts, [glass, cord])
        | typed(link, "https://www.lamps.example/x"),
    )

    assert answer["Location"] == f"/desk/all/{conversation.pk}/#fields"
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "<bdi>NM-2044</bdi>" in page
    assert "<bdi>Glass, Cord</bdi>" in page
    assert (
        '<a href="https://www.lamps.example/x" target="_blank" '
        'rel="noopener noreferrer nofollow">lamps.example/x</a>'
    ) in page
    assert "needed before closing" not in page


def test_with_scripts_both_places_come_anew(client, conversation, order):
    answer = client.post(
        f"/c/{conversation.pk}/fields/", typed(order, "NM-2044") | {"fold": "f-"}, **HTMX
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.index('id="f-fields"') < page.index('id="fields"')
    assert page.count('hx-swap-oob="true"') == 1
    assert "Saved." in page


def test_what_is_at_fault_says_so_and_all_that_was_typed_stays(client, lou, conversation, order):
    amount = make("Amount", kind="NUMBER", by=lou)
    bought = make("Bought", kind="DATE", by=lou)

    for extra in ({}, HTMX):
        answer = client.post(
            f"/c/{conversation.pk}/fields/",
            typed(order, "2044") | typed(amount, "a dozen") | typed(bought, "2026-11-03"),
            **extra,
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="2044"' in page
        assert 'value="a dozen"' in page
        assert 'value="2026-11-03"' in page
        assert "It looks like NM-9999: 9 is a digit, A a letter, * either." in page
        assert "Write a number, such as 12.5." in page
        assert 'known-change" open' in page
    assert not FieldValue.objects.exists()


def test_a_number_is_typed_and_told_as_its_reader_does(client, ada, lou, conversation):
    amount = make("Amount", kind="NUMBER", by=lou)
    ada.language = "de"
    ada.save(update_fields=["language"])

    client.post(f"/c/{conversation.pk}/fields/", typed(amount, "1.234,5"))

    assert value_of(conversation, amount) == Value(number=Decimal("1234.5"))
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "<bdi>1.234,5</bdi>" in page
    assert 'value="1234,5"' in page


def test_what_somebody_else_filled_in_meanwhile_is_shown_and_may_be_replaced(
    client, ada, lou, conversation, order
):
    reason = make("Reason", by=lou)
    fill(conversation, [Change(order.pk, Value(text="NM-1111"), 0)], by=lou, now=NOON)
    fill(conversation, [Change(reason.pk, Value(text="It fell"), 0)], by=lou, now=NOON)
    given = typed(order, "NM-2044") | typed(reason, "")

    answer = client.post(f"/c/{conversation.pk}/fields/", given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "somebody else has filled in Order meanwhile" in page
    assert "Now: NM-1111" in page
    assert 'value="NM-2044"' in page
    assert value_of(conversation, order) == Value(text="NM-1111")
    version = FieldValue.objects.get(field=order).version
    assert f'name="v{order.pk}" value="{version}"' in page
    # What they have not touched is not emptied by the second press either.
    assert f'name="v{reason.pk}" value="0"' in page

    client.post(
        f"/c/{conversation.pk}/fields/",
        typed(order, "NM-2044", given="NM-1111", version=version) | typed(reason, ""),
    )
    assert value_of(conversation, order) == Value(text="NM-2044")
    assert value_of(conversation, reason) == Value(text="It fell")


def test_closing_asks_for_what_is_missing_and_then_closes(client, conversation, order):
    for extra in ({}, HTMX):
        answer = client.post(f"/c/{conversation.pk}/status/", {"to": "CLOSED"}, **extra)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert WANTED in page
        assert f'name="f{order.pk}"' in page
        assert 'name="to" value="CLOSED"' in page
    assert answer.headers["HX-Retarget"] == "#menu"
    assert status_of(conversation) == "OPEN"

    answer = client.post(
        f"/c/{conversation.pk}/status/", {"to": "CLOSED"} | typed(order, "44"), **HTMX
    )
    assert (answer.status_code, status_of(conversation)) == (422, "OPEN")
    assert 'value="44"' in answer.content.decode()

    answer = client.post(
        f"/c/{conversation.pk}/status/", {"to": "CLOSED"} | typed(order, "NM-2044")
    )
    assert (answer.status_code, status_of(conversation)) == (302, "CLOSED")
    assert value_of(conversation, order) == Value(text="NM-2044")


def test_a_letter_that_closes_is_held_and_sent_with_what_was_missing(client, conversation, order):
    send = f"/c/{conversation.pk}/reply/"
    for extra in ({}, HTMX):
        answer = client.post(send, letter(), **extra)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Here it is.</textarea>" in page
        assert f'name="f{order.pk}"' in page
        assert "before it is closed, this has to be filled in" in page
    assert not Message.objects.filter(way="OUT").exists()

    answer = client.post(send, letter() | typed(order, "44"))
    assert answer.status_code == 422
    assert "Here it is.</textarea>" in answer.content.decode()
    assert 'value="44"' in answer.content.decode()
    assert not Message.objects.filter(way="OUT").exists()

    answer = client.post(send, letter() | typed(order, "NM-2044"))
    assert answer.status_code == 302
    assert Message.objects.filter(way="OUT").count() == 1
    assert (status_of(conversation), value_of(conversation, order).text) == ("CLOSED", "NM-2044")


def test_the_same_letter_may_go_and_leave_it_open(client, conversation, order):
    answer = client.post(f"/c/{conversation.pk}/reply/", letter(then="WAITING") | typed(order, ""))

    assert (answer.status_code, status_of(conversation)) == (302, "WAITING")


def test_a_letter_laid_for_later_is_asked_as_it_is_written(client, ada, conversation, order):
    ada.rest_seconds = 30
    ada.save(update_fields=["rest_seconds"])

    answer = client.post(f"/c/{conversation.pk}/reply/", letter())

    assert answer.status_code == 409
    assert not Departure.objects.exists()


def test_one_that_leaves_when_something_is_missing_by_then_leaves_it_open(
    client, ada, lou, conversation
):
    ada.rest_seconds = 30
    ada.save(update_fields=["rest_seconds"])
    client.post(f"/c/{conversation.pk}/reply/", letter())
    make("Order", is_required=True, by=lou)

    desk_actions.leave_due(now=timezone.now() + timedelta(minutes=2))

    assert Message.objects.filter(way="OUT").count() == 1
    assert not Departure.objects.exists()
    assert status_of(conversation) == "WAITING"
    fact = Event.objects.get(kind="conversation.kept_open")
    assert fact.facts == {"conversation": conversation.pk}
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "sent a letter that was to close this; something is missing" in page


def test_many_at_once_tell_which_are_not_closed(client, ada, lou, conversation, order):
    other = make_conversation(desk=conversation.desk)
    fill(other, [Change(order.pk, Value(text="NM-1111"), 0)], by=ada, now=NOON)
    bulk = begin_bulk([conversation.pk, other.pk], act="STATUS", value="CLOSED", by=ada, now=NOON)
    carry_on(bulk, now=NOON)

    assert (status_of(conversation), status_of(other)) == ("OPEN", "CLOSED")
    refused = BulkItem.objects.get(state="REFUSED")
    assert (refused.conversation, refused.why) == (conversation, WANTED)
    assert WANTED in client.get(f"/bulk/{bulk.pk}/").content.decode()
    ada.language = "de"
    ada.save(update_fields=["language"])
    told = "Noch nicht geschlossen. Es fehlt noch: Order."
    assert told in client.get(f"/bulk/{bulk.pk}/").content.decode()


def test_a_macro_that_closes_asks_first_and_loses_nothing(client, lou, conversation, order):
    done = make_macro(MacroSettings("Done", status="CLOSED", priority="HIGH"), by=lou, now=NOON)
    use = f"/c/{conversation.pk}/macros/{done.pk}/"

    answer = client.post(use, {"text": "Half a sentence"}, **HTMX)

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#menu"
    assert WANTED in answer.content.decode()
    conversation.refresh_from_db()
    assert (conversation.status, conversation.priority) == ("OPEN", "NORMAL")
    assert Draft.objects.get().text == "Half a sentence"

    client.post(use, typed(order, "NM-2044"))
    conversation.refresh_from_db()
    assert (conversation.status, conversation.priority) == ("CLOSED", "HIGH")
    assert Draft.objects.get().text == "Half a sentence"


def test_what_came_by_itself_and_what_is_put_back_is_not_asked(ada, lou, conversation):
    conversations.set_status(conversation, to="CLOSED", by=ada, now=NOON)
    other = make_conversation(desk=conversation.desk)
    tie = desk_actions.merge(conversation, into=other, by=ada, now=NOON)
    make("Order", is_required=True, by=lou)

    desk_actions.part(tie, by=ada, now=NOON)

    assert status_of(conversation) == "CLOSED"


def test_fields_cost_a_page_no_query(
    client, lou, conversation, order, django_assert_max_num_queries, ledger_end_known
):
    for n in range(20):
        make(f"Choice {n}", kind="MANY", more=["Glass", "Cord"], by=lou)
    page = f"/desk/all/{conversation.pk}/"
    client.get(page)

    with django_assert_max_num_queries(12):
        assert client.get(page).status_code == 200


def test_one_that_is_retired_shows_only_where_it_is_filled_in(client, lou, conversation, order):
    other = make_conversation(desk=conversation.desk)
    fill(other, [Change(order.pk, Value(text="NM-1111"), 0)], by=lou, now=NOON)
    retire_field(order, by=lou, now=NOON)

    assert "NM-1111" in client.get(f"/desk/all/{other.pk}/").content.decode()
    assert 'id="fields"' not in client.get(f"/desk/all/{conversation.pk}/").content.decode()
    page = client.get(f"/c/{conversation.pk}/fields/").content.decode()
    assert "This desk has no fields." in page


def test_nobody_else_sees_or_fills_them(conversation, order):
    bea = Client()
    bea.force_login(
        make_member("bea"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert bea.get(f"/c/{conversation.pk}/fields/").status_code == 404
    answer = bea.post(f"/c/{conversation.pk}/fields/", typed(order, "NM-2044"))

    assert answer.status_code == 404
    assert not FieldValue.objects.exists()


def test_the_thread_tells_who_filled_in_what(client, ada, lou, conversation, order):
    damage = make("Damage", kind="CHOICE", more=["Glass"], by=lou)
    reason = make("Reason", by=lou)
    glass = Value(choice=damage.choices.get().pk)
    fill(conversation, [Change(damage.pk, glass, 0)], by=lou, now=NOON)
    both = [Change(order.pk, Value(text="NM-2044"), 0), Change(reason.pk, Value(text="Secret"), 0)]
    fill(conversation, both, by=ada, now=NOON + timedelta(minutes=1))
    version = FieldValue.objects.get(field=reason).version
    emptied = [Change(reason.pk, Value(), version)]
    fill(conversation, emptied, by=ada, now=NOON + timedelta(minutes=2))

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    lines = page[page.index('id="letters"') : page.index('id="composer"')]
    told = ["set Damage to Glass", "filled in Order, Reason", "emptied Reason"]
    assert [lines.index(words) for words in told] == sorted(map(lines.index, told))
    assert "Secret" not in page
