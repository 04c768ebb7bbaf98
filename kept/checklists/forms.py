"""Checks of what was typed about a saved checklist."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from kept.checklists.actions import ChecklistSettings
from kept.conversations.models import Desk
from kept.people.models import Member

LONGEST = 15_000


class ChecklistForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    desk = forms.ModelChoiceField(
        label=gettext_lazy("For"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("One a line."),
    )

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        desks = Desk.objects.visible_to(member)
        cast("forms.ModelChoiceField[Desk]", self.fields["desk"]).queryset = desks

    def chosen(self) -> ChecklistSettings:
        return ChecklistSettings(**self.cleaned_data)
