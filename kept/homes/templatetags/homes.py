"""Figures on the homes. Each carries its doubt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kept.homes import wording
from kept.homes.drawing import Piece
from kept.kit.shares import likely_range
from kept.promises.counting import Counts
from kept.promises.queries import Word
from kept.promises.rules.endings import ENDINGS
from kept.promises.rules.rates import Share
from kept.ui.wording import length

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


@register.filter
def working(seconds: float) -> str:
    """Working time in words, as "3 h"."""
    return length(timedelta(seconds=seconds))


@register.inclusion_tag("homes/interval.html")
def interval(share: Share) -> dict[str, Any]:
    """A share on the line from none to all, with its range; in words alone while it is small."""
    return {
        "share": share,
        "low_at": f"{100 * share.low:.1f}",
        "width": f"{100 * (share.high - share.low):.1f}",
        "at": f"{100 * share.at:.1f}",
        "told": wording.share(share),
    }


@register.filter
def share_said(share: Share) -> str:
    return wording.share(share)


@register.filter
def likely(share: Share) -> str:
    return wording.likely(share)


@register.filter
def compared(now: Share, before: Share) -> str:
    return wording.compared(now, before)


@register.filter
def confirmations(counts: Counts) -> str:
    return wording.confirmations(counts)


@register.filter
def ended_words(piece: Piece) -> str:
    return wording.ended(piece.ending, piece.count)


@register.simple_tag
def figures_in(counts: Counts) -> SafeString:
    """The cells of one row, in the order of the table's head; noughts stand back."""
    numbers = (*(counts.of(ending) for ending in ENDINGS), counts.slipping)
    return format_html_join(
        "", '<td class="r{}">{}</td>', (("" if n else " none", str(n)) for n in numbers)
    )
