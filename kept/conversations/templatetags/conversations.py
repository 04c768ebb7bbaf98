"""Conversations on the page: the house's words for a status, a customer's own time of day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils.translation import gettext as _

from kept.conversations.queries.labels import status_labels

register = template.Library()


@register.simple_tag
def label(status: str) -> str:
    return status_labels()[status]


@register.simple_tag
def their_time(now: datetime, zone: str) -> str:
    """`13:14 there`, or nothing for a zone this machine does not know."""
    try:
        return _("%(time)s there") % {"time": f"{now.astimezone(ZoneInfo(zone)):%H:%M}"}
    except (ZoneInfoNotFoundError, ValueError):
        return ""


@register.filter
def at_key(table: dict[Any, Any], key: Any) -> Any:
    return table.get(key, ())
