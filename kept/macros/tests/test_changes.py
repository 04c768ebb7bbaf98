"""What a macro sets of fields and to which team it gives: one at a time, and many with undo."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.conversations.actions import assign, assign_team, begin_bulk, carry_on, undo_bulk
from kept.conversations.models import Bulk, BulkItem, Conversation
from kept.fields.actions import CannotPut, Change, FieldSettings, fill, make_field, retire_field
from kept.fields.actions.define import ChoiceSettings, change_field
from kept.fields.models import Field
from kept.fields.queries import held_by
from kept.fields.rules import NOTHING, Value
from kept.ledger.models import Event
from kept.macros import actions
from kept.macros.actions import MacroSettings, make_macro, use_macro
from kept.macros.models import Macro, MacroField, MacroUse
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member, make_team

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


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


@pytest.fixture
def seconds(desk, ada):
    team = make_team("Second line", ada)
    desk.teams.add(team)
    return team


def field(label: str, kind: str, *, by, **more) -> Field:
    return make_field(FieldSettings(label=label, kind=kind, **more), by=by, now=NOON)


def macro(name: str, *, by, **chosen) -> Macro:
    return make_macro(MacroSettings(name=name, **chosen), by=by, now=NOON)


def use(one: Macro, conversation: Conversation, *, by) -> None:
    use_macro(one, conversation, text="", by=by, now=NOON)


def held(conversation: Conversation) -> dict[str, Value]:
    return {one.label: one.value for one in held_by(conversation) if one.is_filled}


def many(conversations, one: Macro, *, by) -> Bulk:
    ids = [each.pk for each in conversations]
    bulk = begin_bulk(ids, act="MACRO", value=str(one.pk), by=by, now=NOON)
    carry_on(bulk, now=NOON)
    return bulk


def undone(bulk: Bulk, *, by) -> Bulk:
    bulk = undo_bulk(bulk, by=by, now=LATER)
    carry_on(bulk, now=LATER)
    return bulk


def test_one_sets_fields_of_every_kind_and_gives_it_to_a_team(
    ada, lou, desk, conversation, seconds
):
    kind = field("Damage", "CHOICE", desk=desk, more=["Scratch", "Crack"], by=lou)
    parts = field("Parts", "MANY", more=["Shade", "Foot"], by=lou)
    crack, (shade, foot) = kind.choices.get(name="Crack"), parts.choices.all()
    values = {
        kind.pk: Value(choice=crack.pk),
        parts.pk: Value(picks=frozenset({shade.pk, foot.pk})),
        field("Sum", "NUMBER", by=lou).pk: Value(number=Decimal("12.5")),
        field("Bought", "DATE", by=lou).pk: Value(day=date(2031, 3, 4)),
        field("Insured", "YES_NO", by=lou).pk: Value(yes=False),
        field("Order", "CODE", pattern="NM-9999", by=lou).pk: Value(text="NM-4711"),
    }
    one = macro(
        "Glass", desk=desk, fields=values, assign="TEAM", team=seconds, text="Sorry.", by=lou
    )

    use(one, conversation, by=ada)

    conversation.refresh_from_db()
    assert conversation.team == seconds
    assert held(conversation) == {
        "Damage": values[kind.pk],
        "Parts": values[parts.pk],
        "Sum": Value(number=Decimal("12.5")),
        "Bought": Value(day=date(2031, 3, 4)),
        "Insured": Value(yes=False),
        "Order": Value(text="NM-4711"),
    }
    assert Event.objects.filter(kind="field.filled").count() == 6


def test_what_it_sets_stands_there_before_it_closes(ada, lou, desk, conversation):
    order = field("Order", "TEXT", is_required=True, by=lou)
    one = macro("Lost", status="CLOSED", fields={order.pk: Value(text="4711")}, by=lou)

    use(one, conversation, by=ada)

    conversation.refresh_from_db()
    assert conversation.status == "CLOSED"


def test_a_field_of_another_desk_a_retired_one_and_what_does_not_fit_are_not_saved(lou, desk):
    billing = make_desk("Billing", lou)
    theirs = field("Bill", "TEXT", desk=billing, by=lou)
    old = field("Old", "TEXT", by=lou)
    retire_field(old, by=lou, now=NOON)
    number = field("Sum", "NUMBER", by=lou)
    said = {}

    for pk, value in (
        (theirs.pk, Value(text="7")),
        (old.pk, Value(text="7")),
        (number.pk, Value(text="seven")),
        (number.pk, NOTHING),
    ):
        for where in (desk, None):
            with pytest.raises(actions.MacroFieldAtFault) as refused:
                macro("Nothing", desk=where, fields={pk: value}, by=lou)
            said[pk] = str(refused.value)

    assert said[theirs.pk].startswith("Bill is a field of Billing alone.")
    assert said[old.pk] == "The field Old is retired. Bring it back first, or leave it out here."
    assert not Macro.objects.exists()
    assert not MacroField.objects.exists()


def test_a_field_or_a_choice_retired_since_is_refused_by_name_and_nothing_is_changed(
    ada, lou, desk, conversation
):
    kind = field("Damage", "CHOICE", more=["Crack"], by=lou)
    crack = kind.choices.get()
    one = macro("Glass", priority="HIGH", fields={kind.pk: Value(choice=crack.pk)}, by=lou)
    retired = {crack.pk: ChoiceSettings("Crack", is_retired=True)}
    change_field(
        kind,
        FieldSettings(label="Damage", key="damage", choices=retired, more=["Scratch"]),
        by=lou,
        now=NOON,
    )

    with pytest.raises(CannotPut, match="does not fit it, or is offered no more"):
        use(one, conversation, by=ada)
    retire_field(kind, by=lou, now=NOON)
    with pytest.raises(CannotPut, match="the field Damage is retired"):
        use(one, conversation, by=ada)

    conversation.refresh_from_db()
    assert (conversation.priority, held(conversation)) == ("NORMAL", {})
    assert not Event.objects.filter(kind__in=["macro.used", "field.filled"]).exists()
    assert not MacroUse.objects.exists()


def test_many_are_changed_and_all_of_it_is_put_back_exactly(ada, lou, desk, seconds):
    first, second, third = (make_conversation(desk=desk) for _ in range(3))
    order = field("Order", "TEXT", by=lou)
    fill(first, [Change(order.pk, Value(text="old"), 0)], by=ada, now=NOON)
    assign(second, to=lou, by=lou, now=NOON)
    assign_team(third, to=desk.teams.first(), by=lou, now=NOON)
    one = macro(
        "Second line",
        text="We pass it on.",
        status="CLOSED",
        priority="HIGH",
        fields={order.pk: Value(text="new")},
        assign="TEAM",
        team=seconds,
        by=lou,
    )

    bulk = many([first, second, third], one, by=ada)

    rows = Conversation.objects.order_by("pk").values_list("priority", "status", "team")
    # Nothing was written to anybody, so the status that belongs to the letter is not set.
    assert list(rows) == [("HIGH", "OPEN", seconds.pk)] * 3
    second.refresh_from_db()
    assert second.assignee is None
    assert [held(each)["Order"].text for each in (first, second, third)] == ["new"] * 3
    assert MacroUse.objects.get().count == 3

    undone(bulk, by=ada)

    assert set(BulkItem.objects.values_list("state", flat=True)) == {"UNDONE"}
    rows = Conversation.objects.order_by("pk").values_list("priority", "assignee", "team")
    assert list(rows) == [
        ("NORMAL", None, None),
        ("NORMAL", lou.pk, None),
        ("NORMAL", None, desk.teams.first().pk),
    ]
    assert [held(each) for each in (first, second, third)] == [
        {"Order": Value(text="old")},
        {},
        {},
    ]


def test_what_somebody_changed_since_stays_and_so_does_the_rest_of_it(ada, lou, desk, conversation):
    order = field("Order", "TEXT", by=lou)
    one = macro("Order", priority="HIGH", fields={order.pk: Value(text="new")}, by=lou)
    bulk = many([conversation], one, by=ada)
    version = held_by(conversation)[0].version
    fill(conversation, [Change(order.pk, Value(text="mine"), version)], by=lou, now=NOON)

    undone(bulk, by=ada)

    item = BulkItem.objects.get()
    assert (item.state, item.why) == (
        "LEFT",
        "It has been changed since, and stays as it is.",
    )
    conversation.refresh_from_db()
    assert (conversation.priority, held(conversation)["Order"].text) == ("HIGH", "mine")


def test_a_choice_retired_meanwhile_is_put_back_all_the_same(ada, lou, desk, conversation):
    kind = field("Damage", "CHOICE", more=["Crack", "Scratch"], by=lou)
    crack, scratch = kind.choices.order_by("pk")
    fill(conversation, [Change(kind.pk, Value(choice=crack.pk), 0)], by=ada, now=NOON)
    one = macro("Scratch", fields={kind.pk: Value(choice=scratch.pk)}, by=lou)
    bulk = many([conversation], one, by=ada)
    crack.retired_at = NOON
    crack.save()

    undone(bulk, by=ada)

    assert held(conversation) == {"Damage": Value(choice=crack.pk)}


def test_one_of_another_desk_is_refused_for_those_it_is_not_for(ada, lou, desk):
    billing = make_desk("Billing", ada, lou)
    here, there = make_conversation(desk=desk), make_conversation(desk=billing)
    one = macro("High", desk=desk, priority="HIGH", by=lou)

    many([here, there], one, by=ada)

    assert list(BulkItem.objects.order_by("conversation").values_list("state", flat=True)) == [
        "DONE",
        "REFUSED",
    ]
    there.refresh_from_db()
    assert there.priority == "NORMAL"


def test_a_team_for_many_takes_them_from_whoever_is_not_in_it_and_gives_them_back(
    ada, lou, desk, seconds
):
    mine, theirs = make_conversation(desk=desk), make_conversation(desk=desk)
    assign(mine, to=ada, by=ada, now=NOON)
    assign(theirs, to=lou, by=lou, now=NOON)
    bulk = begin_bulk([mine.pk, theirs.pk], act="TEAM", value=str(seconds.pk), by=ada, now=NOON)

    carry_on(bulk, now=NOON)

    rows = Conversation.objects.order_by("pk")
    assert list(rows.values_list("assignee", "team")) == [
        (ada.pk, seconds.pk),
        (None, seconds.pk),
    ]
    undone(bulk, by=ada)
    assert list(rows.values_list("assignee", "team")) == [(ada.pk, None), (lou.pk, None)]


def test_a_member_for_many_gives_the_team_back_too(ada, lou, desk, seconds):
    found = make_conversation(desk=desk)
    assign_team(found, to=seconds, by=ada, now=NOON)
    bulk = begin_bulk([found.pk], act="ASSIGN", value=str(lou.pk), by=ada, now=NOON)
    carry_on(bulk, now=NOON)
    found.refresh_from_db()
    assert (found.assignee, found.team) == (lou, None)

    undone(bulk, by=ada)

    found.refresh_from_db()
    assert (found.assignee, found.team) == (None, seconds)


def test_a_team_that_does_not_serve_the_desk_is_refused(ada, lou, desk, conversation):
    others = make_team("Others", lou)
    bulk = begin_bulk([conversation.pk], act="TEAM", value=str(others.pk), by=ada, now=NOON)

    carry_on(bulk, now=NOON)

    item = BulkItem.objects.get()
    assert (item.state, item.why) == (
        "REFUSED",
        "This team does not serve the desk, or nobody is in it.",
    )
    conversation.refresh_from_db()
    assert conversation.team is None
