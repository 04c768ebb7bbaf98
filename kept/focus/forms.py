"""Checks of what was typed about focus and the standard."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, ngettext_lazy

from kept.focus.rules import LENGTHS, LONGEST_NOTE, LONGEST_STEP, MOST_STEPS

UNTIL_I_END_IT = gettext_lazy("Until I end it")


class FocusForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"),
        coerce=int,
        choices=[
            *((n, ngettext_lazy("%d minute", "%d minutes", n) % n) for n in LENGTHS),
            (0, UNTIL_I_END_IT),
        ],
        initial=LENGTHS[1],
        widget=forms.RadioSelect,
    )
    takes = forms.BooleanField(
        label=gettext_lazy("New ones may come to me meanwhile"), required=False
    )


class BestForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("I am at my best when"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Empty it, and it is gone for good."),
    )


class StandardForm(forms.Form):
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        max_length=MOST_STEPS * (LONGEST_STEP + 10),
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        help_text=gettext_lazy(
            "One a line: its name, a colon, what helps. Empty takes the usual ones, in everybody's "
            "language."
        ),
    )
    is_shown = forms.BooleanField(
        label=gettext_lazy("Offer them beside what is written"), required=False
    )
