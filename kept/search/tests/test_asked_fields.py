"""Ada asks by what stands in the fields of Orders."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.fields.actions import Change, FieldSettings, fill, make_field
from kept.fields.models import Field
from kept.fields.rules import TAKEN, Value
from kept.search import asked_fields
from kept.search.completing import complete
from kept.search.counting import counts
from kept.search.finding import find
from kept.search.queries import InColumn
from kept.search.reading import plan_of
from kept.search.rules import FILTERS, Compared, Part, compared, read
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member


class House:
    """Three at Orders, of which two have something in their fields.

    `one` has 50 and glass, `two` 100 and glass and cord, `three` nothing at all.
    """

    def __init__(self) -> None:
        self.ada, self.lou = make_member("ada"), make_manager("lou")
        self.desk = make_desk("Orders", self.ada, self.lou)
        self.fields = {
            "amount": self.make("Amount", kind="NUMBER"),
            "bought": self.make("Bought", kind="DATE"),
            "reason": self.make("Reason"),
            "abroad": self.make("Abroad", kind="YES_NO"),
            "damage": self.make("Damage", kind="CHOICE", more=["Cracked glass", "Cord"]),
            "parts": self.make("Parts", kind="MANY", more=["Glass", "Cord"]),
            "order": self.make("Order", kind="CODE", pattern="NM-9999"),
        }
        glass, cord = self.fields["parts"].choices.values_list("pk", flat=True)
        cracked = self.fields["damage"].choices.first().pk
        self.one, self.two, self.three = (
            make_conversation(desk=self.desk, subject=name, now=NOON + timedelta(minutes=place))
            for place, name in enumerate(("one", "two", "three"))
        )
        self.put(
            self.one,
            amount=Value(number=Decimal(50)),
            bought=Value(day=date(2026, 11, 3)),
            reason=Value(text="It fell from the Über-table"),
            abroad=Value(yes=True),
            damage=Value(choice=cracked),
            parts=Value(picks=frozenset({glass})),
            order=Value(text="NM-2044"),
        )
        self.put(
            self.two,
            amount=Value(number=Decimal(100)),
            bought=Value(day=date(2026, 11, 20)),
            reason=Value(text="Fallen at once"),
            abroad=Value(yes=False),
            parts=Value(picks=frozenset({glass, cord})),
        )

    def make(self, label: str, **chosen) -> Field:
        return make_field(FieldSettings(label, **chosen), by=self.lou, now=NOON)

    def put(self, conversation, **values: Value) -> None:
        changes = [Change(self.fields[key].pk, value, 0) for key, value in values.items()]
        fill(conversation, changes, by=self.lou, now=NOON)

    def found(self, asked: str) -> list[str]:
        found = find(asked, self.ada, now=NOON)
        assert found.problems == []
        return [row.conversation.subject for row in found.results]

    def problems(self, asked: str) -> list[str]:
        return find(asked, self.ada, now=NOON).problems


@pytest.fixture
def house(db) -> House:
    return House()


ASKED = [
    ("amount:50", ["one"]),
    ("amount:>50", ["two"]),
    ("amount:>=50", ["two", "one"]),
    ("amount:<100", ["one"]),
    ("amount:<=49.99", []),
    ("amount:60..100", ["two"]),
    ("amount:*", ["two", "one"]),
    ("-amount:*", ["three"]),
    ("-amount:50", ["three", "two"]),
    ("field.amount:50", ["one"]),
    ("AMOUNT:50", ["one"]),
    ("bought:2026-11-03", ["one"]),
    ("bought:>2026-11-03", ["two"]),
    ("bought:<today", ["two", "one"]),
    ("reason:fell", ["one"]),
    ('reason:"uber table"', ["one"]),
    ("reason:fall*", ["two"]),
    ("reason:f*", ["two", "one"]),
    ("reason:nothing", []),
    ("abroad:yes", ["one"]),
    ("abroad:No", ["two"]),
    ('damage:"cracked glass"', ["one"]),
    ("damage:cord", []),
    ("parts:glass", ["two", "one"]),
    ("parts:CORD", ["two"]),
    ("order:nm-2044", ["one"]),
    ("order:NM-20*", ["one"]),
    ("parts:glass amount:>60 is:open", ["two"]),
    ("lamp amount:>60", ["two"]),
]


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_what_stands_in_a_field_is_found(house, asked, found):
    assert house.found(asked) == found


def test_all_of_it_holds_where_too_many_have_it_to_be_named(house, monkeypatch):
    monkeypatch.setattr(asked_fields, "MOST_FOUND", 0)

    for asked, found in ASKED:
        assert house.found(asked) == found, asked


def test_what_cannot_be_read_says_what_could_be(house):
    assert house.problems("amount:much") == [
        "amount:much cannot be read. Write amount:100, >100 or <100."
    ]
    assert house.problems("bought:soon") == [
        "bought:soon cannot be read. Write bought:2031-03-04, >2031-03-04 or <2031-03-04."
    ]
    assert house.problems("abroad:maybe") == ["abroad: can be yes or no."]
    assert house.problems("damage:rust") == [
        "damage: cannot be “rust”. It may be: Cracked glass, Cord."
    ]
    assert house.problems("field.colour:red") == ["There is no field “colour” at your desks."]
    assert house.problems("amount:") == [
        "After amount: something has to follow, as in amount:billing."
    ]
    assert house.problems("colour:red") == [
        "There is no filter “colour:”. To look for it as words, put it in quotation marks."
    ]


def test_it_is_told_in_plain_words(house):
    def told(asked: str) -> list[str]:
        return plan_of(asked, house.ada, now=NOON).told

    assert told("amount:>50") == ["Amount above 50"]
    assert told("-amount:50..60") == ["not Amount from 50 to 60"]
    assert told("bought:<=2026-11-03") == ["Bought on 2026-11-03 or before"]
    assert told("reason:fell damage:cord") == ["Reason with “fell”", "Damage is Cord"]
    assert told("amount:*") == ["with Amount filled in"]


def test_a_desk_that_is_not_seen_has_no_fields_and_no_finds(house):
    odo = make_manager("odo")
    billing = make_desk("Billing", odo)
    secret = make_field(FieldSettings("Secret", desk=billing), by=odo, now=NOON)
    there = make_conversation(desk=billing, subject="unseen")
    fill(there, [Change(secret.pk, Value(text="x"), 0)], by=odo, now=NOON)
    fill(there, [Change(house.fields["amount"].pk, Value(number=Decimal(50)), 0)], by=odo, now=NOON)

    assert house.found("amount:50") == ["one"]
    assert house.problems("field.secret:x") == ["There is no field “secret” at your desks."]
    assert "secret" not in str(complete("", 0, house.ada))
    assert complete("secret:", 7, house.ada)[1] == []


def test_one_key_of_two_desks_is_either(house):
    house.desk.teams.first().members.add(house.lou)
    back = make_desk("Returns", house.ada, house.lou)
    one = house.make("Size", desk=house.desk, kind="NUMBER")
    other = house.make("Size", desk=back)
    there = make_conversation(desk=back, subject="back")
    fill(house.one, [Change(one.pk, Value(number=Decimal(7)), 0)], by=house.lou, now=NOON)
    fill(there, [Change(other.pk, Value(text="7 inches"), 0)], by=house.lou, now=NOON)

    assert sorted(house.found("size:7")) == ["back", "one"]
    assert house.found("size:inches") == ["back"]


def test_a_saved_view_of_a_field_is_counted(house):
    views = [InColumn(1, "a", "tag", "amount:>=50"), InColumn(2, "b", "tag", "-amount:*")]

    told = counts(house.ada, views, desks=[house.desk], now=NOON)

    assert {pk: one.number for pk, one in told.items()} == {1: 2, 2: 1}


def test_keys_and_their_values_are_offered(house):
    def offered(text: str) -> list[str]:
        return [one.put for one in complete(text, len(text), house.ada)[1]]

    assert offered("am") == ["amount:"]
    assert "order:" in offered("")
    assert offered("damage:c") == ['damage:"Cracked glass" ', "damage:Cord "]
    assert offered("abroad:") == ["abroad:yes ", "abroad:no ", "abroad:* "]
    assert offered("amount:>") == ["amount:>100 "]


def test_what_a_question_says_of_fields_is_pure():
    known = {"amount", "size_2"}

    question = read('amount:>5 -size_2:x field.amount:1 v2:final "10:30"', keys=known)

    assert question.parts == (
        Part("field", ">5", key="amount"),
        Part("field", "x", is_not=True, key="size_2"),
        Part("field", "1", key="amount"),
        Part("", "v2:final"),
        Part("", "10:30", is_phrase=True),
    )
    assert compared(">=5") == Compared(">=", "5")
    assert compared("1..2") == Compared("..", "1", "2")
    assert compared("a..") == Compared("=", "a..")


def test_no_field_can_be_called_what_search_uses_already():
    assert set(FILTERS) <= TAKEN
