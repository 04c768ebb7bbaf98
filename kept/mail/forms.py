"""Input checks of the mail screens."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Desk
from kept.mail.actions import Client, MailboxSettings
from kept.mail.models import Mailbox
from kept.mail.providers import Provider, Words, app_password_hint
from kept.people.models import Member

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SINCE_HELP = _("Older mail stays where it is. Empty: all there is becomes conversations.")


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=320,
        help_text=_("We look for its servers, and show them before anything is kept."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A mailbox with a password, which is asked for and never shown; empty it stays as it is."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Many providers want an app password here, not your own."),
    )

    class Meta:
        model = Mailbox
        fields = ["desk", "host", "port", "security", "user", "password", "folder", "since"]
        help_texts = {"since": SINCE_HELP}
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, hint: Words = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["desk"] = _desk_field()
        if hint := hint or app_password_hint(self["host"].value() or ""):
            self.fields["password"].help_text = str(hint)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("security") == Mailbox.Security.NONE and given.get("host") not in LOOPBACK:
            self.add_error("security", _("Without encryption only this machine can be asked."))
        if not given.get("password") and not self._may_keep_secret(given):
            self.add_error("password", _("Without this we cannot sign in."))
        return given

    def clean_user(self) -> str:
        return _one_line(self.cleaned_data["user"])

    def clean_password(self) -> str:
        return _one_line(self.cleaned_data["password"])

    def _may_keep_secret(self, given: dict[str, Any]) -> bool:
        """A stored secret goes to the server it was entered for, and to no other."""
        told_to = ["host", "port", "security", "user"]
        return bool(self.instance.sealed_secret) and all(
            given.get(name) == self.initial.get(name) for name in told_to
        )

    def settings(self) -> MailboxSettings:
        """What was entered, for the action."""
        given = self.cleaned_data
        return MailboxSettings(
            desk=given["desk"],
            host=given["host"],
            port=given["port"],
            security=given["security"],
            user=given["user"],
            secret=given["password"],
            folder=given["folder"],
            since=given["since"],
        )


class ClientForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A mailbox that is opened by its provider's consent."""

    tenant = forms.RegexField(
        r"[A-Za-z0-9.-]{1,100}",
        label=_("Directory (tenant) ID"),
        help_text=_("Stands beside the Application ID on the Overview page."),
        error_messages={"invalid": _("Letters, digits, dots and hyphens, as Microsoft shows it.")},
    )
    consent_url = forms.URLField(
        label=_("Sign-in address"),
        assume_scheme="https",
        help_text=_("Where people sign in and consent, with https."),
    )
    token_url = forms.URLField(
        label=_("Token address"),
        assume_scheme="https",
        help_text=_("Where programs get their tokens, with https."),
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Stored sealed and never shown again. Empty: as it is."),
    )

    class Meta:
        model = Mailbox
        fields = [
            "desk", "user", "host", "port", "security", "tenant", "client_id", "client_secret",
            "client_secret_until", "consent_url", "token_url", "scopes", "folder", "since",
        ]  # fmt: skip
        labels = {"user": _("Mail address"), "client_id": _("Client ID")}
        help_texts = {
            "since": SINCE_HELP,
            "client_secret_until": _("We ring in time. Empty where it has none."),
            "scopes": _("Separated by spaces, as its guide names them."),
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("since", "client_secret_until")
        }

    def __init__(self, *args: Any, provider: Provider, **more: Any) -> None:
        super().__init__(*args, **more)
        self.provider = provider
        self.fields["desk"] = _desk_field()
        known = ["host", "port", "security", "consent_url", "token_url", "scopes"]
        if provider.consent_url:
            for name in known:
                del self.fields[name]
        else:
            self.fields["scopes"].required = True
        if not provider.has_tenant:
            del self.fields["tenant"]
        elif self.instance.token_url:
            self.initial["tenant"] = self.instance.token_url.split("/")[3]
        self.fields["client_id"].required = True

    def clean_user(self) -> str:
        return _one_line(self.cleaned_data["user"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("consent_url", "token_url"):
            if name in self.fields and not str(given.get(name) or "").startswith("https://"):
                self.add_error(name, _("An address that begins with https."))
        if given.get("security") == Mailbox.Security.NONE and given.get("host") not in LOOPBACK:
            self.add_error("security", _("Without encryption only this machine can be asked."))
        return given

    def client(self) -> Client:
        """What was entered, for the action."""
        given, provider = self.cleaned_data, self.provider
        tenant = given.get("tenant", "")
        return Client(
            desk=given["desk"],
            provider=provider.key,
            user=given["user"],
            host=provider.host or given["host"],
            port=given.get("port", 993),
            security=given.get("security", Mailbox.Security.TLS),
            consent_url=provider.consent_url.format(tenant=tenant) or given["consent_url"],
            token_url=provider.token_url.format(tenant=tenant) or given["token_url"],
            scopes=provider.scopes or given["scopes"],
            client_id=given["client_id"],
            secret=given["client_secret"],
            secret_until=given["client_secret_until"],
            folder=given["folder"],
            since=given["since"],
        )


def _desk_field() -> forms.ModelChoiceField[Desk]:
    return forms.ModelChoiceField(
        label=_("Desk"),
        queryset=Desk.objects.all(),
        empty_label=_("Choose a desk"),
        help_text=_("Mail that names none of our addresses goes here."),
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
