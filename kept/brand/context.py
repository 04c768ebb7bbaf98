"""What every template may know of the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kept.brand.queries import house_look
from kept.brand.shown import as_worn


def house(request: HttpRequest) -> dict[str, Any]:
    """Read only where something shows it."""
    return {
        "organisation": SimpleLazyObject(lambda: house_look().name),
        "brand": SimpleLazyObject(lambda: as_worn(house_look())),
    }
