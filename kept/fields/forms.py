"""Checks of what was typed about a field."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.fields.actions.define import ChoiceSettings, FieldSettings
from kept.fields.models import Field, FieldChoice
from kept.fields.rules import LONGEST_KEY
from kept.people.models import Member

LONGEST_CHOICES = 7_000


class FieldForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("As it stands beside the conversation, such as “Order number”."),
    )
    desk = forms.ModelChoiceField(
        label=gettext_lazy("For"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("All desks"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Field.Kind,
        help_text=gettext_lazy("It stays, once the field is made."),
    )
    key = forms.CharField(
        label=gettext_lazy("Key for search"),
        max_length=LONGEST_KEY,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("As in order:4711. Left empty, it is made of the name."),
    )
    help = forms.CharField(
        label=gettext_lazy("Help"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("One line that whoever fills it in reads beneath it."),
    )
    more = forms.CharField(
        label=gettext_lazy("To choose from"),
        required=False,
        max_length=LONGEST_CHOICES,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, for “one of a list” and “several of a list”."),
    )
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "9 stands for a digit, A for a letter, * for either; all else for itself: NM-9999. For "
            "“code with a pattern”."
        ),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("A conversation is closed only once this is filled in"), required=False
    )

    def __init__(self, *given: Any, member: Member, row: Field | None, **more: Any) -> None:
        super().__init__(*given, **more)
        desks = Desk.objects.visible_to(member)
        cast("forms.ModelChoiceField[Desk]", self.fields["desk"]).queryset = desks
        self.choices: list[FieldChoice] = []
        if row is None:
            return
        # Both stay as they are: values stand in it.
        del self.fields["desk"], self.fields["kind"]
        if row.kind != Field.Kind.CODE:
            del self.fields["pattern"]
        if not row.has_choices:
            del self.fields["more"]
            return
        self.fields["more"].label = gettext_lazy("More to choose from")
        self.choices = list(row.choices.all())
        for one in self.choices:
            self.fields[f"choice_{one.pk}"] = forms.CharField(
                label=one.name, max_length=60, initial=one.name
            )
            self.fields[f"retired_{one.pk}"] = forms.BooleanField(
                label=gettext_lazy("Offered no more"),
                required=False,
                initial=one.retired_at is not None,
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """All but the choices that are there."""
        return [self[name] for name in self.fields if "_" not in name or name == "is_required"]

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and whether it is retired, of each choice that is there."""
        return [(self[f"choice_{one.pk}"], self[f"retired_{one.pk}"]) for one in self.choices]

    def chosen(self) -> FieldSettings:
        """What the actions take."""
        values = self.cleaned_data
        return FieldSettings(
            label=values["label"],
            key=values["key"],
            kind=values.get("kind", ""),
            desk=values.get("desk"),
            help=values["help"],
            pattern=values.get("pattern", ""),
            is_required=values["is_required"],
            choices={
                one.pk: ChoiceSettings(values[f"choice_{one.pk}"], values[f"retired_{one.pk}"])
                for one in self.choices
            },
            more=values.get("more", "").splitlines(),
        )


def as_typed(row: Field) -> dict[str, Any]:
    """A field as `FieldForm` shows it."""
    return {
        "label": row.label,
        "key": row.key,
        "help": row.help,
        "pattern": row.pattern,
        "is_required": row.is_required,
    }
