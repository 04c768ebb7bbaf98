"""The fields of the house: made, changed, put in order, retired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.fields.access import may_keep
from kept.fields.events import FieldBroughtBack, FieldChanged, FieldMade, FieldRetired
from kept.fields.models import Field, FieldChoice
from kept.fields.rules import choice_key, is_key, key_of, one_line
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member

MOST = 100
MOST_CHOICES = 100


class FieldTaken(Refusal):
    code = "field_taken"
    message = gettext_lazy(
        "There is a field of that key already, here or for all desks. Give this one another key."
    )


class KeyAtFault(Refusal):
    code = "field_key_at_fault"
    message = gettext_lazy(
        "A key is small letters, digits and underscores, begins with a letter, and is no word that "
        "search uses already, such as desk or tag."
    )


class NeedsChoices(Refusal):
    code = "field_needs_choices"
    message = gettext_lazy("Write what may be chosen: at least one, at most a hundred, each once.")


class TooManyFields(Refusal):
    code = "fields_too_many"
    message = gettext_lazy("There are a hundred fields already. Change one that nobody uses.")


@dataclass(frozen=True, slots=True)
class ChoiceSettings:
    """How a choice that is there shall be."""

    name: str
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """All that is chosen of a field. `kind` counts as it is made, and never after.

    `choices` are those that are there, by id; `more` the names of new ones behind them.
    """

    label: str
    key: str = ""
    kind: str = Field.Kind.TEXT
    desk: Desk | None = None
    help: str = ""
    pattern: str = ""
    is_required: bool = False
    choices: Mapping[int, ChoiceSettings] = field(default_factory=dict)
    more: Sequence[str] = ()


def make_field(chosen: FieldSettings, *, by: Member, now: datetime) -> Field:
    """Raises `NotAllowed`, `KeyAtFault`, `FieldTaken`, `NeedsChoices`, `TooManyFields`."""
    try:
        return _make(chosen, by=by, now=now)
    except IntegrityError as error:
        raise FieldTaken from error


@transaction.atomic
def _make(chosen: FieldSettings, *, by: Member, now: datetime) -> Field:
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    if Field.objects.count() >= MOST:
        raise TooManyFields
    last = Field.objects.aggregate(last=Max("position"))["last"] or 0
    made = _save(Field(kind=Field.Kind(chosen.kind), position=last + 1), chosen, now=now)
    record(FieldMade(field=made.pk, desk=made.desk_id or 0), about=[made], by=by, at=now)
    return made


def change_field(row: Field, chosen: FieldSettings, *, by: Member, now: datetime) -> Field:
    """Raises `NotAllowed`, `KeyAtFault`, `FieldTaken`, `NeedsChoices`. Its desk and kind stay."""
    try:
        return _change(row, chosen, by=by, now=now)
    except IntegrityError as error:
        raise FieldTaken from error


@transaction.atomic
def _change(row: Field, chosen: FieldSettings, *, by: Member, now: datetime) -> Field:
    row = _save(_take(row, by=by), chosen, now=now)
    record(FieldChanged(field=row.pk, required=row.is_required), about=[row], by=by, at=now)
    return row


@transaction.atomic
def retire_field(row: Field, *, by: Member, now: datetime) -> Field:
    """It is asked for no more; what stands in it stays. Raises `NotAllowed`."""
    row = _take(row, by=by)
    if row.retired_at is None:
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        record(FieldRetired(field=row.pk), about=[row], by=by, at=now)
    return row


@transaction.atomic
def bring_back_field(row: Field, *, by: Member, now: datetime) -> Field:
    """Raises `NotAllowed`."""
    row = _take(row, by=by)
    if row.retired_at:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        record(FieldBroughtBack(field=row.pk), about=[row], by=by, at=now)
    return row


@transaction.atomic
def move_field(row: Field, *, up: bool, by: Member) -> None:
    """One place up or down among those the member sees. Raises `NotAllowed`."""
    row = _take(row, by=by)
    rows = list(
        Field.objects.select_for_update().filter(retired_at=None).order_by("position", "pk")
    )
    seen = set(Field.objects.visible_to(by).values_list("pk", flat=True))
    order = [one.pk for one in rows]
    if row.pk not in order:
        return
    at = order.index(row.pk)
    places = range(at - 1, -1, -1) if up else range(at + 1, len(order))
    other = next((place for place in places if order[place] in seen), None)
    if other is None:
        return
    order.insert(other, order.pop(at))
    for place, pk in enumerate(order, 1):
        Field.objects.filter(pk=pk).exclude(position=place).update(position=place)


def _take(row: Field, *, by: Member) -> Field:
    locked = Field.objects.select_for_update().get(pk=row.pk)
    if not may_keep(by, locked.desk):
        raise NotAllowed
    return locked


def _save(row: Field, chosen: FieldSettings, *, now: datetime) -> Field:
    is_new = row.pk is None
    label = one_line(chosen.label)[:60]
    key = chosen.key.strip().lower() or key_of(label)
    if not label or not is_key(key):
        raise KeyAtFault
    desk = chosen.desk if is_new else row.desk
    others = Field.objects.filter(key=key).exclude(pk=row.pk)
    # One for all would stand beside it at its desk under the same key.
    if others.filter(Q() if desk is None else Q(desk=desk) | Q(desk=None)).exists():
        raise FieldTaken
    row.label, row.key, row.desk = label, key, desk
    row.help = one_line(chosen.help)[:200]
    row.pattern = one_line(chosen.pattern)[:60] if row.kind == Field.Kind.CODE else ""
    row.is_required = chosen.is_required
    row.save()
    if row.has_choices:
        _save_choices(row, chosen, now=now)
    return row


def _save_choices(row: Field, chosen: FieldSettings, *, now: datetime) -> None:
    there = {one.pk: one for one in row.choices.all()}
    for pk, wanted in chosen.choices.items():
        if pk in there and wanted.name.strip():
            known = there[pk]
            known.name = one_line(wanted.name)[:60]
            known.retired_at = (known.retired_at or now) if wanted.is_retired else None
    more = dict.fromkeys(one_line(name)[:60] for name in chosen.more if one_line(name))
    rows = [*there.values(), *(FieldChoice(field=row, name=name) for name in more)]
    keys = [choice_key(one.name) for one in rows]
    offered = [one for one in rows if one.retired_at is None]
    if not offered or len(rows) > MOST_CHOICES or len(set(keys)) < len(keys):
        raise NeedsChoices
    # Two that exchange their names would meet for a moment.
    for one in there.values():
        FieldChoice.objects.filter(pk=one.pk).update(key=f"\x1f{one.pk}")
    for place, (one, key) in enumerate(zip(rows, keys, strict=True), 1):
        one.key, one.position = key, place
        one.save()
