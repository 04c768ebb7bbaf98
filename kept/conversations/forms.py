"""Checks of what was typed about desks and statuses."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions.desk import DeskSettings
from kept.conversations.models import Conversation, Desk
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
_MIDNIGHT = "24:00"
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})")


class HoursField(forms.CharField):
    """`09:00-12:30, 13:30-17:00`; empty is closed. A span may end at midnight, as 24:00."""

    def clean(self, value: Any) -> list[list[str]]:
        text = str(super().clean(value)).strip()
        spans = [_span(part) for part in filter(None, (one.strip() for one in text.split(",")))]
        for start, end in spans:
            if end <= start:
                raise forms.ValidationError(_("An opening must end after it begins."))
        for (_start, end), (start, _end) in pairwise(spans):
            if start < end:
                raise forms.ValidationError(_("These times must follow each other."))
        return [[start, "00:00" if end == _MIDNIGHT else end] for start, end in spans]


def _span(part: str) -> tuple[str, str]:
    """Both ends as `HH:MM`, midnight at the end as 24:00, so that they compare as words."""
    match = _SPAN.fullmatch(part)
    try:
        if match is None:
            raise ValueError(part)
        start, end = (at.zfill(5) for at in match.groups())
        end = _MIDNIGHT if end == "00:00" else end
        time.fromisoformat(start)
        if end != _MIDNIGHT:
            time.fromisoformat(end)
    except ValueError as error:
        raise forms.ValidationError(
            _("Write it like 09:00-12:30, 13:30-17:00. Empty means closed.")
        ) from error
    return start, end


class DaysField(forms.CharField):
    """Dates, one a line, as `2026-12-25`."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        days = set()
        for word in str(super().clean(value)).replace(",", " ").split():
            try:
                days.add(date.fromisoformat(word).isoformat())
            except ValueError as error:
                raise forms.ValidationError(
                    _("“%(word)s” is no date. Write it like 2026-12-25.") % {"word": word}
                ) from error
        return sorted(days)


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
    closed = DaysField(
        label=gettext_lazy("Days on which it is closed"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("One a line, such as 2026-12-25."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day, label in zip(DAYS, DAY_NAMES, strict=True):
            self.fields[day] = HoursField(label=label, required=False, max_length=120)

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that are not about hours."""
        return [field for field in self if field.name not in {*DAYS, "zone", "closed"}]

    @property
    def week(self) -> list[forms.BoundField]:
        return [self[day] for day in DAYS]

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

    def chosen(self) -> DeskSettings:
        """What the actions take: the days gathered into one."""
        values = dict(self.cleaned_data)
        values["weekly_hours"] = {day: values.pop(day) for day in (*DAYS, "closed")}
        return DeskSettings(**values)


def as_typed(desk: Desk) -> dict[str, Any]:
    """A desk as `DeskForm` shows it."""
    hours = desk.hours.to_json()
    week = {
        day: ", ".join(
            f"{start}-{_MIDNIGHT if end == '00:00' else end}" for start, end in hours[day]
        )
        for day in DAYS
    }
    return {
        "name": desk.name,
        "slug": desk.slug,
        "icon": desk.icon,
        "addresses": "\n".join(address.value for address in desk.addresses.all()),
        "teams": desk.teams.all(),
        "sender_name": desk.sender_name,
        "signature": desk.signature,
        "zone": desk.zone,
        "closed": "\n".join(hours["closed"]),
        **week,
    }


class StatusesForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for status, label in Conversation.Status.choices:
            self.fields[status] = forms.CharField(
                label=label,
                max_length=30,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": label}),
            )
