"""What of focus stands on the pages of others."""

from __future__ import annotations

from typing import Any

from django import template

from kept.focus.queries import read_note
from kept.focus.rules import InLine
from kept.focus.wording import reason, why_first

register = template.Library()


@register.simple_tag
def best_note(nav: Any) -> str:
    """The member's own note, as it came with the column of views."""
    return read_note(nav.along.get("best", ""))


@register.simple_tag(takes_context=True)
def focus_why(context: dict[str, Any], place: InLine, *, first: bool) -> str:
    """Why it is the one before them."""
    return why_first(place, is_first=first, zone=context["zone"], now=context["now"])


@register.simple_tag(takes_context=True)
def focus_reason(context: dict[str, Any], place: InLine) -> str:
    """Why it stands where it does, in a few words."""
    return reason(place, zone=context["zone"], now=context["now"])
