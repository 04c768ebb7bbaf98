"""Promises beside a conversation, in the fewest words that are true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from kept.desk.composing import Spot
from kept.promises import wording
from kept.promises.queries import Card
from kept.ui.wording import clock_time, place

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
def and_here(context: dict[str, Any], offer: Spot, their_zone: str) -> str:
    """What follows a window told in their time: "in Lisbon. Here 10:00 to 13:00".

    The day is told again only where it is another one here.
    """
    zone = str(context.get("zone") or settings.HOME_ZONE)
    return _("in %(place)s. Here %(window)s") % {
        "place": place(their_zone),
        "window": _window_here(offer, zone, their_zone, now=context["now"]),
    }


def _window_here(offer: Spot, zone: str, their_zone: str, *, now: Any) -> str:
    moments = [at for at in (offer.due_from, offer.due_at) if at]
    days = {at.astimezone(ZoneInfo(where)).date() for at in moments for where in (zone, their_zone)}
    end = clock_time(moments[-1], zone=zone)
    if len(days) > 1:
        return wording.window(offer.due_from, moments[-1], zone=zone, now=now)
    if offer.due_from is None:
        return _("by %(time)s") % {"time": end}
    start = clock_time(offer.due_from, zone=zone)
    return end if start == end else _("%(start)s to %(end)s") % {"start": start, "end": end}
