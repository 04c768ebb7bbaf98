"""Checks of what is typed into the guide."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.brand.rules import LONGEST_NAME
from kept.hours.rules import Version
from kept.kit.hours.openings import Week
from kept.people.fields import ZoneField

MIDNIGHT = 24 * 60


class HouseForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What customers call you"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Stands in letters and on pages for customers."),
    )
    zone = ZoneField(
        label=gettext_lazy("Time zone"),
        max_length=60,
        help_text=gettext_lazy("Such as Europe/Berlin. Times are shown in it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Yours. Everybody chooses their own."),
    )


class FirstDeskForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("What it is for, such as Orders, Billing or simply Support."),
    )
    address = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=320,
        help_text=gettext_lazy("Customers write to it, and your answers come from it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class _Time(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WeekForm(forms.Form):
    """The same hours on each of some days. What is less plain the editor of hours takes."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _Time(label=gettext_lazy("From"))
    closes = _Time(label=gettext_lazy("Until"))
    zone = ZoneField(label=gettext_lazy("Time zone"), max_length=60)
    seen = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"opens", "closes"} <= given.keys() and self._window(given)[0] >= self._window(given)[1]:
            self.add_error("closes", _("An opening must end after it begins."))
        return given

    def week(self) -> Week:
        window = self._window(self.cleaned_data)
        days = set(self.cleaned_data["days"])
        return tuple((window,) if day in days else () for day in range(7))

    @staticmethod
    def _window(given: dict[str, Any]) -> tuple[int, int]:
        return _minute(given["opens"]), _minute(given["closes"]) or MIDNIGHT


def week_as_typed(version: Version) -> dict[str, Any] | None:
    """A week as `WeekForm` shows it; None where its days differ."""
    open_days = [(day, windows) for day, windows in enumerate(version.week) if windows]
    shapes = {windows for _day, windows in open_days}
    if len(shapes) != 1 or len(next(iter(shapes))) != 1:
        return None
    opens, closes = next(iter(shapes))[0]
    return {
        "days": [day for day, _windows in open_days],
        "opens": _clock(opens),
        "closes": _clock(closes % MIDNIGHT),
    }


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
