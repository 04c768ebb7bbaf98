"""Grants and gestures in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template

from kept.charter import wording
from kept.charter.models import Alternative, AuthorityRequest, Gesture, Grant
from kept.charter.queries import Standing, read_standing, read_waiting
from kept.kit import clock
from kept.ui.wording import length

register = template.Library()


@register.filter
def grant_words(grant: Grant) -> str:
    """`up to €50 of store credit a month`."""
    return wording.may_words(
        grant.kind, grant.most_amount, grant.currency, grant.most_times, grant.period
    )


@register.filter
def gesture_words(gesture: Gesture) -> str:
    """`€12 of store credit`."""
    return wording.given_words(gesture.kind, gesture.amount, gesture.currency, gesture.what)


@register.filter
def limit_words(one: Alternative) -> str:
    return wording.in_money(one.amount, one.currency) if one.amount else ""


@register.filter
def lasted(of: timedelta) -> str:
    """`3 h`, `2 days`."""
    return length(of)


@register.simple_tag
def authority_told(nav: Any) -> Standing:
    """What the member may decide, and what waits for them, as it came with the column of views."""
    return read_standing(nav.along, now=clock.now())


@register.simple_tag
def wanted_told(nav: Any) -> list[AuthorityRequest]:
    """Requests for authority that wait, as they came with the column of views."""
    return read_waiting(nav.along.get("wanted"))
