"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    member = user if user is not None and user.is_authenticated else None
    return {
        "member": member,
        "theme": getattr(member, "theme", "AUTO").lower(),
        "zone": getattr(member, "zone", settings.HOME_ZONE),
    }
