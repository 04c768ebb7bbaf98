"""Checks of what was typed about desks and statuses."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation
from kept.kit.hours import DAYS
from kept.people.fields import ZoneField
from kept.people.models import Team

ICONS = [
    ("inbox", gettext_lazy("Tray")),
    ("box", gettext_lazy("Parcel")),
    ("bill", gettext_lazy("Bill")),
    ("home", gettext_lazy("House")),
    ("people", gettext_lazy("People")),
    ("phone", gettext_lazy("Telephone")),
    ("flag", gettext_lazy("Flag")),
]
DAY_NAMES = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})")


class HoursField(forms.CharField):
    """`09:00-12:30, 13:30-17:00`; empty is closed."""

    def clean(self, value: Any) -> list[list[str]]:
        text = str(super().clean(value)).strip()
        spans: list[list[str]] = []
        for part in filter(None, (one.strip() for one in text.split(","))):
            match = _SPAN.fullmatch(part)
            try:
                start, end = (time.fromisoformat(at.zfill(5)) for at in match.groups())  # type: ignore[union-attr]
            except (AttributeError, ValueError) as error:
                raise forms.ValidationError(
                    _("Write it like 09:00-12:30, 13:30-17:00. Empty means closed.")
                ) from error
            if end <= start or (spans and f"{start:%H:%M}" < spans[-1][1]):
                raise forms.ValidationError(_("These times must follow each other."))
            spans.append([f"{start:%H:%M}", f"{end:%H:%M}"])
        return spans


class DeskForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("Stands in addresses of pages, such as “orders”."),
    )
    icon = forms.ChoiceField(label=gettext_lazy("Sign"), choices=ICONS)
    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line. It answers from the first."),
    )
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams that serve it"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sender_name = forms.CharField(
        label=gettext_lazy("Sender name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Customers read it behind the member's name."),
    )
    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("{{name}} becomes the name of whoever writes."),
    )
    zone = ZoneField(label=gettext_lazy("Time zone"), max_length=60)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day, label in zip(DAYS, DAY_NAMES, strict=True):
            self.fields[day] = HoursField(label=label, required=False, max_length=120)

    def clean_addresses(self) -> list[str]:
        found: list[str] = self.cleaned_data["addresses"].split()
        for address in found:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("“%(address)s” is no mail address.") % {"address": address}
                ) from error
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if all(day in values and not values[day] for day in DAYS):
            self.add_error("mon", _("A desk that is never open could keep no promise."))
        return values

    def values(self) -> dict[str, Any]:
        """What the action takes: the days gathered into one."""
        values = dict(self.cleaned_data)
        values["weekly_hours"] = {day: values.pop(day) for day in DAYS}
        return values


class StatusesForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for status, label in Conversation.Status.choices:
            self.fields[status] = forms.CharField(label=label, max_length=30, required=False)
