"""Checks of what was typed as time spent."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from kept.timespent.actions import TimeAtFault
from kept.timespent.models import Entry
from kept.timespent.rules import LONGEST_WORDS, minutes_in


class TimeForm(forms.Form):
    minutes = forms.CharField(
        label=gettext_lazy("Time"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Minutes such as 25, or hours and minutes such as 1:30."),
    )
    words = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_minutes(self) -> int:
        found = minutes_in(self.cleaned_data["minutes"])
        if found is None:
            raise forms.ValidationError(str(TimeAtFault.message))
        return found


def as_typed(entry: Entry | None, *, today: date) -> dict[str, object]:
    """An entry as `TimeForm` shows it, or a new one."""
    if entry is None:
        return {"day": today}
    hours, minutes = divmod(entry.minutes, 60)
    written = f"{hours}:{minutes:02}" if hours else str(minutes)
    return {"minutes": written, "words": entry.words, "day": entry.day}
