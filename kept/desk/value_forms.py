"""The form of what stands in fields: its inputs, and what was typed as values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.fields.actions import Change
from kept.fields.queries import Held
from kept.fields.rules import (
    LONGEST,
    NOTHING,
    Value,
    fault_in,
    is_storable,
    number_in,
    plain_number,
    written,
)

YES_NO = [("", "—"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
MOST_TYPED = 20_000


class ValuesForm(forms.Form):
    """The fields of one conversation. `f7` is what was typed into field 7; beside it stand `g7`,
    what was there as the page was made, and `v7`, since when.
    """

    def __init__(
        self, held: Sequence[Held], typed: QueryDict | None = None, *, fold: str = ""
    ) -> None:
        # What the page did not show is not taken for emptied.
        self.held = [one for one in held if typed is None or f"g{one.pk}" in typed]
        super().__init__(typed, auto_id=f"{fold}field-%s")
        self.moved: set[int] = set()
        for one in self.held:
            self.fields[f"f{one.pk}"] = _control(one)

    @property
    def rows(self) -> list[tuple[forms.BoundField, str, int]]:
        """Each with what was there as its writer saw it, and the version of that."""
        return [(self[f"f{one.pk}"], *self._seen(one)) for one in self.held]

    def show_moved(self) -> None:
        """What somebody else has filled in since stands beneath its field, and may be replaced."""
        for one in self.held:
            given, version = self._seen(one)
            is_mine = one.as_text(self.cleaned_data[f"f{one.pk}"]) not in {given, one.given}
            if is_mine and version != one.version:
                self.moved.add(one.pk)
                said = Truncator(in_words(one) or _("nothing")).chars(200)
                self[f"f{one.pk}"].help_text = _("Now: %(value)s") % {"value": said}

    def changes(self) -> list[Change]:
        """What its writer made another of; what they left alone is nobody's business."""
        found = []
        for one in self.held:
            value = self.cleaned_data[f"f{one.pk}"]
            given, version = self._seen(one)
            if one.as_text(value) != given:
                found.append(Change(one.pk, value, version))
        return found

    def _seen(self, one: Held) -> tuple[str, int]:
        if not self.is_bound or one.pk in self.moved:
            return one.given, one.version
        version = self.data.get(f"v{one.pk}", "")
        is_id = version.isascii() and version.isdecimal() and len(version) < 19
        return self.data.get(f"g{one.pk}", ""), int(version) if is_id else 0


class ValueField(forms.Field):
    """Takes what was typed as a `Value`."""

    def __init__(self, held: Held, **more: Any) -> None:
        self.held = held
        super().__init__(label=held.label, help_text=_help(held), required=False, **more)

    def clean(self, value: Any) -> Value:
        typed = (value or "")[:MOST_TYPED] if isinstance(value, str) else value
        if self.held.kind == "MANY":
            return Value(picks=frozenset(self._chosen(one) for one in typed or ()))
        if not str(typed or "").strip():
            return NOTHING
        match self.held.kind:
            case "NUMBER":
                return Value(number=self._number(typed))
            case "DATE":
                return Value(day=self._day(typed))
            case "YES_NO" if typed in {"yes", "no"}:
                return Value(yes=typed == "yes")
            case "CHOICE":
                return Value(choice=self._chosen(typed))
            case "TEXT" | "LONG" | "LINK" | "CODE":
                return self._text(typed)
        raise forms.ValidationError(_("Choose one of these."))

    def _chosen(self, typed: str) -> int:
        offered = {str(one.pk): one.pk for one in self.held.offered}
        if typed not in offered:
            raise forms.ValidationError(_("That is offered no more. Choose another one."))
        return offered[typed]

    def _number(self, typed: str) -> Any:
        found = number_in(typed, has_comma=_has_comma())
        if found is None:
            example = formats.number_format("12.5")
            raise forms.ValidationError(_("Write a number, such as %(n)s.") % {"n": example})
        if not is_storable(found):
            raise forms.ValidationError(
                _("At most eleven digits, and four behind the decimal sign.")
            )
        return found

    def _day(self, typed: str) -> date:
        day: date = forms.DateField(
            error_messages={"invalid": _("Write a day, such as 2031-03-04.")},
            input_formats=["%Y-%m-%d", *formats.get_format("DATE_INPUT_FORMATS")],
        ).clean(typed)
        return day

    def _text(self, typed: str) -> Value:
        text = written(self.held.kind, typed)
        match fault_in(self.held.kind, text, self.held.pattern):
            case "too_long":
                words = _("At most %(n)s letters.") % {"n": LONGEST[self.held.kind]}
                raise forms.ValidationError(words)
            case "no_link":
                raise forms.ValidationError(_("A link begins with https:// or http://."))
            case "other_pattern":
                words = _("It looks like %(pattern)s: 9 is a digit, A a letter, * either.")
                raise forms.ValidationError(words % {"pattern": self.held.pattern})
        return Value(text=text)


def in_words(held: Held) -> str:
    """A value as it is told, in the reader's language."""
    value = held.value
    if held.chosen:
        return ", ".join(held.chosen)
    if value.number is not None:
        return formats.number_format(plain_number(value.number), force_grouping=True)
    if value.day is not None:
        return formats.date_format(value.day, "j F Y")
    if value.yes is not None:
        return _("Yes") if value.yes else _("No")
    return value.text


def _has_comma() -> bool:
    return str(formats.get_format("DECIMAL_SEPARATOR")) == ","


def _help(held: Held) -> str:
    pattern = _("As in %(pattern)s: 9 is a digit, A a letter, * either.")
    shape = pattern % {"pattern": held.pattern} if held.pattern else ""
    return " ".join(filter(None, [held.help, shape]))


def _control(held: Held) -> ValueField:
    """A field for what may stand in it, with what does."""
    value = held.value
    match held.kind:
        case "CHOICE":
            plain = [("", "—"), *((str(one.pk), one.name) for one in held.offered)]
            return ValueField(
                held, widget=forms.Select(choices=plain), initial=str(value.choice or "")
            )
        case "MANY":
            several = [(str(one.pk), one.name) for one in held.offered]
            return ValueField(
                held,
                widget=forms.CheckboxSelectMultiple(choices=several),
                initial=[str(pk) for pk in value.picks],
            )
        case "YES_NO":
            return ValueField(held, widget=forms.Select(choices=YES_NO), initial=held.given)
        case "DATE":
            return ValueField(
                held, widget=forms.DateInput(attrs={"type": "date"}), initial=held.given
            )
        case "NUMBER":
            shown = formats.number_format(held.given) if value.number is not None else ""
            return ValueField(
                held, widget=forms.TextInput(attrs={"inputmode": "decimal"}), initial=shown
            )
        case "LONG":
            return ValueField(
                held, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), initial=value.text
            )
    attrs = {"dir": "auto", "maxlength": str(LONGEST[held.kind])}
    if held.kind == "LINK":
        attrs |= {"inputmode": "url", "placeholder": "https://", "dir": "ltr"}
    return ValueField(held, widget=forms.TextInput(attrs=attrs), initial=value.text)
