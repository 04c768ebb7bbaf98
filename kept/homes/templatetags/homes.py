"""Figures on the homes. Each carries its doubt."""

from __future__ import annotations

from typing import Any

from django import template

from kept.promises.queries import Word
from kept.promises.rules.rates import likely_range

register = template.Library()


@register.inclusion_tag("homes/share.html")
def word_share(word: Word) -> dict[str, Any]:
    """So many of so many, then the share with its likely range."""
    low, high = likely_range(word.good, word.ended)
    share = word.good / word.ended
    return {
        "word": word,
        "percent": round(100 * share),
        "low": round(100 * low),
        "high": round(100 * high),
        "width": round(100 * (high - low), 1),
        "low_at": round(100 * low, 1),
        "at": round(100 * share, 1),
    }
