"""Absolute addresses of ours, for where there is no page to start from."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def link_to(name: str, *arguments: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
