"""Checks of what a member chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.notices.actions.choose import LEAVING
from kept.notices.models import Preference

_TIME = {"type": "time"}


class PreferenceForm(forms.Form):
    """A line a kind with two boxes, and the quiet hours."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
        help_text=gettext_lazy(
            "By your own clock. What comes meanwhile leaves at the end, unless it is done by then."
        ),
    )

    def __init__(self, *given: Any, chosen: Preference, **more: Any) -> None:
        more["initial"] = {"quiet_from": chosen.quiet_from, "quiet_until": chosen.quiet_until}
        super().__init__(*given, **more)
        for kind in LEAVING:
            for channel, kinds in (("mail", chosen.mail), ("push", chosen.push)):
                self.fields[f"{channel}_{kind}"] = forms.BooleanField(
                    required=False, initial=kind in kinds
                )

    @property
    def lines(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(str(kind.label), self[f"mail_{kind}"], self[f"push_{kind}"]) for kind in LEAVING]

    @property
    def hours(self) -> list[forms.BoundField]:
        return [self["quiet_from"], self["quiet_until"]]

    def chosen(self, channel: str) -> list[str]:
        return [kind.value for kind in LEAVING if self.cleaned_data[f"{channel}_{kind}"]]
