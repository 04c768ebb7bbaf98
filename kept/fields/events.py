"""Facts of fields. What was typed is in none of them."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("field.made")
@dataclass(frozen=True, slots=True)
class FieldMade:
    """`desk` is 0 where it is for all."""

    field: int
    desk: int


@event("field.changed")
@dataclass(frozen=True, slots=True)
class FieldChanged:
    field: int
    required: bool


@event("field.retired")
@dataclass(frozen=True, slots=True)
class FieldRetired:
    field: int


@event("field.brought_back")
@dataclass(frozen=True, slots=True)
class FieldBroughtBack:
    field: int


@event("field.filled")
@dataclass(frozen=True, slots=True)
class FieldFilled:
    """A value was set, or changed. `choice` and `before` are ids of choices, 0 for all others."""

    field: int
    conversation: int
    choice: int
    before: int


@event("field.emptied")
@dataclass(frozen=True, slots=True)
class FieldEmptied:
    field: int
    conversation: int
    before: int
