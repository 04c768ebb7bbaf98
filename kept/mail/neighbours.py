"""Which letters may be filed side by side, so that what they ask and write is one round of each.

Each is to come out as if it had come by itself. So whatever one of them may write and another one
may look at keeps the two apart: their writer, their conversation, an id that both name, and whom
their addresses pass for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.kit.likeness import domain_looks_like, domain_of, looks_like
from kept.mail.papers import Errand, Read
from kept.mail.rules import id_key
from kept.mail.threading import House, Place, known_customers, place_of


@dataclass(frozen=True, slots=True)
class Placed:
    errand: Errand
    place: Place


def side_by_side(errands: Sequence[Errand], house: House) -> list[Placed]:
    """The first of them, at least one, as far as none has to do with another before it."""
    writers = known_customers([errand.mail.sender for errand in errands])
    placed: list[Placed] = []
    seen: set[tuple[str, object]] = set()
    domains: dict[str, str] = {}
    for errand in errands:
        mail = errand.mail
        place = place_of(
            errand.delivery,
            mail.letter,
            sender=mail.sender,
            writer=writers.get(mail.sender),
            desk=errand.desk,
            house=house,
        )
        named, domain = _named(mail, place), domain_of(mail.sender)
        if named & seen or domains.setdefault(domain_looks_like(mail.sender), domain) != domain:
            break
        seen |= named
        placed.append(Placed(errand, place))
    return placed


def _named(mail: Read, place: Place) -> set[tuple[str, object]]:
    """All that a letter may share with another one."""
    ids = (*mail.letter.answers, mail.letter.message_id or "")
    named: set[tuple[str, object]] = {("id", id_key(value).lower()) for value in ids if value}
    named.add(("writer", looks_like(mail.sender)))
    if place.writer:
        named.add(("customer", place.writer.pk))
    if place.conversation:
        named.add(("conversation", place.conversation.pk))
    return named
