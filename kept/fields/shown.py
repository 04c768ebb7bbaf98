"""A field as it would stand on a conversation, made of what is typed in its form."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from kept.fields.controls import control, in_words
from kept.fields.forms import FieldForm
from kept.fields.models import Field
from kept.fields.queries import Choice, Held
from kept.fields.rules import NOTHING, Value, choice_key, key_of, one_line

NAME = "try"


class Tried(forms.Form):
    """One control, with whatever is tried in it. `held` is the field."""

    held: Held

    @property
    def control(self) -> forms.BoundField:
        return self[NAME]

    @property
    def said(self) -> str:
        """How the value is told where it is read, in words; "" where there is none."""
        value = self.cleaned_data.get(NAME) if self.is_bound and self.is_valid() else None
        if not isinstance(value, Value) or value.is_empty:
            return ""
        picked = Held(**{name: getattr(self.held, name) for name in _NAMES} | {"value": value})
        return in_words(picked)


_NAMES = tuple(Held.__dataclass_fields__)


def tried(form: FieldForm, row: Field | None, posted: Mapping[str, str]) -> Tried | None:
    """The control to try; None while it has no name."""
    label = one_line(str(form["label"].value() or ""))[:60]
    if not label:
        return None
    kind = row.kind if row else str(form["kind"].value() or "TEXT")
    if kind not in Field.Kind.values:
        return None
    held = Held(
        pk=0,
        label=label,
        key=str(form["key"].value() or "") or key_of(label),
        kind=kind,
        help=one_line(str(form["help"].value() or ""))[:200],
        pattern=_pattern(form, kind),
        is_required=bool(form["is_required"].value()),
        is_retired=False,
        version=0,
        value=NOTHING,
        choices=tuple(_choices(form)),
    )
    typed = {name: value for name, value in posted.items() if name == NAME}
    several = posted.getlist(NAME) if hasattr(posted, "getlist") else []
    if kind == Field.Kind.MANY:
        typed = {NAME: several}  # type: ignore[dict-item]
    found = Tried(typed if several else None)
    found.held = held
    found.fields[NAME] = control(held)
    return found


def _pattern(form: FieldForm, kind: str) -> str:
    shows = kind == Field.Kind.CODE and "pattern" in form.fields
    return one_line(str(form["pattern"].value() or ""))[:60] if shows else ""


def _choices(form: FieldForm) -> list[Choice]:
    """Those that are there under the names typed now, and behind them the new ones."""
    found = [
        Choice(one.pk, one_line(str(name.value() or "")), bool(retired.value()))
        for one, (name, retired) in zip(form.choices, form.pairs, strict=True)
    ]
    more = str(form["more"].value() or "").splitlines() if "more" in form.fields else []
    names = {choice_key(name): one_line(name)[:60] for name in more if one_line(name)}
    # New ones have no id yet; below zero none is another's.
    return [*found, *(Choice(-at, name, False) for at, name in enumerate(names.values(), 1))]  # noqa: FBT003
