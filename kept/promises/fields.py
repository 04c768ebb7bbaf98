"""What is typed for a customer to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kept.promises import letters


class Letter(forms.CharField):
    """What a customer is told. In the field words stand where the link, and with `says_when` the
    new time, will be."""

    def __init__(self, *, rows: int, says_when: bool = False, **options: Any) -> None:
        self.says_when = says_when
        told: dict[str, Any] = {
            "label": gettext_lazy("What you tell them"),
            "help_text": gettext_lazy("The link is put in when it is sent."),
            "widget": forms.Textarea(attrs={"rows": rows}),
            "error_messages": {"required": gettext_lazy("Write what you tell them.")},
            "strip": False,
        }
        super().__init__(**told | options)

    def prepare_value(self, value: Any) -> Any:
        return letters.in_words(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return letters.with_places(super().to_python(value) or "", says_when=self.says_when)
