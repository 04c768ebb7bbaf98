"""How the sign-in library behaves in this house: nobody signs up, and a stranger learns nothing."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from kept.kit.sealing import seal, unseal


class Adapter(DefaultAccountAdapter):
    """Members are invited, never self-made."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("This address and password do not go together."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Wait five minutes, then try again."
        ),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of ours, whatever other hosts we answer to."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, None)

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Whoever may not sign in gets what a stranger gets, and it counts as a failure.

        The library would let a right password lead to a page of its own.
        """
        self.pre_authenticate(request, **credentials)
        member = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if member:
            self._rollback_login_failed_rl_usage()
        return member

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        # The library puts the host in front, so each name we answer to would give more tries.
        return str(credentials.get("email", "")).strip().lower()


class FactorAdapter(DefaultMFAAdapter):
    """Second proofs: their secrets are sealed, and their words are ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code is not right, or was used already."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
