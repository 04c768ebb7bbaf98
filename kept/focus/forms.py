"""Checks of what was typed about focus and the standard."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kept.focus.queries import length_in_words
from kept.focus.rules import LENGTHS, LONGEST_NOTE, LONGEST_STEP, MOST_STEPS


def _lengths() -> list[tuple[int, str]]:
    return [(n, length_in_words(n)) for n in (*LENGTHS, 0)]


class FocusForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"), coerce=int, choices=_lengths, widget=forms.RadioSelect
    )
    at = forms.TimeField(
        label=gettext_lazy("Or until"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("By your clock. It goes before the length."),
        error_messages={"invalid": gettext_lazy("Write a time such as 15:30.")},
    )
    takes = forms.BooleanField(
        label=gettext_lazy("New ones may come to me meanwhile"), required=False
    )


class ChoiceForm(forms.Form):
    """How one likes it; the steps beside what one writes are a choice of one's own too."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long, if I say nothing else"),
        coerce=int,
        choices=_lengths,
        widget=forms.RadioSelect,
    )
    takes = forms.BooleanField(
        label=gettext_lazy("New ones may come to me meanwhile"),
        required=False,
        help_text=gettext_lazy("Off: routing brings you nothing while you are in focus."),
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
