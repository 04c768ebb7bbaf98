"""Grants in words."""

from __future__ import annotations

from django import template

from kept.charter.models import Grant
from kept.charter.wording import may_words

register = template.Library()


@register.filter
def grant_words(grant: Grant) -> str:
    """`up to €50 of store credit a month`."""
    return may_words(grant.kind, grant.most_amount, grant.currency, grant.most_times, grant.period)
