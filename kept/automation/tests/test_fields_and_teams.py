"""Rules that fill in a field, or give a conversation to a team."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from kept.automation.dry_run import dry_run
from kept.automation.models import Rule, Run
from kept.automation.rules.acts import Act
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import follow, lou_at_orders, make
from kept.conversations.actions import note
from kept.conversations.models import Conversation, Desk
from kept.fields.actions import Change, FieldSettings, fill, make_field, retire_field
from kept.fields.models import Field, FieldValue
from kept.fields.queries import held_by
from kept.fields.rules import Value
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_team

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lou(client: Client) -> Member:
    lou = lou_at_orders()
    client.force_login(lou, backend=BACKEND)
    return lou


def field(label: str, kind: str = "TEXT", *, by, **more) -> Field:
    return make_field(FieldSettings(label=label, kind=kind, **more), by=by, now=NOON)


def effects() -> list[tuple[str, str, str]]:
    return [(one["do"], one["came"], one["why"]) for one in Run.objects.get().effects]


def test_a_rule_fills_in_a_field_and_gives_it_to_a_team(lou: Member):
    ada = make_member("ada")
    team = make_team("Second line", ada)
    make_desk("Orders").teams.add(team)
    row = field("Sum", "NUMBER", by=lou)
    make("OPENED", Act("FIELD", "12.5", field=str(row.pk)), Act("TEAM", str(team.pk)), by=lou)

    talk = make_conversation()
    follow()

    assert FieldValue.objects.get().number == Decimal("12.5")
    assert Conversation.objects.get(pk=talk.pk).team == team
    assert effects() == [("FIELD", "DONE", ""), ("TEAM", "DONE", "")]
    filled = Event.objects.get(kind="field.filled")
    assert filled.by.startswith("rule:")


def test_what_stands_there_already_is_the_same_in_a_run_and_in_a_dry_run(lou: Member):
    ada = make_member("ada")
    row = field("Order", by=lou)
    talk = make_conversation()
    fill(talk, [Change(row.pk, Value(text="4711"), 0)], by=ada, now=NOON)
    act = Act("FIELD", "4711", field=str(row.pk))

    terms = RuleTerms("Order", "OPENED", make_desk("Orders"), acts=[act])
    would = dry_run(terms, lou, now=NOON)
    another = Act("FIELD", "4", field=act.field)
    other = RuleTerms("Order", "OPENED", make_desk("Orders"), acts=[another])
    would_other = dry_run(other, lou, now=NOON)

    assert [one.came for one in would.matches[0].effects] == ["SAME"]
    assert [one.came for one in would_other.matches[0].effects] == ["WOULD"]
    make("NOTED", act, by=lou)
    note(talk, text="Look", submit_id=uuid4(), by=ada, now=NOON)
    follow()
    assert effects() == [("FIELD", "SAME", "")]


def test_a_retired_field_and_one_of_another_desk_are_refused_and_the_rest_is_done(lou: Member):
    billing = make_desk("Billing", lou)
    theirs, old = field("Bill", desk=billing, by=lou), field("Old", by=lou)
    make(
        "OPENED",
        Act("FIELD", "7", field=str(theirs.pk)),
        Act("FIELD", "7", field=str(old.pk)),
        Act("PRIORITY", "HIGH"),
        by=lou,
    )
    retire_field(old, by=lou, now=NOON)

    talk = make_conversation()
    follow()

    assert effects() == [
        ("FIELD", "REFUSED", "Nothing is changed: that field is one of another desk."),
        (
            "FIELD",
            "REFUSED",
            "Nothing is changed: the field Old is retired, and asked for no more.",
        ),
        ("PRIORITY", "DONE", ""),
    ]
    assert held_by(talk) == []


def test_it_is_chosen_as_the_field_takes_it_and_shown_so_again(client: Client, lou: Member):
    sum_ = field("Sum", "NUMBER", by=lou)
    parts = field("Parts", "MANY", more=["Shade", "Foot"], by=lou)
    shade, foot = parts.choices.all()
    data = {
        "name": "Sums",
        "desk": str(Desk.objects.get(name="Orders").pk),
        "trigger": "OPENED",
        "match": "ALL",
        "a0-do": "FIELD",
        "a0-field": str(sum_.pk),
        "a0-value": "1.234,5",
        "a1-do": "FIELD",
        "a1-field": str(parts.pk),
        "a1-value": [str(shade.pk), str(foot.pk)],
    }
    lou.language = "de"
    lou.save()

    refused = client.post("/settings/rules/make/", data | {"a0-value": "viel"})
    assert (refused.status_code, Rule.objects.count()) == (422, 0)
    assert 'value="viel"' in refused.content.decode()
    assert client.post("/settings/rules/make/", data).status_code == 302

    rule = Rule.objects.get()
    assert rule.acts == [
        {"do": "FIELD", "value": "1234.5", "unit": "", "field": str(sum_.pk)},
        {"do": "FIELD", "value": f"{shade.pk},{foot.pk}", "unit": "", "field": str(parts.pk)},
    ]
    page = client.get(f"/settings/rules/{rule.pk}/change/").content.decode()
    assert 'value="1234,5"' in page
    assert page.count(" checked") == 2


def test_a_field_is_added_by_its_name_and_one_without_a_value_is_not_saved(
    client: Client, lou: Member
):
    order = field("Order", by=lou)
    head = {"name": "X", "desk": "", "trigger": "OPENED", "match": "ALL"}

    page = client.post(
        "/settings/rules/make/", head | {"add": "act", "new_act": f"FIELD:{order.pk}"}
    ).content.decode()
    assert f'<option value="FIELD:{order.pk}">Set a field: Order</option>' in page
    assert f'name="a0-field" value="{order.pk}"' in page

    refused = client.post(
        "/settings/rules/make/",
        head | {"a0-do": "FIELD", "a0-field": str(order.pk), "a0-value": " "},
    )
    assert (refused.status_code, Rule.objects.count()) == (422, 0)
    assert "Say what shall stand there." in refused.content.decode()
