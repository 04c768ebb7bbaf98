"""The sign-in library's views, as this house serves them: our words, and 422 for a form again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kept.people.doors import member_door, open_door
from kept.people.forms import (
    AgainCodeForm,
    AgainPasswordForm,
    AppForm,
    CodeForm,
    PasskeyForm,
    PasskeyNameForm,
    SignInForm,
)

View = Callable[..., HttpResponseBase]


def _asks_again_by_422(view: View) -> View:
    """What was typed did not do: the form comes back with the status our own pages give it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if request.method == "POST" and answer.status_code == 200:
            answer.status_code = 422
        return answer

    return answered


def few_tries(action: str) -> Callable[[View], View]:
    """As many posts a minute as the library allows for `action` (ACCOUNT_RATE_LIMITS)."""

    def hang(view: View) -> View:
        limited: View = rate_limit(action=action)(view)  # type: ignore[no-untyped-call]
        return limited

    return hang


def _anybody(view: View) -> View:
    return open_door("GET", "POST")(_asks_again_by_422(view))


def _signed_in(view: View) -> View:
    return member_door("GET", "POST")(_asks_again_by_422(view))


sign_in = _anybody(account.LoginView.as_view(form_class=SignInForm))
sign_in_code = _anybody(mfa.AuthenticateView.as_view(form_class=CodeForm))
sign_in_passkey = _anybody(webauthn.login_webauthn)
sign_out = open_door("POST")(account.logout)

# A form sent before the proof was asked for goes through afterwards, and may well answer 200.
again_password = member_door("GET", "POST")(
    account.ReauthenticateView.as_view(form_class=AgainPasswordForm)
)
again_code = member_door("GET", "POST")(mfa.ReauthenticateView.as_view(form_class=AgainCodeForm))
again_passkey = member_door("GET", "POST")(webauthn.reauthenticate_webauthn)

_here = {"extra_context": {"current": "settings"}}
app_on = _signed_in(totp.ActivateTOTPView.as_view(form_class=AppForm, **_here))
app_off = _signed_in(totp.DeactivateTOTPView.as_view(**_here))
recovery = member_door()(codes.ViewRecoveryCodesView.as_view(**_here))
make_recovery = _signed_in(codes.GenerateRecoveryCodesView.as_view(**_here))
download_recovery = member_door()(codes.download_recovery_codes)
passkeys = member_door()(webauthn.ListWebAuthnView.as_view(**_here))
add_passkey = _signed_in(webauthn.AddWebAuthnView.as_view(form_class=PasskeyForm, **_here))
rename_passkey = _signed_in(webauthn.EditWebAuthnView.as_view(form_class=PasskeyNameForm, **_here))
remove_passkey = _signed_in(webauthn.RemoveWebAuthnView.as_view(**_here))
