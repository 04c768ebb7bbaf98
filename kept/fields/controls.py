"""The input of one field, as it stands on a conversation, in a macro or in a rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


def control(held: Held) -> ValueField:
    """An input for what may stand in it, with what does."""
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
