"""Checks of what was chosen for a brand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.brand.actions import BrandSettings, Logo, keep_logo
from kept.brand.drawing import LARGEST_BYTES, jailed_draw
from kept.brand.models import Brand
from kept.brand.rules import LONGEST_NAME, NoColour, read_colour
from kept.kit import tokens
from kept.kit.pictures import NoPicture

PURPOSE = "brand.logo"


class BrandForm(forms.Form):
    """A logo that was chosen stays chosen while one looks: `held` names it, sealed."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("Customers read it on their page and behind a member's name."),
    )
    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=9,
        required=False,
        help_text=gettext_lazy("Six digits, such as #1a5fb4. For buttons, links and the rule."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "#1a5fb4"}
        ),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 2 MiB. It is drawn anew, at most 480 by 160 pixels."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)
    held = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Any, *, brand: Brand | None, now: datetime) -> None:
        self.now = now
        self.present = (
            Logo(brand.logo, brand.logo_width, brand.logo_height) if brand and brand.logo else None
        )
        shown = {"name": brand.name, "accent": brand.accent} if brand else {}
        super().__init__(data, files, initial=shown)

    def clean_accent(self) -> str:
        text = self.cleaned_data["accent"]
        try:
            return read_colour(text) if text.strip() else ""
        except NoColour as error:
            raise forms.ValidationError(
                _("Write the colour as six digits, such as #1a5fb4.")
            ) from error

    def clean_logo(self) -> Logo | None:
        given: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if given is None:
            return None
        if (given.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MiB. Choose a smaller one."))
        try:
            drawn = jailed_draw(given.read())
        except NoPicture as error:
            raise forms.ValidationError(
                _("This is no picture we can draw. Save it as PNG, JPEG or WebP, and choose it.")
            ) from error
        return keep_logo(drawn.content, width=drawn.width, height=drawn.height)

    def clean_held(self) -> Logo | None:
        try:
            held = tokens.unsign(self.cleaned_data["held"], PURPOSE, now=self.now)
            return Logo(str(held["sha256"]), int(held["width"]), int(held["height"]))
        except (tokens.BadToken, KeyError, ValueError):
            return None

    def logo_chosen(self) -> Logo | None:
        """The new one, the one that was looked at before, or the one that is there."""
        if self.cleaned_data.get("no_logo"):
            return None
        new: Logo | None = self.cleaned_data.get("logo") or self.cleaned_data.get("held")
        return new or self.present

    def chosen(self) -> BrandSettings:
        """What the action takes."""
        given = self.cleaned_data
        return BrandSettings(given["name"], given["accent"], self.logo_chosen())
