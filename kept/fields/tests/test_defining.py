"""Lou defines fields; Ada may not, and Lou not where she does not serve."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kept.fields import actions
from kept.fields.actions import FieldSettings, change_field, make_field
from kept.fields.actions.define import ChoiceSettings
from kept.fields.models import Field
from kept.fields.queries import kept
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import NOON, make_desk, make_manager, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lou():
    return make_manager("lou")


@pytest.fixture
def desk(lou):
    return make_desk("Orders", lou)


def make(label: str, *, by, **chosen) -> Field:
    return make_field(FieldSettings(label, **chosen), by=by, now=NOON)


def change(field: Field, label: str, *, by, **chosen) -> Field:
    return change_field(field, FieldSettings(label, **chosen), by=by, now=NOON)


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="field").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_it_has_a_key_of_its_name_and_a_place_behind_the_others(lou, desk):
    first = make("Größe (in cm)", kind="NUMBER", desk=desk, by=lou)
    second = make("Order number", kind="CODE", pattern="NM-9999", is_required=True, by=lou)

    assert (first.key, first.position, first.pattern) == ("grosse_in_cm", 1, "")
    assert (second.key, second.position, second.pattern) == ("order_number", 2, "NM-9999")
    assert kinds() == ["field.made", "field.made"]
    assert Event.objects.filter(kind="field.made").last().facts == {"field": second.pk, "desk": 0}


@pytest.mark.parametrize(
    "chosen",
    [
        {"label": "Desk"},
        {"label": "Tag", "key": "tag"},
        {"label": "4711"},
        {"label": "注文番号"},
        {"label": "X", "key": "two words"},
        {"label": " "},
    ],
)
def test_a_key_that_could_not_be_asked_by_is_refused(lou, chosen):
    with pytest.raises(actions.KeyAtFault):
        make_field(FieldSettings(**chosen), by=lou, now=NOON)

    assert not Field.objects.exists()


def test_a_key_is_one_at_a_desk_whatever_is_for_all(lou, desk):
    billing = make_desk("Billing", lou)
    make("Order", desk=desk, by=lou)
    make("Order", desk=billing, by=lou)
    make("Reason", by=lou)

    for chosen in (
        {"label": "Order", "desk": desk},
        {"label": "Order"},
        {"label": "Reason", "desk": desk},
    ):
        with pytest.raises(actions.FieldTaken):
            make(**chosen, by=lou)

    assert Field.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Field.objects.create(label="x", key="reason", kind="TEXT")


def test_choices_are_renamed_retired_and_added_and_keep_their_ids(lou):
    with pytest.raises(actions.NeedsChoices):
        make("Damage", kind="CHOICE", more=["Glass", "glass"], by=lou)
    with pytest.raises(actions.NeedsChoices):
        make("Damage", kind="CHOICE", by=lou)
    damage = make("Damage", kind="CHOICE", more=["Glass", "Cord"], by=lou)
    glass, cord = damage.choices.all()

    change(
        damage,
        "Damage",
        key="damage",
        choices={
            glass.pk: ChoiceSettings("Cord"),
            cord.pk: ChoiceSettings("Glass", is_retired=True),
        },
        more=["Screw", ""],
        by=lou,
    )

    rows = damage.choices.values_list("name", "key", "position")
    assert list(rows) == [("Cord", "cord", 1), ("Glass", "glass", 2), ("Screw", "screw", 3)]
    assert [one.pk for one in damage.choices.exclude(retired_at=None)] == [cord.pk]
    with pytest.raises(actions.NeedsChoices):
        change(
            damage,
            "Damage",
            key="damage",
            choices={
                one.pk: ChoiceSettings(one.name, is_retired=True) for one in damage.choices.all()
            },
            by=lou,
        )
    assert damage.choices.filter(retired_at=None).count() == 2


def test_kind_and_desk_stay(lou, desk):
    field = make("Amount", kind="NUMBER", desk=desk, by=lou)

    change(field, "Sum", key="amount", kind="TEXT", is_required=True, by=lou)

    field.refresh_from_db()
    assert (field.label, field.kind, field.desk) == ("Sum", "NUMBER", desk)
    assert Event.objects.get(kind="field.changed").facts == {"field": field.pk, "required": True}


def test_one_is_moved_among_those_that_are_seen(lou, desk):
    odo = make_manager("odo")
    a, b = make("A", by=lou), make("B", desk=desk, by=lou)
    unseen = make("C", desk=make_desk("Billing", odo), by=odo)
    d = make("D", by=lou)

    actions.move_field(d, up=True, by=lou)

    assert [row.label for row in kept(lou)] == ["A", "D", "B"]
    actions.move_field(a, up=True, by=lou)
    actions.move_field(b, up=False, by=lou)
    assert [row.label for row in kept(lou)] == ["A", "D", "B"]
    assert unseen not in kept(lou)


def test_one_is_retired_and_brought_back(lou):
    field = make("Reason", by=lou)

    actions.retire_field(field, by=lou, now=NOON)
    actions.retire_field(field, by=lou, now=NOON)
    actions.bring_back_field(field, by=lou, now=NOON)

    field.refresh_from_db()
    assert field.retired_at is None
    assert kinds() == ["field.made", "field.retired", "field.brought_back"]


def test_nobody_else_keeps_them(lou, desk):
    ada, mel = make_member("ada"), make_manager("mel")
    field = make("Order", desk=desk, by=lou)
    desk.teams.first().members.add(ada)

    for by in (ada, mel):
        for act in (
            lambda by: make("X", desk=desk, by=by),
            lambda by: change(field, "X", by=by),
            lambda by: actions.retire_field(field, by=by, now=NOON),
            lambda by: actions.move_field(field, up=True, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(by)

    assert kinds() == ["field.made"]
