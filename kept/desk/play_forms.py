"""What is looked for among the plays for a conversation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kept.playbook.models import Language, Situation


class FindPlayForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    situation = forms.ChoiceField(
        label=gettext_lazy("Situation"),
        choices=[("", gettext_lazy("What may fit")), *Situation.choices],
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("Theirs first")), *Language.choices],
        required=False,
    )

    def asked(self, name: str) -> str:
        """What was asked for; what is no choice is as if it were not asked."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
