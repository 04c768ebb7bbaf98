"""Checks of what a member chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.notices.actions.choose import LEAVING
from kept.notices.models import Notice, Preference

_TIME = {"type": "time"}


GROUPS = (
    (
        gettext_lazy("Promises"),
        ("SOON", "BROKEN", "DISPUTED", "CHASED", "CHOSEN", "AGREED", "AWAY"),
    ),
    (
        gettext_lazy("Conversations"),
        ("MENTIONED", "LETTER", "NOTED", "STATUS", "ANSWERED", "ARRIVED"),
    ),
    (
        gettext_lazy("Whose it is"),
        ("GIVEN", "TAKEN", "HANDED", "ASKED", "ACCEPTED", "REMINDED"),
    ),
    (gettext_lazy("Authority"), ("GRANT", "WANTED", "HEARD", "QUESTION")),
    (gettext_lazy("Putting right"), ("FRESH", "RELIEVED")),
    (gettext_lazy("Rules"), ("RULE", "RULE_OFF")),
    (gettext_lazy("Themes"), ("RISING",)),
)
"""Kinds as the table shows them; a test holds it to `LEAVING`."""

Line = tuple[str, forms.BoundField, forms.BoundField]


class KindsForm(forms.Form):
    """A line a kind with two boxes, group by group."""

    def __init__(self, *given: Any, mail: Iterable[str], push: Iterable[str], **more: Any) -> None:
        super().__init__(*given, **more)
        for kind in LEAVING:
            for channel, kinds in (("mail", mail), ("push", push)):
                self.fields[f"{channel}_{kind}"] = forms.BooleanField(
                    required=False, initial=kind in kinds
                )

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        return [
            (str(head), [self._line(Notice.Kind(kind)) for kind in kinds]) for head, kinds in GROUPS
        ]

    def _line(self, kind: Notice.Kind) -> Line:
        return str(kind.label), self[f"mail_{kind}"], self[f"push_{kind}"]

    def chosen(self, channel: str) -> list[str]:
        return [kind.value for kind in LEAVING if self.cleaned_data[f"{channel}_{kind}"]]


class PreferenceForm(KindsForm):
    """With the time of the digest and the quiet hours."""

    digest_at = forms.TimeField(
        label=gettext_lazy("Gather mail until"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
        help_text=gettext_lazy(
            "What is not urgent comes in one mail a day then. Promises that come near, break or "
            "are asked for, and mentions, leave at once all the same."
        ),
    )
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
        more["initial"] = {
            "quiet_from": chosen.quiet_from,
            "quiet_until": chosen.quiet_until,
            "digest_at": chosen.digest_at,
        }
        super().__init__(*given, mail=chosen.mail, push=chosen.push, **more)

    @property
    def hours(self) -> list[forms.BoundField]:
        return [self["quiet_from"], self["quiet_until"]]
