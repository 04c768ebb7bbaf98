"""Promises beside a conversation, in the fewest words that are true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from kept.conversations.models import Message, Note
from kept.desk.away import away_in_words
from kept.desk.composing import Spot
from kept.desk.trust import reasons_in_words, why_not_sent
from kept.promises.queries import Card
from kept.promises.wording import window_elsewhere

register = template.Library()


@register.simple_tag
def tally(cards: Sequence[Card]) -> str:
    """How they stand: "1 open · 5 of 6 kept". What there is none of is not said."""
    ended = [card for card in cards if card.promise.is_settled]
    kept = sum(card.state in {"kept", "kept-late"} for card in ended)
    words = []
    if is_open := len(cards) - len(ended):
        words.append(_("%(n)s open") % {"n": is_open})
    if ended:
        words.append(_("%(kept)s of %(ended)s kept") % {"kept": kept, "ended": len(ended)})
    return " · ".join(words)


@register.simple_tag(takes_context=True)
def and_there(context: dict[str, Any], offer: Spot, zone_there: str) -> str:
    """What follows a window told in our time: "08:00 to 12:00 in Lisbon"."""
    if offer.due_at is None:
        return ""
    here = str(context.get("zone") or settings.HOME_ZONE)
    return window_elsewhere(offer.due_from, offer.due_at, here=here, there=zone_there)


@register.simple_tag
def away(letter: Message, zone_there: str) -> str:
    """Until when they are out of office, as far as they say."""
    return away_in_words(letter, zone=zone_there or str(settings.HOME_ZONE))


@register.simple_tag
def not_sent(note: Note) -> str:
    """Why words that came by mail are a note and no letter of ours."""
    return why_not_sent(note)


@register.simple_tag
def trust(letter: Message) -> list[str]:
    """Why a letter stands as it does, a sentence each."""
    return reasons_in_words(letter)


@register.filter
def dial(phone: str) -> str:
    """What a telephone dials: digits and a leading plus; empty where it has no digits.

    The "(0)" in "+49 (0)30 …" is for those who call from within the country.
    """
    abroad = phone.strip().startswith("+")
    digits = re.sub("[^0-9]", "", phone.replace("(0)", "") if abroad else phone)
    return f"+{digits}" if abroad and digits else digits
