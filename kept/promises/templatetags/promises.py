"""Promises on the page: `{% standing card %}`, `{% window promise %}`, the line of its span."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kept.conversations.models import Message
from kept.customers.links import PLACE
from kept.people.models import Member
from kept.promises import wording
from kept.promises.access import keeps
from kept.promises.models import Promise
from kept.promises.queries import Card
from kept.ui.templatetags.ui import letter_text

register = template.Library()

# Private characters stand for the tags while the text is escaped; the text may bring none itself.
_BEGIN, _MIDDLE, _END = "\ue000", "\ue001", "\ue002"
_MARKS_OUT = dict.fromkeys(map(ord, (_BEGIN, _MIDDLE, _END)))


@register.simple_tag(takes_context=True)
def standing(context: dict[str, Any], card: Card) -> str:
    return wording.standing(card.promise, card.state, now=context["now"], zone=_zone(context))


@register.simple_tag(takes_context=True)
def short(context: dict[str, Any], card: Card) -> str:
    return wording.short(card.promise, card.state, now=context["now"], zone=_zone(context))


@register.simple_tag(takes_context=True)
def window(context: dict[str, Any], thing: Any, zone: str = "") -> str:
    """The due window of a promise, an offer or a span, here or in another zone."""
    start, end = thing if isinstance(thing, tuple) else (thing.due_from, thing.due_at)
    return wording.window(start, end, zone=zone or _zone(context), now=context["now"])


@register.simple_tag(takes_context=True)
def clock_time(context: dict[str, Any], at: datetime, zone: str = "") -> str:
    """A moment within a sentence: "you hear from us by tomorrow, 21:41"."""
    return wording.within(wording.moment(at, zone or _zone(context), now=context["now"]))


@register.simple_tag(takes_context=True)
def elsewhere(context: dict[str, Any], promise: Promise) -> str:
    """When it is due by the customer's clock; empty where that shows the same as ours."""
    return wording.elsewhere(
        promise.due_at, here=_zone(context), there=promise.customer.zone if promise.customer else ""
    )


@register.filter
def settled_by(promise: Promise, member: Member) -> bool:
    """Whether to offer it to a member who sees where it was made: among us its keeper's alone."""
    is_among_us = promise.is_private or promise.desk_id is None
    return not is_among_us or keeps(member, promise)


@register.filter
def remarks(promise: Promise) -> list[wording.Remark]:
    return wording.remarks(promise)


@register.filter
def iso(at: datetime) -> str:
    """A moment as a form sends it back."""
    return at.isoformat()


@register.simple_tag(takes_context=True)
def there(context: dict[str, Any], span: tuple[datetime | None, datetime], zone: str) -> str:
    """When a window begins by their clock; empty where that shows the same as ours."""
    return wording.elsewhere(span[0] or span[1], here=_zone(context), there=zone)


@register.filter
def mark(state: str) -> str:
    """The icon of a state."""
    return wording.MARKS[state]


@register.simple_tag
def spoken(message: Message, cards: list[Card]) -> SafeString:
    """Our letter, with the words that became promises underlined and leading to them."""
    text = message.text.translate(_MARKS_OUT)
    links: dict[int, str] = {}
    for card in cards:
        words = card.promise.words
        if card.promise.made_in_id == message.pk and words in text:
            number = len(links)
            links[number] = reverse("promises:promise", args=[card.pk])
            text = text.replace(words, f"{_BEGIN}{number}{_MIDDLE}{words}{_END}", 1)
    html = str(letter_text(text))
    for number, address in links.items():
        html = html.replace(f"{_BEGIN}{number}{_MIDDLE}", f'<a class="spoken" href="{address}">')
    return mark_safe(html.replace(_END, "</a>"))


@register.filter
def their_page(html: SafeString) -> SafeString:
    """A letter as members read it: the customer's link is named there, never shown."""
    words = format_html("<i>{}</i>", _("the link to their page"))
    return mark_safe(html.replace(PLACE, words)) if PLACE in html else html


@register.filter
def unanswered(offers: list[Any]) -> list[Any]:
    """Offers the writer has said neither yes nor no to."""
    return [offer for offer in offers if not offer.answer]


@register.filter
def counts(cards: list[Card]) -> dict[str, int]:
    """How many are open, kept, and there at all."""
    return {
        "open": sum(not card.promise.is_settled for card in cards),
        "kept": sum(card.state in {"kept", "kept-late"} for card in cards),
        "all": len(cards),
    }


@register.inclusion_tag("promises/span.html", takes_context=True)
def span_line(context: dict[str, Any], promise: Promise) -> dict[str, Any]:
    """From made to due, with now and the last moment to renegotiate, in hundredths.

    That moment is told while it still lies ahead. Beside a conversation there is little room.
    """
    now: datetime = context["now"]
    whole = (promise.due_at - promise.made_at).total_seconds() or 1

    def place(at: datetime) -> float:
        share = (at - promise.made_at).total_seconds() / whole
        return round(100 * min(max(share, 0), 1), 2)

    return {
        "at": place(now),
        "last": place(promise.renegotiate_by),
        "is_early": promise.is_early(now) and promise.made_at < promise.renegotiate_by,
        "is_wide": bool(context.get("on_page")),
        "promise": promise,
        "now": now,
        "zone": _zone(context),
    }


def _zone(context: dict[str, Any]) -> str:
    return str(context.get("zone") or settings.HOME_ZONE)
