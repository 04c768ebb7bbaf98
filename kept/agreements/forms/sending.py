"""A letter that the terms wait for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.promises import letters
from kept.promises.fields import Letter


class SendForm(forms.Form):
    """Who of the organisation is written to, and the letter."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    text = Letter(rows=10)
    submit_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        self.fields["to"].choices = [(pk, one.name) for pk, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if fault := letters.fault_of(text, needs_link=True):
            raise forms.ValidationError(fault)
        return text
