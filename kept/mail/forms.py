"""Input checks of the mail screens."""

from __future__ import annotations

import json
from typing import Any, cast

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Desk
from kept.mail.actions import MailboxSettings
from kept.mail.models import Mailbox
from kept.people.models import Member

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A mailbox. Secrets are asked for and never shown; left empty they stay as they are."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Many providers want an app password here, not your own."),
    )
    token_url = forms.URLField(
        label=_("Token address"),
        required=False,
        assume_scheme="https",
        help_text=_("For OAuth2 only: where the provider gives tokens."),
    )
    refresh_token = forms.CharField(
        label=_("Refresh token"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("For OAuth2 only."),
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("For OAuth2 only, where the provider gave one."),
    )

    class Meta:
        model = Mailbox
        fields = [
            "desk",
            "host",
            "port",
            "security",
            "user",
            "auth",
            "password",
            "token_url",
            "client_id",
            "refresh_token",
            "client_secret",
            "folder",
            "since",
        ]
        help_texts = {
            "since": _("Older mail stays where it is. Empty: all there is becomes conversations."),
        }
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["desk"] = forms.ModelChoiceField(
            label=_("Desk"),
            queryset=Desk.objects.all(),
            empty_label=_("Choose a desk"),
            help_text=_("Mail that names none of our addresses goes here."),
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_oauth = given.get("auth") == Mailbox.Auth.XOAUTH2
        if given.get("security") == Mailbox.Security.NONE and given.get("host") not in LOOPBACK:
            self.add_error("security", _("Without encryption only this machine can be asked."))
        secret = given.get("refresh_token") if is_oauth else given.get("password")
        if not secret and not self._may_keep_secret(given):
            field = "refresh_token" if is_oauth else "password"
            self.add_error(field, _("Without this we cannot sign in."))
        if is_oauth and not str(given.get("token_url") or "").startswith("https://"):
            self.add_error("token_url", _("The address where tokens are given, with https."))
        return given

    def clean_user(self) -> str:
        return _one_line(self.cleaned_data["user"])

    def clean_password(self) -> str:
        return _one_line(self.cleaned_data["password"])

    def _may_keep_secret(self, given: dict[str, Any]) -> bool:
        """A stored secret goes to the server it was entered for, and to no other."""
        told_to = ["auth", "host", "port", "security", "user", "token_url"]
        return bool(self.instance.sealed_secret) and all(
            given.get(name) == self.initial.get(name) for name in told_to
        )

    def settings(self) -> MailboxSettings:
        """What was entered, for the action."""
        given = self.cleaned_data
        secret = given["password"]
        if given["auth"] == Mailbox.Auth.XOAUTH2:
            secret = ""
            if given["refresh_token"]:
                told = {
                    "refresh_token": given["refresh_token"],
                    "client_secret": given["client_secret"],
                }
                secret = json.dumps(told)
        return MailboxSettings(
            desk=given["desk"],
            host=given["host"],
            port=given["port"],
            security=given["security"],
            user=given["user"],
            auth=given["auth"],
            secret=secret,
            token_url=given["token_url"],
            client_id=given["client_id"],
            folder=given["folder"],
            since=given["since"],
        )


def _one_line(text: str) -> str:
    """A line end would end the command that signs in, and begin another."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise forms.ValidationError(_("This holds a character nobody can type."))
    return text


class BlockForm(forms.Form):
    value = forms.CharField(
        label=_("Address or domain"),
        max_length=320,
        help_text=_("Such as ann@shop.example, or shop.example for everybody there."),
    )
    desk = forms.ModelChoiceField(label=_("Where"), queryset=Desk.objects.none(), required=False)

    def __init__(self, *args: Any, member: Member, **more: Any) -> None:
        super().__init__(*args, **more)
        desks = Desk.objects.visible_to(member)
        field = cast("forms.ModelChoiceField[Desk]", self.fields["desk"])
        field.queryset = desks
        field.required = not member.is_manager
        field.empty_label = _("Whole house") if member.is_manager else _("Choose a desk")

    def clean_value(self) -> str:
        """An address, or a domain of at least two labels."""
        value = str(self.cleaned_data["value"]).strip().lower().removeprefix("@")
        try:
            validate_email(value if "@" in value else f"x@{value}")
        except forms.ValidationError as error:
            raise forms.ValidationError(_("This is no mail address and no domain.")) from error
        return value


class FileByHandForm(forms.Form):
    desk = forms.ModelChoiceField(label=_("Desk"), queryset=Desk.objects.none())

    def __init__(self, *args: Any, member: Member, **more: Any) -> None:
        super().__init__(*args, **more)
        desks = Desk.objects.visible_to(member)
        self.fields["desk"] = forms.ModelChoiceField(
            label=_("Desk"), queryset=desks, empty_label=None
        )
