"""What of putting right stands on the pages of others."""

from __future__ import annotations

from typing import Any

from django import template

from kept.recovery import wording
from kept.recovery.models import Recovery
from kept.recovery.queries import read_mine

register = template.Library()


@register.filter
def step_name(step: str) -> str:
    return str(wording.STEPS[step].name)


@register.filter
def risk_words(why: str) -> str:
    return str(wording.RISKS[why])


@register.filter
def remedy_money(recovery: Recovery) -> str:
    """The sum they named, in words; empty where they named none."""
    return wording.remedy_money(recovery)


@register.filter
def stands(recovery: Recovery) -> str:
    """Where it stands, for the customer."""
    return wording.where_it_stands(recovery)


@register.simple_tag
def righting_told(nav: Any) -> list[Recovery]:
    """What the member puts right, as it came with the column of views."""
    return read_mine(nav.along.get("righting", ""))


@register.simple_tag
def break_told(nav: Any) -> int:
    """A break that is offered to the member; 0 for none."""
    return int(nav.along.get("rest") or 0)
