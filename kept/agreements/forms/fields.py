"""Fields that several forms about agreements share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kept.customers.models import Organisation

MOST_NAMES = 200
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NamedOrganisation(forms.CharField):
    """An organisation by its name, of those the member knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"list": "organisations"}), **options)
        self.known: Any = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = self.known.filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "We know no organisation of this name. Give below the mail address of somebody "
                    "there who has written to us, and it is theirs from now on."
                )
            )
        return found

    def names(self) -> list[str]:
        """What the browser may propose: no more than it can show."""
        return list(self.known.order_by("name").values_list("name", flat=True)[:MOST_NAMES])
