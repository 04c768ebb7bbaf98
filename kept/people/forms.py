"""Checks of what was typed about people."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.people.fields import ZoneField
from kept.people.models import Member, Team


class SignInForm(LoginForm):
    """The library's form in our words. What was typed as the address survives; a password not."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("Mail address")
        self.fields["login"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True}
        )
        _relabel(self.fields["password"], _("Password"))


class AgainPasswordForm(ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _relabel(self.fields["password"], _("Your password"))


class CodeForm(mfa.AuthenticateForm):
    """A code from the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_code(self.fields["code"])


class AgainCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_code(self.fields["code"])


class AppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_code(self.fields["code"])
        self.fields["code"].label = _("The six digits it shows")


class PasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"name": _("Passkey"), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["name"].required = True
        self.fields["name"].help_text = _("So that you know it again, such as “My telephone”.")
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("It is enough by itself"), True
        alone.help_text = _(
            "Then you sign in with it and no password. It must ask you for a finger, face or PIN."
        )


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")


def _relabel(field: forms.Field, label: str) -> None:
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)


def _as_code(field: forms.Field) -> None:
    _relabel(field, _("Code"))
    # Recovery codes are longer and may carry letters one day, so this is text, not a number.
    field.widget.attrs.update(
        {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "class": "code",
        }
    )


class OwnForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    zone = ZoneField(
        label=gettext_lazy("Time zone"),
        max_length=60,
        help_text=gettext_lazy("Such as Europe/Berlin. Times are shown in it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=gettext_lazy("Appearance"), choices=Member.Theme)
    rest_seconds = forms.TypedChoiceField(
        label=gettext_lazy("Undo a letter after sending it"),
        choices=Member.Rest,
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("It leaves when that time is over."),
    )
    has_single_keys = forms.BooleanField(
        label=gettext_lazy("Shortcuts with a single key"),
        required=False,
        help_text=gettext_lazy("Such as r to reply. Switch them off when they get in your way."),
    )
    answers_by_mail = forms.BooleanField(
        label=gettext_lazy("Answer customers by replying to my notices"),
        required=False,
        help_text=gettext_lazy(
            "What you reply in your own mail program goes to the customer as our letter, where your"
            " mail server vouches for you. Whatever it does not vouch for becomes a note."
        ),
    )


class PasswordForm(forms.Form):
    present = forms.CharField(
        label=gettext_lazy("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("Ten characters or more. A few words make a good one."),
    )


class NewPasswordForm(forms.Form):
    new = forms.CharField(
        label=gettext_lazy("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("Ten characters or more. A few words make a good one."),
    )


class JoinForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("Ten characters or more. A few words make a good one."),
    )


class FoundForm(JoinForm):
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("email", "name", "password")


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Member.Role)
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class MemberForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Member.Role)
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sees_only_assigned = forms.BooleanField(
        label=gettext_lazy("Sees only what is assigned to them"), required=False
    )
    is_active = forms.BooleanField(label=gettext_lazy("May sign in"), required=False)


class TeamForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=Member.objects.filter(is_active=True).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
