"""Form fields that several rooms use."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _


class ZoneField(forms.CharField):
    """An IANA time zone, typed with suggestions."""

    def clean(self, value: Any) -> str:
        zone = str(super().clean(value)).strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(
                _("That is no time zone we know. Write it like Europe/Lisbon.")
            )
        return zone
