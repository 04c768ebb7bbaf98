"""Sign-in through allauth: no sign-up from outside, and links inside the house only."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Members are invited, never self-made."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
