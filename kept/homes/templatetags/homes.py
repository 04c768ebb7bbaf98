"""Figures on the homes. Each carries its doubt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kept.handoffs.models import Handoff
from kept.handoffs.queries import read_before
from kept.homes import wording
from kept.homes.drawing import Piece
from kept.kit.shares import Share
from kept.mail.alarms import Ringing, read_ringing
from kept.promises.counting import Counts
from kept.promises.rules.endings import ENDINGS
from kept.routing.queries import read_load
from kept.routing.rules import Load
from kept.ui.wording import length

register = template.Library()


@register.filter
def working(seconds: float) -> str:
    """Working time in words, as "3 h"."""
    return length(timedelta(seconds=seconds))


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


@register.simple_tag
def handoffs_told(nav: Any) -> list[Handoff]:
    """What of handoffs is before the member, as it came with the column of views."""
    return read_before(nav.along.get("handoffs", ""))


@register.simple_tag
def alarms_told(nav: Any, now: datetime) -> list[Ringing]:
    """Mailboxes in trouble, as they came with the column of views; for who leads."""
    return read_ringing(nav.along.get("alarms", ""), now=now)


@register.simple_tag
def load_told(nav: Any) -> Load:
    """What the member has open, of how much."""
    return read_load(nav.along.get("load", ""))
