"""Conversations on the page: the house's words for a status."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation
from kept.conversations.queries.labels import status_labels
from kept.ui.wording import clock_time

register = template.Library()


@register.simple_tag
def label(status: str) -> str:
    return status_labels()[status]


@register.filter
def priority_words(priority: str) -> str:
    return str(Conversation.Priority(priority).label)


@register.simple_tag
def clock_there(now: datetime, zone: str) -> str:
    """What the clock shows where they are: `13:14 there`."""
    return _("%(time)s there") % {"time": clock_time(now, zone=zone)}


@register.filter
def at_key(table: dict[Any, Any], key: Any) -> Any:
    return table.get(key, ())
