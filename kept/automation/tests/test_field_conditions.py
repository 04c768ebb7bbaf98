"""Conditions on fields: each kind compared as its kind, in a run, in a dry run and on the pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from kept.automation.dry_run import dry_run, look_at
from kept.automation.models import Rule, Run
from kept.automation.rules.acts import Act
from kept.automation.rules.conditions import FIELD_HOWS, Condition, fields_in, judge, stands
from kept.automation.rules.sheet import Sheet
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import URGENT, follow, lou_at_orders, make
from kept.conversations.actions import note
from kept.conversations.models import Conversation
from kept.fields.actions import Change, FieldSettings, fill, make_field, retire_field
from kept.fields.models import Field
from kept.fields.rules import Value
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_owner

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def lou(client: Client) -> Member:
    lou = lou_at_orders()
    client.force_login(lou, backend=BACKEND)
    return lou


def field(label: str, kind: str = "TEXT", *, by, **more) -> Field:
    return make_field(FieldSettings(label=label, kind=kind, **more), by=by, now=NOON)


def filled(talk: Conversation, row: Field, value: Value) -> None:
    fill(talk, [Change(row.pk, value, 0)], by=make_member("ada"), now=NOON)


def priority(talk: Conversation) -> str:
    return Conversation.objects.get(pk=talk.pk).priority


@pytest.mark.parametrize(
    ("how", "value", "held", "met"),
    [
        ("IS", "NM-4711", "nm-4711", True),
        ("IS", "NM-4711", "NM-47110", False),
        ("IS", "4", "", False),
        ("IS_NOT", "4", "", True),
        ("IS_NOT", "4", "4", False),
        ("SAYS", "glass, shade", "The Shades are blue", True),
        ("SAYS", "lade", "The shade", False),
        ("SAYS_NOT", "glass", "", True),
        ("SAYS_NOT", "glass", "A glass.", False),
        ("LEAST", "100", "99.9999", False),
        ("LEAST", "100", "100", True),
        ("LEAST", "9", "10", True),
        ("LEAST", "-5", "", False),
        ("MOST", "100", "100.0001", False),
        ("MOST", "100", "-3", True),
        ("MOST", "100", "", False),
        ("BEFORE", "2031-03-04", "2031-03-03", True),
        ("BEFORE", "2031-03-04", "2031-03-04", False),
        ("BEFORE", "2031-03-04", "", False),
        ("AFTER", "2031-03-04", "2031-03-05", True),
        ("AFTER", "2031-03-04", "2031-03-04", False),
        ("AFTER", "2031-03-04", "", False),
        ("YES", "", "yes", True),
        ("YES", "", "", False),
        ("NO", "", "no", True),
        ("NO", "", "", False),
        ("HAS", "3", "1,3,13", True),
        ("HAS", "3", "1,13", False),
        ("HAS_NOT", "3", "", True),
        ("HAS_NOT", "3", "3", False),
        ("FILLED", "", "0", True),
        ("FILLED", "", "", False),
        ("EMPTY", "", "", True),
        ("EMPTY", "", "no", False),
    ],
)
def test_each_comparison_by_itself(how: str, value: str, held: str, *, met: bool):
    assert stands(Condition("FIELD", how, value, "7"), held) is met


def test_every_kind_of_field_may_be_asked_and_each_way_is_known():
    assert set(FIELD_HOWS) == set(Field.Kind.values)
    for hows in FIELD_HOWS.values():
        for how in hows:
            value = "2" if how in {"LEAST", "MOST"} else "x"
            assert stands(Condition("FIELD", how, value, "7"), "") in {True, False}


def test_what_is_written_down_of_many_picks_are_whole_ones():
    picks = ",".join(str(n) for n in range(100, 200))
    asked = Condition("FIELD", "HAS", "199", "7")

    met, (verdict,) = judge([asked], Sheet(1, 1, NOON, fields={7: picks}), needs_all=True)

    assert (met, fields_in([asked])) == (True, [7])
    assert verdict.saw == ",".join(str(n) for n in range(100, 130))


def test_a_sum_of_a_hundred_sets_a_rule_going_and_less_does_not(lou: Member):
    sum_ = field("Sum", "NUMBER", by=lou)
    small, large, none = (make_conversation() for _ in range(3))
    filled(small, sum_, Value(number=Decimal("99.5")))
    filled(large, sum_, Value(number=Decimal("100")))
    asked = Condition("FIELD", "LEAST", "100", str(sum_.pk))
    make("NOTED", conditions=(asked,), by=lou)
    follow()

    for talk in (small, large, none):
        note(talk, text="Look", submit_id=uuid4(), by=make_member("ada"), now=LATER)
    follow()

    assert [priority(talk) for talk in (small, large, none)] == ["NORMAL", "URGENT", "NORMAL"]
    run = Run.objects.get()
    assert run.conversation == large
    assert run.verdicts == [asked.stored() | {"met": True, "saw": "100"}]


def test_one_rule_may_ask_for_what_the_one_before_has_just_filled_in(lou: Member):
    order = field("Order", by=lou)
    make("OPENED", Act("FIELD", "4711", field=str(order.pk)), name="First", by=lou)
    asked = Condition("FIELD", "IS", "4711", str(order.pk))
    make("OPENED", URGENT, name="Then", conditions=(asked,), by=lou)

    talk = make_conversation()
    follow()

    assert priority(talk) == "URGENT"


def test_a_dry_run_judges_every_conversation_by_its_own_fields(lou: Member):
    bought = field("Bought", "DATE", by=lou)
    old, new = make_conversation(), make_conversation()
    make_conversation()
    filled(old, bought, Value(day=date(2030, 1, 1)))
    filled(new, bought, Value(day=date(2031, 1, 1)))
    asked = Condition("FIELD", "BEFORE", "2030-06-01", str(bought.pk))
    terms = RuleTerms("Old", "OPENED", make_desk("Orders"), conditions=[asked], acts=[URGENT])

    would = dry_run(terms, lou, now=LATER)

    assert (would.looked, would.met) == (3, 1)
    assert [one.conversation for one in would.matches] == [old]
    assert [one.saw for one in look_at(terms, new, now=LATER)] == ["2031-01-01"]
    assert not Run.objects.exists()


def test_it_is_added_by_its_name_and_says_what_is_still_to_be_said(client: Client, lou: Member):
    sum_ = field("Sum", "NUMBER", by=lou)
    head = {"name": "Sums", "desk": "", "trigger": "OPENED", "match": "ALL"}

    page = client.post(
        "/settings/rules/make/",
        head | {"add": "condition", "new_condition": f"FIELD:{sum_.pk}"},
    ).content.decode()
    assert f'<option value="FIELD:{sum_.pk}">Field: Sum</option>' in page
    assert f'name="c0-field" value="{sum_.pk}"' in page
    assert '<option value="LEAST">is at least</option>' in page
    assert "BEFORE" not in page

    row = {"c0-about": "FIELD", "c0-field": str(sum_.pk), "c0-how": "LEAST", "c0-value": " "}
    act = {"a0-do": "PRIORITY", "a0-value": "HIGH"}
    refused = client.post("/settings/rules/make/", head | row | act)
    assert (refused.status_code, Rule.objects.count()) == (422, 0)
    assert "Say what it is compared with." in refused.content.decode()
    refused = client.post("/settings/rules/make/", head | row | act | {"c0-value": "much"})
    assert (refused.status_code, Rule.objects.count()) == (422, 0)
    assert 'value="much"' in refused.content.decode()


def test_it_is_kept_as_the_field_takes_it_and_told_in_words(client: Client, lou: Member):
    desk = make_desk("Orders")
    sum_ = field("Sum", "NUMBER", by=lou)
    parts = field("Parts", "MANY", more=["Shade", "Foot"], by=lou)
    shade = parts.choices.get(name="Shade")
    code = field("Order", "CODE", pattern="NM-9999", by=lou)
    insured = field("Insured", "YES_NO", desk=desk, by=lou)
    data = {"name": "All", "desk": str(desk.pk), "trigger": "OPENED", "match": "ALL"}
    asked = [
        (sum_, "LEAST", "1.234,5"),
        (parts, "HAS", str(shade.pk)),
        (code, "SAYS", "NM-47, NM-48"),
        (insured, "NO", ""),
    ]
    for n, (row, how, value) in enumerate(asked):
        data |= {f"c{n}-about": "FIELD", f"c{n}-field": str(row.pk), f"c{n}-how": how}
        data |= {f"c{n}-value": value} if value else {}
    lou.language = "de"
    lou.save()

    answer = client.post("/settings/rules/make/", data | {"a0-do": "CLOSE"})

    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert [(one["field"], one["how"], one["value"]) for one in rule.conditions] == [
        (str(sum_.pk), "LEAST", "1234.5"),
        (str(parts.pk), "HAS", str(shade.pk)),
        (str(code.pk), "SAYS", "NM-47, NM-48"),
        (str(insured.pk), "NO", ""),
    ]
    page = client.get(f"/settings/rules/{rule.pk}/change/").content.decode()
    assert 'value="1234,5"' in page
    assert f'<option value="{shade.pk}" selected>Shade</option>' in page
    lou.language = "en"
    lou.save()
    words = client.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert (
        "the field Sum is at least “1,234.5” and the field Parts has “Shade” and the field Order "
        "says “NM-47” or “NM-48” and the field Insured is no" in words
    )


def test_a_field_that_is_retired_is_not_asked_for_anew_and_one_out_of_sight_not_at_all(
    client: Client, lou: Member
):
    billing = make_desk("Billing", make_member("bea"))
    theirs = field("Bill", desk=billing, by=make_owner())
    old = field("Old", by=lou)
    retire_field(old, by=lou, now=NOON)
    head = {"name": "X", "desk": "", "trigger": "OPENED", "match": "ALL", "a0-do": "CLOSE"}

    for row in (theirs, old):
        asked = {"c0-about": "FIELD", "c0-field": str(row.pk), "c0-how": "FILLED"}
        refused = client.post("/settings/rules/make/", head | asked)
        assert (refused.status_code, Rule.objects.count()) == (422, 0)
        page = refused.content.decode()
        assert "That field is gone or retired. Take this condition out." in page
        assert "Bill" not in page
