"""Fields are defined, retired, put in order; and filled in."""

from kept.fields.actions.carry import carry_values, give_back_values
from kept.fields.actions.define import (
    FieldSettings,
    FieldTaken,
    KeyAtFault,
    NeedsChoices,
    TooManyFields,
    bring_back_field,
    change_field,
    make_field,
    move_field,
    retire_field,
)
from kept.fields.actions.fill import Change, FilledMeanwhile, ValueAtFault, fill
from kept.fields.actions.put import CannotPut, put, put_back

__all__ = [
    "CannotPut",
    "Change",
    "FieldSettings",
    "FieldTaken",
    "FilledMeanwhile",
    "KeyAtFault",
    "NeedsChoices",
    "TooManyFields",
    "ValueAtFault",
    "bring_back_field",
    "carry_values",
    "change_field",
    "fill",
    "give_back_values",
    "make_field",
    "move_field",
    "put",
    "put_back",
    "retire_field",
]
