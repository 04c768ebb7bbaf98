"""Lou asks for fields at Orders; Ada fills them in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kept.conversations import actions as conversations
from kept.conversations.closing import NotReady
from kept.desk.actions import merge, part
from kept.fields import actions
from kept.fields.actions import Change, FieldSettings, fill, make_field
from kept.fields.models import Field, FieldValue, FieldWord
from kept.fields.queries import held_by
from kept.fields.rules import NOTHING, Value
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def desk(ada, lou):
    return make_desk("Orders", ada, lou)


@pytest.fixture
def conversation(desk):
    return make_conversation(desk=desk)


def make(label: str, *, by, **chosen) -> Field:
    return make_field(FieldSettings(label, **chosen), by=by, now=NOON)


def put(conversation, field, *, by, seen=None, **value) -> list:
    now_there = {one.pk: one.version for one in held_by(conversation)}
    version = now_there.get(field.pk, 0) if seen is None else seen
    change = Change(field.pk, Value(**value), version)
    return fill(conversation, [change], by=by, now=NOON)


def facts(kind: str) -> list[dict]:
    return list(Event.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


def value_of(conversation, field) -> Value:
    return {one.pk: one.value for one in held_by(conversation)}[field.pk]


def test_each_kind_holds_what_it_is_for(ada, lou, desk, conversation):
    several = {"more": ["Glass", "Cord"], "by": lou}
    text, many = make("Reason", by=lou), make("Parts", kind="MANY", **several)
    number, day = make("Amount", kind="NUMBER", by=lou), make("Bought", kind="DATE", by=lou)
    yes, choice = make("Abroad", kind="YES_NO", by=lou), make("Damage", kind="CHOICE", **several)
    glass, cord = list(many.choices.values_list("pk", flat=True))
    kept = {
        text.pk: Value(text="It fell"),
        many.pk: Value(picks=frozenset({glass, cord})),
        number.pk: Value(number=Decimal("12.5")),
        day.pk: Value(day=date(2026, 11, 3)),
        yes.pk: Value(yes=False),
        choice.pk: Value(choice=choice.choices.first().pk),
    }

    fill(conversation, [Change(pk, value, 0) for pk, value in kept.items()], by=ada, now=NOON)

    held = held_by(conversation)
    assert {one.pk: one.value for one in held} == kept
    assert [one.label for one in held] == [
        "Reason", "Parts", "Amount", "Bought", "Abroad", "Damage",
    ]  # fmt: skip
    assert {one.key: one.chosen for one in held if one.chosen} == {
        "parts": ["Glass", "Cord"],
        "damage": ["Glass"],
    }
    assert sorted(FieldWord.objects.values_list("word", flat=True)) == ["fell", "it"]


def test_the_ledger_has_ids_and_no_words(ada, lou, conversation):
    damage = make("Damage", kind="CHOICE", more=["Glass", "Cord"], by=lou)
    glass, cord = damage.choices.values_list("pk", flat=True)

    put(conversation, damage, choice=glass, by=ada)
    put(conversation, damage, choice=cord, by=ada)
    put(conversation, damage, by=ada)

    there = {"field": damage.pk, "conversation": conversation.pk}
    assert facts("field.filled") == [
        there | {"choice": glass, "before": 0},
        there | {"choice": cord, "before": glass},
    ]
    assert facts("field.emptied") == [there | {"before": cord}]
    assert not FieldValue.objects.exists()


def test_what_is_so_already_is_no_fact(ada, lou, conversation):
    reason = make("Reason", by=lou)
    put(conversation, reason, text="It fell", by=ada)

    assert put(conversation, reason, text="It fell", seen=0, by=ada) == []

    assert len(facts("field.filled")) == 1


def test_what_somebody_else_filled_in_meanwhile_is_not_lost(ada, lou, conversation):
    reason, amount = make("Reason", by=lou), make("Amount", kind="NUMBER", by=lou)
    put(conversation, reason, text="It fell", by=lou)

    with pytest.raises(actions.FilledMeanwhile, match="Reason"):
        fill(
            conversation,
            [
                Change(amount.pk, Value(number=Decimal(3)), 0),
                Change(reason.pk, Value(text="It was dropped"), 0),
            ],
            by=ada,
            now=NOON,
        )

    assert value_of(conversation, reason) == Value(text="It fell")
    assert value_of(conversation, amount) == NOTHING


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("NUMBER", Value(text="12")),
        ("NUMBER", Value(number=Decimal("1e11"))),
        ("NUMBER", Value(number=Decimal("0.00001"))),
        ("TEXT", Value(text="x" * 201)),
        ("TEXT", Value(text="x", yes=True)),
        ("LINK", Value(text="javascript:alert(1)")),
        ("LINK", Value(text="https://")),
        ("CODE", Value(text="NM-12")),
        ("CHOICE", Value(choice=999_999)),
        ("MANY", Value(picks=frozenset({999_999}))),
        ("DATE", Value(yes=True)),
        ("YES_NO", Value(number=Decimal(1))),
    ],
)
def test_what_does_not_fit_is_refused(ada, lou, conversation, kind, value):
    more = {"CODE": {"pattern": "NM-9999"}, "CHOICE": {"more": ["a"]}, "MANY": {"more": ["a"]}}
    field = make("It", key="it", kind=kind, by=lou, **more.get(kind, {}))

    with pytest.raises(actions.ValueAtFault):
        fill(conversation, [Change(field.pk, value, 0)], by=ada, now=NOON)

    assert not FieldValue.objects.exists()
    assert facts("field.filled") == []


def test_a_field_of_another_desk_or_one_retired_is_not_there(ada, lou, conversation):
    odo = make_manager("odo")
    other = make("Invoice", desk=make_desk("Billing", odo), by=odo)
    reason = make("Reason", by=lou)
    actions.retire_field(reason, by=lou, now=NOON)

    for field in (other, reason):
        with pytest.raises(actions.ValueAtFault):
            put(conversation, field, text="x", by=ada)

    assert held_by(conversation) == []


def test_what_stands_in_a_retired_field_stays_and_can_be_taken_off(ada, lou, conversation):
    damage = make("Damage", kind="CHOICE", more=["Glass", "Cord"], by=lou)
    glass = damage.choices.first()
    put(conversation, damage, choice=glass.pk, by=ada)
    actions.retire_field(damage, by=lou, now=NOON)

    (held,) = held_by(conversation)

    assert (held.is_retired, held.chosen, held.is_missing) == (True, ["Glass"], False)
    put(conversation, damage, by=ada)
    assert held_by(conversation) == []


def test_whoever_does_not_see_it_fills_in_nothing(lou, conversation):
    reason = make("Reason", by=lou)

    with pytest.raises(NotAllowed):
        put(conversation, reason, text="x", by=make_member("bea"))

    assert not FieldValue.objects.exists()


def test_the_database_takes_one_value_and_of_its_kind(ada, lou, conversation):
    amount = make("Amount", kind="NUMBER", by=lou)
    put(conversation, amount, number=Decimal(3), by=ada)
    row = {"conversation": conversation, "field": amount, "kind": "NUMBER"}

    for wrong in (row | {"number": Decimal(4)}, row | {"text": "4"}, row | {"kind": "TEXT"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldValue.objects.create(**wrong)


def test_what_is_required_keeps_it_from_being_closed(ada, lou, desk, conversation):
    order = make("Order number", desk=desk, is_required=True, by=lou)
    make("Damage", kind="CHOICE", more=["Glass"], is_required=True, by=lou)

    with pytest.raises(NotReady) as refused:
        conversations.set_status(conversation, to="CLOSED", by=ada, now=NOON)

    assert str(refused.value) == (
        "It is not closed yet. Still to be filled in: Order number, Damage."
    )
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
    actions.retire_field(Field.objects.get(key="damage"), by=lou, now=NOON)
    put(conversation, order, text="4711", by=ada)
    conversations.set_status(conversation, to="CLOSED", by=ada, now=NOON)


def test_merged_they_have_what_either_knew_and_part_as_they_were(ada, lou, desk):
    reason, amount = make("Reason", by=lou), make("Amount", kind="NUMBER", by=lou)
    one, other = make_conversation(desk=desk), make_conversation(desk=desk, subject="Other")
    put(one, reason, text="It fell", by=ada)
    put(one, amount, number=Decimal(3), by=ada)
    put(other, reason, text="It was dropped", by=ada)

    tie = merge(one, into=other, by=ada, now=NOON)

    assert value_of(other, reason) == Value(text="It was dropped")
    assert value_of(other, amount) == Value(number=Decimal(3))
    part(tie, by=ada, now=NOON)
    assert value_of(one, reason) == Value(text="It fell")
    assert value_of(one, amount) == Value(number=Decimal(3))
    assert value_of(other, amount) == NOTHING
