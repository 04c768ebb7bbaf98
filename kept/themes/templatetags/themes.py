"""What pages of other rooms tell of themes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from kept.themes.queries import read_rising

register = template.Library()


@register.simple_tag
def rising_told(nav: Any, now: datetime) -> int:
    """How many themes rise, as it came with the column of views."""
    return read_rising(nav.along.get("rising"), now=now)
