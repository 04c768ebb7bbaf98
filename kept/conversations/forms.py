"""Checks of what was typed about desks and statuses."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions.desk import DeskSettings
from kept.conversations.models import AT_WORK, Desk, Tag
from kept.conversations.rules import LONGEST_TAG
from kept.hours.queries import calendars
from kept.kit.domains import as_sent
from kept.people.models import Team

ICONS = [
    ("inbox", gettext_lazy("Tray")),
    ("box", gettext_lazy("Parcel")),
    ("bill", gettext_lazy("Bill")),
    ("home", gettext_lazy("House")),
    ("people", gettext_lazy("People")),
    ("phone", gettext_lazy("Telephone")),
    ("flag", gettext_lazy("Flag")),
]


class DeskForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("Stands in addresses of pages, such as “orders”."),
    )
    icon = forms.ChoiceField(label=gettext_lazy("Icon"), choices=ICONS)
    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line. It answers from the first."),
    )
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams that serve it"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sender_name = forms.CharField(
        label=gettext_lazy("Sender name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Customers read it behind the member's name."),
    )
    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("{{name}} becomes the name of whoever writes."),
    )
    calendar = forms.ModelChoiceField(
        label=gettext_lazy("Hours"),
        queryset=calendars(),
        empty_label=None,
        help_text=gettext_lazy("When it is open. Promises are counted in these hours."),
    )
    assigns_on_reply = forms.BooleanField(
        label=gettext_lazy("Whoever answers looks after it"),
        required=False,
        help_text=gettext_lazy("Where nobody does yet. What somebody has stays theirs."),
    )

    def clean_addresses(self) -> list[str]:
        found: list[str] = self.cleaned_data["addresses"].split()
        for address in found:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("“%(address)s” is no mail address.") % {"address": address}
                ) from error
        return [as_sent(address) for address in found]

    def chosen(self) -> DeskSettings:
        """What the actions take."""
        return DeskSettings(**self.cleaned_data)


def as_typed(desk: Desk) -> dict[str, Any]:
    """A desk as `DeskForm` shows it."""
    return {
        "name": desk.name,
        "slug": desk.slug,
        "icon": desk.icon,
        "addresses": "\n".join(address.value for address in desk.addresses.all()),
        "teams": desk.teams.all(),
        "sender_name": desk.sender_name,
        "signature": desk.signature,
        "calendar": desk.calendar_id,
        "assigns_on_reply": desk.assigns_on_reply,
    }


class StatusesForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for status, label in AT_WORK:
            self.fields[status] = forms.CharField(
                label=label,
                max_length=30,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": label}),
            )


class TagForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_TAG)
    colour = forms.ChoiceField(
        label=gettext_lazy("Colour"), choices=Tag.Colour, widget=forms.RadioSelect
    )


class MergeTagForm(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("Merge it into"),
        queryset=Tag.objects.none(),
        help_text=gettext_lazy("It shows as that one everywhere, and its name leads there."),
    )

    def __init__(self, *given: Any, tag: Tag | None, **more: Any) -> None:
        super().__init__(*given, **more)
        if tag is not None:
            field = cast("forms.ModelChoiceField[Tag]", self.fields["into"])
            field.queryset = Tag.objects.offered().exclude(pk=tag.pk)
