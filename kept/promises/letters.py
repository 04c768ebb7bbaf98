"""What we write to a customer about a promise. A start for the writer, who may change it all.

`{{page}}` becomes the link to the customer's page, and `{{due}}` the new time where they are. Its
writer reads and types words in their place: see `in_words`.
"""

from __future__ import annotations

import re
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from kept.conversations.models import Conversation, Desk
from kept.conversations.speaking import speaking_to
from kept.customers.links import PLACE
from kept.promises.models import Promise

DUE = "{{due}}"
_WORDS = {PLACE: gettext_noop("[link to your page]"), DUE: gettext_noop("[the new time]")}
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,60}\]|\{\{[^{}\n]{1,60}\}\}")
_ALIKE = 0.8  # "[link to my page]" is ours with a word changed; "[see photo]" is the writer's own
# The first word of such a name is nobody's: a café is not called by it.
_HOUSES = {
    "ag", "atelier", "bakery", "bar", "bistro", "bv", "café", "cafe", "clinic", "club", "co",
    "company", "group", "gmbh", "hostel", "hotel", "house", "inc", "kg", "limited", "llc", "ltd",
    "museum", "office", "partners", "practice", "restaurant", "sarl", "sas", "school", "shop",
    "spa", "sons", "srl", "store", "studio", "studios", "team", "the", "theatre", "ug", "workshop",
}  # fmt: skip


def offering(promise: Promise, *, writer: str, now: datetime) -> str:
    """The letter that asks the customer which other time suits them."""
    with speaking_to(promise.customer):
        ask = _("Which other time suits you? Choose one here, and I will hold to it:\n%(page)s")
        return _letter(promise, ask, writer=writer, now=now)


def setting(promise: Promise, *, writer: str, now: datetime) -> str:
    """The letter that says the new time, as it was agreed."""
    with speaking_to(promise.customer):
        ask = _(
            "You have it by %(due)s. Should that not suit you, choose another time here:\n%(page)s"
        )
        return _letter(promise, ask, writer=writer, now=now)


def calling(conversation: Conversation, *, writer: str) -> str:
    """The letter that asks the customer when we may call."""
    with speaking_to(conversation.customer):
        greeting = _("Dear %(name)s,") % {"name": first_name(conversation.customer.name)}
        ask = _("I would like to call you about this. Choose here when it suits you:\n%(page)s")
    return _signed([greeting, ask % {"page": PLACE}], conversation.desk, writer=writer)


def done(promise: Promise, *, writer: str) -> str:
    """The letter that says that it is done, and asks whether it is so."""
    with speaking_to(promise.customer):
        greeting = _("Dear %(name)s,") % {"name": first_name(promise.promisee_name)}
        words = promise.words.rstrip(" .,;!")
        told = _("I promised you: “%(words)s”. It is done.") % {"words": words}
        ask = _("If it is not as you expected, say so here, and I will see to it:\n%(page)s")
    return _signed([greeting, told, ask % {"page": PLACE}], promise.desk, writer=writer)


def in_words(text: str) -> str:
    """A letter as its writer sees it: "[link to your page]" where the link will be."""
    for place, words in _WORDS.items():
        text = text.replace(place, _(words))
    return text


def with_places(text: str, *, says_when: bool) -> str:
    """What was typed, as it is kept; whoever typed `{{page}}` meant the same.

    A letter that says no new time has no place for one, whatever words stand in it.
    """
    for place in _places(says_when=says_when):
        for words in _in_every_language(place):
            text = text.replace(words, place)
    return text


def fault_of(text: str, *, says_when: bool = False, needs_link: bool = False) -> str:
    """What keeps a letter `with_places` from being sent, for its writer; empty where nothing does.

    Words of ours in brackets that stand for nothing here, untouched or with a word changed, would
    reach the customer. One who is to choose on their page needs the way there.
    """
    places = _places(says_when=says_when)
    for left in _BRACKETED.findall(text):
        if left not in places and (meant := _meant_by(left)):
            words = _(_WORDS[meant if meant in places else PLACE])
            said = _("“%(left)s” would reach them just like that. Write %(words)s, or take it out.")
            return said % {"left": left, "words": words}
    if needs_link and PLACE not in text:
        said = _("They choose on their page. Write %(words)s where the link to it shall stand.")
        return said % {"words": _(_WORDS[PLACE])}
    return ""


def _meant_by(bracketed: str) -> str:
    """The place for which these words stand, or did before a word was changed; empty for others."""
    ours = {said: place for place in _WORDS for said in (place, *_in_every_language(place))}
    near = get_close_matches(bracketed, list(ours), n=1, cutoff=_ALIKE)
    return ours[near[0]] if near else ""


def _places(*, says_when: bool) -> tuple[str, ...]:
    return (PLACE, DUE) if says_when else (PLACE,)


def _in_every_language(place: str) -> list[str]:
    """Begun in one language, a letter may be sent from a page in another."""
    words = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            words.append(_(_WORDS[place]))
    return words


def with_due(text: str, due_at: datetime, promise: Promise) -> str:
    """A letter with the new time in it, where the customer is."""
    with speaking_to(promise.customer):
        return text.replace(DUE, moment_in_words(due_at, _zone(promise)))


def _letter(promise: Promise, ask: str, *, writer: str, now: datetime) -> str:
    if now > promise.due_at:
        told = _(
            "I promised you: “%(words)s”, by %(was)s. It was not done, and I did not tell you in "
            "time. I am sorry."
        )
    else:
        told = _(
            "I promised you: “%(words)s”, by %(was)s. I shall not manage it, and I want you to "
            "know before then."
        )
    values = {
        # A full stop within the quotation marks would be followed by a comma.
        "words": promise.words.rstrip(" .,;!"),
        "was": moment_in_words(promise.due_at, _zone(promise)),
        "due": DUE,
        "page": PLACE,
    }
    greeting = _("Dear %(name)s,") % {"name": first_name(promise.promisee_name)}
    return _signed([greeting, told % values, ask % values], promise.desk, writer=writer)


def _signed(parts: list[str], desk: Desk | None, *, writer: str) -> str:
    """With the writer's name beneath, unless the desk's signature brings it."""
    is_named = desk is not None and "{{name}}" in desk.signature
    return "\n\n".join(parts if is_named else [*parts, writer])


def first_name(name: str) -> str:
    """How we greet: the first word of a name, or all of a name that is a house's."""
    words = name.split()
    plain = {word.strip(".,").lower() for word in words}
    if not words or plain & _HOUSES or any(mark in name for mark in "&@0123456789"):
        return name
    return words[0]


def moment_in_words(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'l j F')}, {local:%H:%M}"


def _zone(promise: Promise) -> str:
    return promise.zone_said
