"""Checks of what was typed when somebody dismissed a prompt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kept.prompts.rules import LONGEST_REASON


class DismissForm(forms.Form):
    kind = forms.CharField(max_length=8, widget=forms.HiddenInput)
    subject = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why not? You need not say."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Only you read it."),
    )
