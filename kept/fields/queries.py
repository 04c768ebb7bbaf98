"""The fields of a conversation with what stands in them, in one text of one query."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from kept.conversations.models import Conversation
from kept.fields.models import Field, FieldValue
from kept.fields.rules import MANY, NOTHING, Value, plain_number
from kept.kit.along import json_functions, read_rows
from kept.people.models import Member


@dataclass(frozen=True, slots=True)
class Choice:
    pk: int
    name: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A field of a conversation and its `value`; `version` is 0 where there is none."""

    pk: int
    label: str
    key: str
    kind: str
    help: str
    pattern: str
    is_required: bool
    is_retired: bool
    version: int
    value: Value
    choices: tuple[Choice, ...]

    @property
    def is_filled(self) -> bool:
        return not self.value.is_empty

    @property
    def is_missing(self) -> bool:
        return self.is_required and not self.is_retired and not self.is_filled

    @property
    def chosen(self) -> list[str]:
        """The names of what was chosen, in the order of the choices."""
        picked = self.value.picks | {self.value.choice}
        return [choice.name for choice in self.choices if choice.pk in picked]

    @property
    def offered(self) -> list[Choice]:
        """What may be chosen now: what is retired only where it stands."""
        picked = self.value.picks | {self.value.choice}
        return [one for one in self.choices if not one.is_retired or one.pk in picked]

    @property
    def given(self) -> str:
        """The value as one text, the same for the same value; a form tells by it what changed."""
        return self.as_text(self.value)

    def as_text(self, value: Value) -> str:
        if self.kind == MANY:
            return ",".join(str(pk) for pk in sorted(value.picks))
        if value.number is not None:
            return plain_number(value.number)
        if value.yes is not None:
            return "yes" if value.yes else "no"
        return value.text or str(value.day or value.choice or "")


def fields_along() -> RawSQL:
    """The fields of each row of a query of conversations, for `read`."""
    gather, row = json_functions()
    # The text is ours throughout: functions of the database and names of columns.
    return RawSQL(  # noqa: S611
        f"(SELECT CAST({gather}({row}(f.position, f.id, f.label, f.key, f.kind, f.help, f.pattern, "  # noqa: S608
        "f.is_required, f.retired_at IS NOT NULL, COALESCE(v.version, 0), COALESCE(v.text, ''), "
        "CAST(v.number AS text), CAST(v.day AS text), v.yes, COALESCE(v.choice_id, 0), "
        f"(SELECT {gather}({row}(c.position, c.id, c.name, c.retired_at IS NOT NULL)) "
        "FROM fields_fieldchoice c WHERE c.field_id = f.id), "
        f"(SELECT {gather}(p.choice_id) FROM fields_fieldpick p WHERE p.value_id = v.id))) "
        "AS text) "
        "FROM fields_field f LEFT JOIN fields_fieldvalue v "
        "ON v.field_id = f.id AND v.conversation_id = conversations_conversation.id "
        "WHERE (f.desk_id IS NULL OR f.desk_id = conversations_conversation.desk_id) "
        "AND (f.retired_at IS NULL OR v.id IS NOT NULL))",
        (),
    )


def read(text: str | None) -> list[Held]:
    """What `fields_along` found, in the order of the house."""
    return [_held(row) for row in sorted(read_rows(text), key=lambda row: row[:2])]


def held_by(conversation: Conversation) -> list[Held]:
    """The fields of one conversation."""
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=fields_along())
    return read(rows.values_list("told", flat=True).first())


def held_of(field: Field, value: Value = NOTHING) -> Held:
    """A field as it would stand on a conversation with this value; its choices are read."""
    choices = () if not field.has_choices or field.pk is None else field.choices.all()
    return Held(
        pk=field.pk or 0,
        label=field.label,
        key=field.key,
        kind=field.kind,
        help=field.help,
        pattern=field.pattern,
        is_required=field.is_required,
        is_retired=field.retired_at is not None,
        version=0,
        value=value,
        choices=tuple(Choice(one.pk, one.name, one.retired_at is not None) for one in choices),
    )


def given_in(conversations: Iterable[int], fields: Iterable[int]) -> dict[tuple[int, int], str]:
    """What stands in these fields of these conversations, as `Held.as_text` writes it."""
    rows = FieldValue.objects.filter(conversation__in=conversations, field__in=fields)
    rows = rows.select_related("field").prefetch_related("picks", "field__choices")
    return {(row.conversation_id, row.field_id): _given(row) for row in rows}


def _given(row: FieldValue) -> str:
    value = Value(
        text=row.text,
        number=row.number,
        day=row.day,
        yes=row.yes,
        choice=row.choice_id or 0,
        picks=frozenset(pick.choice_id for pick in row.picks.all()),
    )
    return held_of(row.field).as_text(value)


def missing(held: Iterable[Held]) -> list[Held]:
    """What has to be filled in before it may be closed."""
    return [one for one in held if one.is_missing]


def kept(member: Member) -> QuerySet[Field]:
    """All that the member may see, in their order, and retired ones last."""
    rows = Field.objects.visible_to(member).select_related("desk").prefetch_related("choices")
    return rows.order_by(F("retired_at").asc(nulls_first=True), "position", "pk")


def _held(row: list[Any]) -> Held:
    (_place, pk, label, key, kind, help_, pattern, required, retired, version, *value) = row
    text, number, day, yes, choice, choices, picks = value
    return Held(
        pk=pk,
        label=label,
        key=key,
        kind=kind,
        help=help_,
        pattern=pattern,
        is_required=bool(required),
        is_retired=bool(retired),
        version=version,
        value=Value(
            text=text,
            number=Decimal(number) if number is not None else None,
            day=date.fromisoformat(day) if day else None,
            yes=None if yes is None else bool(yes),
            choice=choice,
            picks=frozenset(_inner(picks)),
        ),
        choices=tuple(Choice(c[1], c[2], bool(c[3])) for c in sorted(_inner(choices))),
    )


def _inner(found: Any) -> list[Any]:
    """A list within: one database hands it out as a text, the other as what it is."""
    return (json.loads(found) if isinstance(found, str) else found) or []
