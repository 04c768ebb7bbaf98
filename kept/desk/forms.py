"""Checks of what was typed at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.models import AT_WORK, Conversation
from kept.people.fields import ZoneField

MOST_BYTES = 25 * 1024 * 1024


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, 25 MiB in all: more is refused by most mail servers."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        files = [one(item, initial) for item in data] if isinstance(data, list) else []
        if sum(file.size for file in files if file) > MOST_BYTES:
            raise forms.ValidationError(
                _("These files are larger than 25 MB together. Send them in two letters.")
            )
        return [file for file in files if file]


class ReplyForm(forms.Form):
    text = forms.CharField(strip=False, required=False)
    to = forms.CharField(required=False)
    cc = forms.CharField(required=False)
    enclosed = FilesField(required=False)
    submit_id = forms.UUIDField()
    then = forms.ChoiceField(choices=AT_WORK, required=False)

    def clean_to(self) -> list[str]:
        return addresses(self.cleaned_data["to"])

    def clean_cc(self) -> list[str]:
        return addresses(self.cleaned_data["cc"])

    def clean_then(self) -> str:
        return self.cleaned_data["then"] or Conversation.Status.WAITING


class NoteForm(forms.Form):
    text = forms.CharField(strip=False, required=False)
    submit_id = forms.UUIDField()


class DraftForm(forms.Form):
    kind = forms.ChoiceField(choices=[("REPLY", ""), ("NOTE", "")])
    text = forms.CharField(strip=False, required=False, max_length=500_000)


class OfferForm(forms.Form):
    """An answer to one offer, by its words.

    `*` accepts all that stand open; `undo` takes a yes back.
    """

    accept = forms.CharField(required=False, max_length=2_000)
    dismiss = forms.CharField(required=False, max_length=2_000)
    undo = forms.CharField(required=False, max_length=2_000)
    text = forms.CharField(strip=False, required=False, max_length=500_000)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if sum(bool(values.get(answer)) for answer in ("accept", "dismiss", "undo")) != 1:
            raise forms.ValidationError(_("Say which promise you mean."))
        return values


class CustomerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=200, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    zone = ZoneField(
        label=gettext_lazy("Time zone"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as Europe/Lisbon. Promises are shown in it."),
    )


class FactForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What to remember"), max_length=200)
    source = forms.CharField(label=gettext_lazy("How we know"), max_length=120, required=False)


def addresses(text: str) -> list[str]:
    """Mail addresses, by comma, semicolon or line. Raises `ValidationError`, naming the bad one."""
    found: list[str] = []
    for part in text.replace(";", ",").replace("\n", ",").split(","):
        address = part.strip().strip("<>")
        if not address:
            continue
        try:
            validate_email(address)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("“%(address)s” is no mail address.") % {"address": address}
            ) from error
        if address.lower() not in {known.lower() for known in found}:
            found.append(address)
    return found
