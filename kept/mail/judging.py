"""What a letter that has been read becomes at a desk: where it goes, from whom, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kept.conversations.actions import Arrival
from kept.conversations.models import Conversation
from kept.customers.links import hidden
from kept.customers.models import Customer
from kept.kit.likeness import address_within
from kept.mail.deceit import DECEITS, Known, Reason, signs_of_deceit
from kept.mail.following import why_spam
from kept.mail.letter.beside import beside
from kept.mail.neighbours import Placed
from kept.mail.papers import Errand, Read
from kept.mail.proving import people_named, vouched_for
from kept.mail.rules import LONGEST_ADDRESS, storable, storable_line
from kept.mail.threading import House, Place

MOST_NAMED = 50
"""So many people a letter can bring along."""
SPAM = {"BLOCKED", "FILTER"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a letter becomes: where it goes, and why. `writer` is who was known before it came."""

    errand: Errand
    arrival: Arrival
    conversation: Conversation | None
    writer: Customer | None

    @property
    def customer(self) -> Customer | None:
        return self.conversation.customer if self.conversation else self.writer

    @property
    def opens(self) -> bool:
        """Whether it begins what is nobody's spam."""
        return self.conversation is None and not self.arrival.is_spam


def judged(one: Placed, house: House, known: Known) -> Judged:
    mail, desk, place = one.errand.mail, one.errand.desk, one.place
    letter = mail.letter
    spam = why_spam(mail.spam, place, sender=mail.sender, desk=desk, house=house)
    if spam:
        # What goes to Spam opens nothing and stands beside nothing.
        place = replace(place, conversation=None)
    deceit = signs_of_deceit(
        letter,
        sender=mail.sender,
        vouched=vouched_for(letter, sender=mail.sender),
        ours=house.domains,
        known=known,
    )
    return Judged(
        one.errand,
        _arrival(mail, place, [*spam, *deceit], house),
        place.conversation,
        place.writer,
    )


def _arrival(mail: Read, place: Place, signs: list[Reason], house: House) -> Arrival:
    letter = mail.letter
    automatic = (letter.automatic.kind or "automatic") if letter.automatic.is_automatic else ""
    name = letter.sender.name if letter.sender else None
    people = (
        []
        if letter.automatic.kind
        else people_named(letter, ours=house.desks.keys() | house.members)
    )
    if place.conversation is not None and not place.is_customers:
        people.append((name or "", mail.sender))
    return Arrival(
        subject=storable_line(letter.subject),
        from_name=storable_line(name or ""),
        from_address=mail.sender,
        # They answer beneath our letter, with their link in it.
        text=hidden(storable(letter.reply)),
        quoted=hidden(storable(letter.quoted)),
        signature=storable(letter.signature),
        html=hidden(storable(letter.html or "")),
        to=tuple(storable(person.address) for person in letter.to),
        cc=tuple(storable(person.address) for person in letter.cc),
        files=mail.files,
        automatic=automatic,
        is_verified=place.is_verified,
        language=letter.language or "",
        beside=_storable(beside(letter)),
        is_vouched=place.is_vouched,
        reply_to=storable(letter.reply_to[0].address) if letter.reply_to else "",
        is_suspicious=any(code in DECEITS for code, _about in signs),
        is_spam=any(code in SPAM for code, _about in signs),
        people=tuple(
            (storable_line(name), storable(address)) for name, address in people[:MOST_NAMED]
        ),
        reasons=tuple(
            (code, storable(about)[:LONGEST_ADDRESS]) for code, about in [*signs, *place.reasons]
        ),
    )


def _storable(value: Any) -> Any:
    """The same with texts that every database takes."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, list) else value


def named(mail: Read) -> tuple[str, str]:
    name = (mail.letter.sender.name if mail.letter.sender else None) or ""
    # Whoever goes by the name of another address is called by their own.
    return "" if address_within(name) else storable_line(name), mail.sender


def problems_of(mail: Read) -> list[str]:
    return [storable(problem) for problem in [*mail.letter.problems, mail.spam.problem] if problem]
