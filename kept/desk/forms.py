"""Checks of what was typed at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.models import AT_WORK, Conversation, Draft
from kept.desk.composing import split_addresses
from kept.kit.domains import as_sent
from kept.people.fields import ZoneField
from kept.promises import letters

MOST_NAMED = 100
"""Addresses in one field; as many as a conversation seats."""
LONGEST_TEXT = 500_000


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. How large they may be is the draft's to say."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        files = [one(item, initial) for item in data] if isinstance(data, list) else []
        return [file for file in files if file]


class ReplyForm(forms.Form):
    """A letter. With `later`, it leaves when `leaves` says: `even` if they write before, or not."""

    text = forms.CharField(strip=False, required=False, max_length=LONGEST_TEXT)
    to = forms.CharField(required=False)
    cc = forms.CharField(required=False)
    bcc = forms.CharField(required=False)
    sender = forms.CharField(required=False, max_length=320)
    submit_id = forms.UUIDField()
    then = forms.ChoiceField(choices=AT_WORK, required=False)
    leaves = forms.CharField(required=False, max_length=200)
    later = forms.ChoiceField(choices=[("even", ""), ("unless", "")], required=False)

    def __init__(self, *given: Any, when: Callable[[str], datetime | None], **more: Any) -> None:
        super().__init__(*given, **more)
        self.when = when

    def clean_text(self) -> str:
        """Words that stand for the link to their page become its place; spoiled ones go nowhere."""
        text = letters.with_places(self.cleaned_data["text"], says_when=False)
        if fault := letters.fault_of(text):
            raise forms.ValidationError(fault)
        return text

    def clean_to(self) -> list[str]:
        return addresses(self.cleaned_data["to"])

    def clean_cc(self) -> list[str]:
        return addresses(self.cleaned_data["cc"])

    def clean_bcc(self) -> list[str]:
        return addresses(self.cleaned_data["bcc"])

    def clean_then(self) -> str:
        return self.cleaned_data["then"] or Conversation.Status.WAITING

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        words, is_later = values.get("leaves", ""), bool(values.get("later"))
        values["leaves_at"] = self.when(words) if is_later else None
        if words and not is_later:
            raise forms.ValidationError(
                _("A time stands under “Send later”. Send it from there, or empty that field.")
            )
        if is_later and values["leaves_at"] is None:
            raise forms.ValidationError(
                _("Say when it shall leave, such as “tomorrow 9:00”: a moment still to come.")
            )
        return values


class NoteForm(forms.Form):
    text = forms.CharField(strip=False, required=False, max_length=LONGEST_TEXT)
    submit_id = forms.UUIDField()


class DraftForm(forms.Form):
    kind = forms.ChoiceField(choices=Draft.Kind)
    text = forms.CharField(strip=False, required=False, max_length=LONGEST_TEXT)


class FilesForm(DraftForm):
    """Files to add to a draft, or the id of one to take off.

    A field called `remove` would stand in the way of the form's own method of that name.
    """

    enclosed = FilesField(required=False)
    take_off = forms.IntegerField(required=False, min_value=1)


class OfferForm(forms.Form):
    """An answer to one offer, by its words.

    `*` accepts all that stand open; `undo` takes a yes back.
    """

    accept = forms.CharField(required=False, max_length=2_000)
    dismiss = forms.CharField(required=False, max_length=2_000)
    undo = forms.CharField(required=False, max_length=2_000)
    text = forms.CharField(strip=False, required=False, max_length=LONGEST_TEXT)

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
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("As in their letters")), *settings.LANGUAGES],
        required=False,
        help_text=gettext_lazy("Their page is in it, and so is what we begin to write to them."),
    )


class FactForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What to remember"), max_length=200)
    source = forms.CharField(label=gettext_lazy("How we know"), max_length=120, required=False)


def addresses(text: str) -> list[str]:
    """Mail addresses, by comma, semicolon or line. Raises `ValidationError`, naming the bad one."""
    found: dict[str, str] = {}
    named = split_addresses(text)
    if len(named) > MOST_NAMED:
        raise forms.ValidationError(_("So many people are for a list: a letter takes a hundred."))
    for address in named:
        try:
            validate_email(address)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("“%(address)s” is no mail address.") % {"address": address}
            ) from error
        found.setdefault(as_sent(address).lower(), as_sent(address))
    return list(found.values())
