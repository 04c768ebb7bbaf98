"""What is typed for a customer to read, and when something is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from kept.customers.models import Customer
from kept.promises import letters


class Letter(forms.CharField):
    """What a customer is told. In the field words stand where the link, and with `says_when` the
    new time, will be."""

    def __init__(self, *, rows: int, says_when: bool = False, **options: Any) -> None:
        self.says_when = says_when
        told: dict[str, Any] = {
            "label": gettext_lazy("What you tell them"),
            "help_text": gettext_lazy("The link is put in when it is sent."),
            "widget": forms.Textarea(attrs={"rows": rows}),
            "error_messages": {"required": gettext_lazy("Write what you tell them.")},
            "strip": False,
        }
        super().__init__(**told | options)

    def prepare_value(self, value: Any) -> Any:
        return letters.in_words(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return letters.with_places(super().to_python(value) or "", says_when=self.says_when)


class Moment(forms.DateTimeField):
    """A date and time of day, in the zone the page is shown in."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        # At either end of the calendar there is no moment in other zones any more.
        if moment and not MINYEAR + 1 < moment.year < MAXYEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


def choose_whom(form: forms.Form, customers: Sequence[Customer]) -> None:
    """Where conversations of several customers became one, somebody says to whom it is promised."""
    if len(customers) < 2:
        return
    by_pk = {str(one.pk): one for one in customers}
    form.fields["customer"] = forms.TypedChoiceField(
        label=gettext_lazy("To whom"),
        choices=[(pk, one.name) for pk, one in by_pk.items()],
        coerce=by_pk.__getitem__,
    )
    form.order_fields(["customer"])


def typed(moment: datetime, zone: str) -> str:
    """A moment as the browser's own field wants it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
