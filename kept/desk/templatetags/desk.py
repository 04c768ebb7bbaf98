"""Promises beside a conversation, in the fewest words that are true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from kept.conversations.models import Message, Note
from kept.desk.away import away_in_words
from kept.desk.composing import Spot
from kept.desk.trust import reasons_in_words, why_not_sent
from kept.desk.value_forms import ValuesForm
from kept.fields import controls
from kept.fields.queries import Held
from kept.followers.models import NoteReaction
from kept.followers.queries import Reacted, read_reactions, read_words
from kept.promises.queries import Card
from kept.promises.wording import window_elsewhere
from kept.ui.templatetags.ui import with_marked

register = template.Library()
LONGEST_SHOWN = 60

MOST_NAMED = 12
REACTION_ICONS: dict[str, str] = {
    "THANKS": "heart",
    "AGREED": "pact",
    "LOOKING": "eye",
    "DONE": "s-done",
    "UNCLEAR": "help",
}


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
def values_form(fields: Sequence[Held], fold: str) -> ValuesForm:
    """The inputs of what is known of a conversation; `fold` is which of two copies they are."""
    return ValuesForm(fields, fold=fold)


@register.filter
def in_words(held: Held) -> str:
    return controls.in_words(held)


@register.filter
def shown_link(address: str) -> str:
    """A link as one reads it: without how it is fetched, and no longer than a line or two."""
    bare = address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= LONGEST_SHOWN else f"{bare[:LONGEST_SHOWN]}…"


@register.simple_tag
def language_mark(tag: str) -> str:
    """The name of a letter's language, where it is not the member's own."""
    if not tag or tag.partition("-")[0] == (get_language() or "en").partition("-")[0]:
        return ""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return ""


@register.filter
def as_moment(value: str | None) -> datetime | None:
    """A time of an invitation or a letter; None for a whole day, or where it is none.

    One that names no zone is meant where its reader is.
    """
    try:
        found = datetime.fromisoformat(value) if value and "T" in value else None
    except ValueError:
        return None
    if found is None or not MINYEAR < found.year < MAXYEAR:
        # A stranger wrote it; at the very ends of the calendar it has no time by another clock.
        return None
    return timezone.make_aware(found) if found.tzinfo is None else found


@register.filter
def as_day(value: str | None) -> date | None:
    """The day of an invitation for whole days."""
    try:
        return date.fromisoformat(value) if value and "T" not in value else None
    except ValueError:
        return None


@register.filter
def invitation(invite: dict[str, Any]) -> str:
    """What it means: a card is read by people who do not know calendar files."""
    answers = {
        "accepted": _("They accept the invitation"),
        "declined": _("They decline the invitation"),
        "tentative": _("They may come"),
    }
    meanings = {
        "REQUEST": _("They invite you"),
        "CANCEL": _("They call it off"),
        "REPLY": answers.get(str(invite.get("answer")), _("They answer an invitation")),
        "COUNTER": _("They propose another time"),
        "REFRESH": _("They ask for the latest invitation"),
    }
    return meanings.get(str(invite.get("method")), _("They send a date for the calendar"))


@register.simple_tag
def away(letter: Message, zone_there: str) -> str:
    """Until when they are out of office, as far as they say."""
    return away_in_words(letter, zone=zone_there or str(settings.HOME_ZONE))


@register.simple_tag
def not_sent(note: Note) -> str:
    """Why words that came by mail are a note and no letter of ours."""
    return why_not_sent(note)


@register.filter
def note_words(note: Note) -> SafeString:
    """What a note says, with those it mentions marked."""
    return with_marked(note.text, read_words(getattr(note, "told_words", "")))


@register.filter
def note_reactions(note: Note) -> list[Reacted]:
    return read_reactions(getattr(note, "told_reactions", ""))


@register.simple_tag(takes_context=True)
def reacted(context: dict[str, Any], reaction: Reacted) -> str:
    """Who: “You, Bea and Cy”."""
    you = context["member"].pk
    names = [_("You") if one.pk == you else one.name for one in reaction.by[:MOST_NAMED]]
    if (more := reaction.count - MOST_NAMED) > 0:
        names.append(ngettext("and one more", "and %(n)s more", more) % {"n": more})
    return ", ".join(names)


@register.simple_tag(takes_context=True)
def is_mine(context: dict[str, Any], reaction: Reacted) -> bool:
    return any(one.pk == context["member"].pk for one in reaction.by)


@register.simple_tag
def reaction_kinds() -> list[tuple[str, str, str]]:
    """Value, word and sign of each kind of reaction to a note."""
    return [(kind.value, str(kind.label), REACTION_ICONS[kind]) for kind in NoteReaction.Kind]


@register.filter
def reaction_icon(kind: str) -> str:
    return REACTION_ICONS[kind]


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
