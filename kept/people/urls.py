"""Addresses of people. The sign-in library's pages stand here one by one, each behind a door."""

from django.urls import include, path

from kept.people.views import entrance, house, library, own

ours = [
    path("sign-in/", library.sign_in, name="sign_in"),
    path("sign-out/", library.sign_out, name="sign_out"),
    path("forgotten/", entrance.forgotten, name="forgotten"),
    path("found/<str:token>/", entrance.found, name="found"),
    path("join/<str:secret>/", entrance.join, name="join"),
    path("reset/<str:token>/", entrance.reset, name="reset"),
    path("me/", own.me, name="me"),
    path("me/theme/", own.theme, name="theme"),
    path("me/security/", own.security, name="security"),
    path("me/password/", own.password, name="password"),
    path("me/sessions/", own.sessions, name="sessions"),
    path("me/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("me/sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("settings/", house.settings, name="settings"),
    path("settings/commands/", house.setting_commands, name="setting_commands"),
    path("settings/people/", house.people, name="people"),
    path("settings/people/invite/", house.invite, name="invite"),
    path("settings/people/<int:pk>/", house.change, name="change"),
    path("settings/people/<int:pk>/reset/", house.offer_reset, name="offer_reset"),
    path("settings/people/<int:pk>/factors/", house.take_off_factors, name="take_off_factors"),
    path("settings/invitations/<int:pk>/withdraw/", house.withdraw, name="withdraw"),
    path("settings/teams/", house.teams, name="teams"),
    path("settings/teams/make/", house.make_team, name="make_team"),
    path("settings/teams/<int:pk>/", house.change_team, name="change_team"),
]

# Names the library looks up by itself. Where the page is one of ours, the address is the same.
names = [
    path("sign-in/", library.sign_in, name="account_login"),
    path("sign-out/", library.sign_out, name="account_logout"),
    path("forgotten/", entrance.forgotten, name="account_reset_password"),
    path("sign-up/", entrance.closed, name="account_signup"),
    path("sign-in/inactive/", entrance.closed, name="account_inactive"),
    path("me/", own.me, name="account_email"),
    path("me/password/", own.password, name="account_change_password"),
    path("me/password/", own.password, name="account_set_password"),
    path("me/sessions/", own.sessions, name="usersessions_list"),
    path("me/security/", own.security, name="mfa_index"),
    path("me/again/", library.again_password, name="account_reauthenticate"),
    path("me/again/code/", library.again_code, name="mfa_reauthenticate"),
    path("me/again/passkey/", library.again_passkey, name="mfa_reauthenticate_webauthn"),
    path("sign-in/code/", library.sign_in_code, name="mfa_authenticate"),
    path("sign-in/passkey/", library.sign_in_passkey, name="mfa_login_webauthn"),
    path("me/app/on/", library.app_on, name="mfa_activate_totp"),
    path("me/app/off/", library.app_off, name="mfa_deactivate_totp"),
    path("me/recovery/", library.recovery, name="mfa_view_recovery_codes"),
    path("me/recovery/make/", library.make_recovery, name="mfa_generate_recovery_codes"),
    path("me/recovery/download/", library.download_recovery, name="mfa_download_recovery_codes"),
    path("me/passkeys/", library.passkeys, name="mfa_list_webauthn"),
    path("me/passkeys/add/", library.add_passkey, name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/edit/", library.rename_passkey, name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/remove/", library.remove_passkey, name="mfa_remove_webauthn"),
]

urlpatterns = [path("", include((ours, "people"))), *names]
