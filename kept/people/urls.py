"""Addresses of people. The sign-in library's pages stand here one by one, each behind a door."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from kept.people.doors import member_door, open_door
from kept.people.views import entrance, house, own

anybody = open_door("GET", "POST")
signed_in = member_door("GET", "POST")

ours = [
    path("sign-in/", anybody(account.login), name="sign_in"),
    path("sign-out/", open_door("POST")(account.logout), name="sign_out"),
    path("join/<str:secret>/", entrance.join, name="join"),
    path("reset/<str:token>/", entrance.reset, name="reset"),
    path("me/", own.me, name="me"),
    path("me/theme/", own.theme, name="theme"),
    path("me/security/", own.security, name="security"),
    path("me/password/", own.password, name="password"),
    path("me/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("me/sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("settings/", house.settings, name="settings"),
    path("settings/people/", house.people, name="people"),
    path("settings/people/invite/", house.invite, name="invite"),
    path("settings/people/<int:pk>/", house.change, name="change"),
    path("settings/people/<int:pk>/reset/", house.offer_reset, name="offer_reset"),
    path("settings/invitations/<int:pk>/withdraw/", house.withdraw, name="withdraw"),
    path("settings/teams/", house.teams, name="teams"),
    path("settings/teams/make/", house.make_team, name="make_team"),
    path("settings/teams/<int:pk>/", house.change_team, name="change_team"),
]

# Names that the library looks up by itself. What this house does not offer leads to an owner.
library = [
    path("sign-in/again/", anybody(account.login), name="account_login"),
    path("sign-in/inactive/", entrance.closed, name="account_inactive"),
    path("sign-up/", entrance.closed, name="account_signup"),
    path("forgotten/", entrance.closed, name="account_reset_password"),
    path("me/address/", entrance.closed, name="account_email"),
    path("sign-out/now/", open_door("POST")(account.logout), name="account_logout"),
    path("me/again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("me/new-password/", own.password, name="account_change_password"),
    path("me/first-password/", own.password, name="account_set_password"),
    path("me/factors/", own.security, name="mfa_index"),
    path("sign-in/code/", anybody(mfa.authenticate), name="mfa_authenticate"),
    path("me/again/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("me/codes/on/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("me/codes/off/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("me/recovery/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "me/recovery/make/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "me/recovery/download/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("me/passkeys/", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("me/passkeys/add/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "me/passkeys/<int:pk>/remove/",
        signed_in(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("me/passkeys/<int:pk>/edit/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "me/again/passkey/",
        signed_in(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/passkey/", anybody(webauthn.login_webauthn), name="mfa_login_webauthn"),
]

urlpatterns = [path("", include((ours, "people"))), *library]
