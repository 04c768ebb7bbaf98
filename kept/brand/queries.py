"""Which brand stands where."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import OuterRef, QuerySet

from kept.brand.models import Brand
from kept.brand.rules import Look, worn
from kept.conversations.models import Conversation
from kept.customers.models import Customer

FRESH_SECONDS = 10
_known: dict[str, tuple[float, dict[int, Look]]] = {}
"""When they were read, and all brands by desk; 0 is the house's."""


def house_name() -> str:
    """What customers call us."""
    return house_look().name


def house_look() -> Look:
    own = _all().get(0, Look(""))
    return worn(own, Look(str(settings.ORGANISATION)))


def look_of(desk: int | None) -> Look:
    """What customers of this desk see."""
    own = _all().get(desk or 0)
    return worn(own, house_look()) if own else house_look()


def look_for(customer: Customer) -> Look:
    """The brand of the desk they last wrote with; the house's where they never did."""
    return look_of(newest_desk_of(customer).first())


def newest_desk_of(customer: Customer | OuterRef) -> QuerySet[Conversation, Any]:
    newest = Conversation.objects.filter(customer=customer).order_by("-last_at", "-id")
    return newest.values_list("desk", flat=True)[:1]


def brands() -> dict[int, Brand]:
    """Rows by desk; 0 is the house's."""
    return {brand.desk_id or 0: brand for brand in Brand.objects.all()}


def is_logo(digest: str) -> bool:
    return Brand.objects.filter(logo=digest).exists()


def forget_brands() -> None:
    """One has just been changed here: show it at once. Other processes see it ten seconds later."""
    _known.clear()


def _all() -> dict[int, Look]:
    read_at, known = _known.get("all", (0.0, {}))
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        try:
            known = _read()
        except DatabaseError:
            return known  # a page that says so must still be shown
        _known["all"] = (time.monotonic(), known)
    return known


def _read() -> dict[int, Look]:
    rows = Brand.objects.values_list("desk", "name", "accent", "logo", "logo_width", "logo_height")
    return {
        desk or 0: Look(name, accent, logo, width, height)
        for desk, name, accent, logo, width, height in rows
    }
